// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// An event of a shape this program serves; the closed list.
///
/// The large payloads are boxed, so that requests don't carry room for them.
/// A shape is recognised by the members that only it has, never by a version number. Event sources that are not served are told
/// apart too, so that the error names what was sent.
enum LambdaEvent {
    /// A request that came through one of the HTTP front doors.
    case http(HTTPEvent)
    /// A Cognito user pool that asks.
    case userPool(UserPoolEvent)
    /// What a queue, a stream, a table or a topic holds for the application.
    case records(RecordBatch)
    /// A client that connects to a WebSocket API, says something, or leaves.
    indirect case webSocket(WebSocketCall)
    /// What a bus of EventBridge or a schedule sends.
    indirect case bus(BusEvent)
    /// Another program of the same system.
    case direct(DirectEvent)

    /// The list in words.
    static let shapes: StaticString = """
        requests of REST APIs, HTTP APIs, function URLs and load balancers, WebSocket connections, triggers of user \
        pools, records of SQS, Kinesis, DynamoDB and SNS, events of EventBridge, and direct invocations
        """

    /// Recognises the event and reads what every event of its shape has.
    ///
    /// Throws `malformedEvent` when the bytes are no JSON object or a member is missing or of a wrong type, and
    /// `unsupportedEvent` for shapes that are not in the list.
    init(_ bytes: [UInt8]) throws(LambdaError) {
        let root: JSONView
        do {
            root = try JSONDocument(bytes).root
        } catch {
            throw LambdaError(.malformedEvent, "the event is refused: \(error)")
        }
        guard root.kind == .object else { throw LambdaError(.malformedEvent, "the event is no JSON object") }
        // The common shape first.
        if let event = try HTTPEvent(root) {
            self = .http(event)
        } else if let event = UserPoolEvent(root) {
            self = .userPool(event)
        } else if let batch = RecordBatch(root) {
            self = .records(batch)
        } else if let call = try WebSocketCall(root) {
            self = .webSocket(call)
        } else if let event = try BusEvent(root) {
            self = .bus(event)
        } else if let event = try DirectEvent(root) {
            self = .direct(event)
        } else {
            throw .unserved(root)
        }
    }
}
