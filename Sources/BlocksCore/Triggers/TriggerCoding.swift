// SPDX-License-Identifier: Apache-2.0

/// The member `request` of an event.
public protocol TriggerRequest: Sendable {
    /// Reads the members; throws `malformedEvent` when one is missing or of a wrong type.
    init(_ members: TriggerMembers) throws(TriggerError)
}

/// The member `response` of an event.
public protocol TriggerResponse: Sendable {
    /// The members that ``write(to:answering:)`` writes; the event's others are copied.
    static var members: [StaticString] { get }

    /// Reads what the pool filled in; throws `malformedEvent` when a member is of a wrong type.
    init(_ members: TriggerMembers) throws(TriggerError)

    /// Writes the members, in an object that has begun; throws `unsuitableResponse` when the event has no place for one.
    func write(to writer: inout JSONWriter, answering event: UserPoolEvent) throws(TriggerError)
}

/// The answer to triggers that ask nothing: the pool waits for the handler and goes on, unless it throws.
public struct TriggerAcknowledgement: TriggerResponse {
    /// None.
    public static let members: [StaticString] = []

    /// The only value.
    public init() {}

    /// Reads nothing.
    public init(_ members: TriggerMembers) {}

    /// Writes nothing.
    public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) {}
}

/// Typed access to the members of an object in an event; `null` counts as absent, as Cognito uses it for "none".
public struct TriggerMembers: Sendable {
    private let object: JSONView?

    init(_ object: JSONView?) {
        self.object = object
    }

    /// The member as text; `nil` when absent.
    func text(_ name: StaticString) throws(TriggerError) -> String? {
        guard let member = present(name) else { return nil }
        guard let text = member.string else { throw .wrongType(name, "a string") }
        return text
    }

    /// The member as text that must be there.
    func requiredText(_ name: StaticString) throws(TriggerError) -> String {
        guard let text = try text(name) else { throw .missing(name) }
        return text
    }

    /// The member as a truth value; `false` when absent.
    func flag(_ name: StaticString) throws(TriggerError) -> Bool {
        guard let member = present(name) else { return false }
        guard let flag = member.bool else { throw .wrongType(name, "true or false") }
        return flag
    }

    /// The member's own members; none when absent.
    func object(_ name: StaticString) throws(TriggerError) -> TriggerMembers {
        guard let member = present(name) else { return TriggerMembers(nil) }
        guard member.kind == .object else { throw .wrongType(name, "an object") }
        return TriggerMembers(member)
    }

    /// The member as names with texts, empty when absent; truth values and numbers count as their text, `null` as absent.
    func texts(_ name: StaticString) throws(TriggerError) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in try object(name).members {
            switch value.kind {
            case .null: texts[key] = nil
            case .string: texts[key] = value.string
            case .bool, .number: texts[key] = String(decoding: value.raw, as: UTF8.self)
            case .array, .object: throw .wrongType(name, "made of strings")
            }
        }
        return texts
    }

    /// The member as names with secret texts; empty when absent.
    func secrets(_ name: StaticString) throws(TriggerError) -> [String: Secret<String>] {
        try texts(name).mapValues { Secret($0) }
    }

    /// The member as a list of texts; `nil` when absent.
    func list(_ name: StaticString) throws(TriggerError) -> [String]? {
        guard let views = try array(name) else { return nil }
        var list: [String] = []
        for view in views {
            guard let text = view.string else { throw .wrongType(name, "a list of strings") }
            list.append(text)
        }
        return list
    }

    /// The elements of the member; `nil` when absent.
    func array(_ name: StaticString) throws(TriggerError) -> JSONView.Elements? {
        guard let member = present(name) else { return nil }
        guard member.kind == .array else { throw .wrongType(name, "a list") }
        return member.elements
    }

    /// Whether the object is there at all.
    var isPresent: Bool { object != nil }

    /// All members; none when the object is absent.
    var members: [(key: String, value: JSONView)] { object.map { Array($0.members) } ?? [] }

    private func present(_ name: StaticString) -> JSONView? {
        guard let member = object?[name], !member.isNull else { return nil }
        return member
    }
}

extension JSONWriter {
    /// Writes a member whose value is an object of texts, by name.
    mutating func member(_ name: StaticString, _ texts: [String: String]) {
        key(name)
        beginObject()
        for (key, value) in texts.sorted(by: { $0.key < $1.key }) {
            self.key(key)
            string(value)
        }
        endObject()
    }

    /// Writes a member whose value is a list of texts.
    mutating func member(_ name: StaticString, _ list: [String]) {
        key(name)
        beginArray()
        for text in list { string(text) }
        endArray()
    }

    /// Writes a member whose value is a text; nothing for `nil`.
    mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        string(text)
    }

    /// Writes a member whose value is a truth value.
    mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        bool(flag)
    }
}
