// SPDX-License-Identifier: Apache-2.0

/// A JSON event recognised as one of a user pool, its members not yet read.
public struct UserPoolEvent: Sendable {
    /// The event's `triggerSource`, such as `PreSignUp_SignUp`.
    public let source: String
    /// The trigger; `nil` for one that this program does not know.
    public let trigger: TriggerName?
    let userPoolID: String
    let root: JSONView
    let request: JSONView
    /// Absent or `null` in the events of custom senders, which want no answer.
    let response: JSONView?

    /// Recognises an event by the members that all triggers have; `nil` for anything else.
    ///
    /// They are `triggerSource` and `userPoolId`, both text, the object `request`, and `response`, an object where there is one.
    public init?(_ root: JSONView) {
        guard let source = root["triggerSource"]?.string, let pool = root["userPoolId"]?.string,
            let request = root["request"], request.kind == .object
        else { return nil }
        let response = root["response"]
        if let response, response.kind != .object, !response.isNull { return nil }
        self.source = source
        trigger = TriggerName(source: source)
        userPoolID = pool
        self.root = root
        self.request = request
        self.response = response
    }

    /// The event with the answer in it: its other members stay byte for byte, in their order.
    ///
    /// Members of the event's own `response` that `answer` does not know stay as well. An empty answer to an event without `response`
    /// adds none.
    func reply(_ answer: some TriggerResponse) throws(TriggerError) -> [UInt8] {
        var writer = JSONWriter(reserving: root.raw.count + 256)
        writer.beginObject()
        var isAnswered = false
        var members = root.members
        while let (key, value) = members.nextViews() {
            if key.stringEquals("response") {
                // Of members with the same name the last one counts, and only one may be told back.
                if !isAnswered { try write(answer, into: &writer) }
                isAnswered = true
            } else {
                writer.key(raw: key.raw)
                writer.raw(value.raw)
            }
        }
        if !isAnswered, !type(of: answer).members.isEmpty { try write(answer, into: &writer) }
        writer.endObject()
        return writer.bytes
    }

    private func write(_ answer: some TriggerResponse, into writer: inout JSONWriter) throws(TriggerError) {
        let known = type(of: answer).members
        writer.key("response")
        writer.beginObject()
        if var members = response?.members {
            while let (key, value) = members.nextViews() {
                guard !known.contains(where: { key.stringEquals($0) }) else { continue }
                writer.key(raw: key.raw)
                writer.raw(value.raw)
            }
        }
        try answer.write(to: &writer, answering: self)
        writer.endObject()
    }
}

/// The request may hold secrets: an event prints as its source alone.
extension UserPoolEvent: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The source.
    public var description: String { "UserPoolEvent(\(source))" }

    /// The source.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
