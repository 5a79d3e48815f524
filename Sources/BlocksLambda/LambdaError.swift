// SPDX-License-Identifier: Apache-2.0

/// What can go wrong between the Lambda service and an application.
///
/// Two errors are equal when their ``code`` is; ``message`` is for people and never holds a part of an event, except for the
/// name of a trigger.
public struct LambdaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure, each with the type the Lambda service is told.
    ///
    /// Lambda keeps a type only when it matches `(Runtime|Function)\.[A-Z][a-zA-Z]+`; anything else becomes
    /// `Runtime.Unknown`.
    public enum Code: String, Sendable, CaseIterable {
        /// `AWS_LAMBDA_RUNTIME_API` is missing or is not `host:port` with an optional path.
        case invalidAddress = "Runtime.InvalidAddress"
        /// The application could not be built.
        case initialisation = "Runtime.InitializationFailed"
        /// The Runtime API could not be reached, or the connection broke.
        case connection = "Runtime.ConnectionFailed"
        /// The Runtime API did not answer a call other than `next` in time.
        case timeout = "Runtime.ConnectionTimeout"
        /// The Runtime API sent something that is not HTTP/1.1, or leaves out what every invocation has.
        case malformedResponse = "Runtime.MalformedResponse"
        /// The Runtime API sent more than the documented limits allow.
        case oversizedResponse = "Runtime.OversizedResponse"
        /// The Runtime API answered with a status that ends this process.
        case unexpectedStatus = "Runtime.UnexpectedStatus"
        /// The event is not JSON, or a member of it has the wrong type.
        case malformedEvent = "Runtime.MalformedEvent"
        /// The event is well formed, but of a shape this program does not serve.
        case unsupportedEvent = "Runtime.UnsupportedEvent"
        /// The reply could not be written as the shape of the event asks.
        case malformedReply = "Function.MalformedReply"
        /// The handler of a trigger refused; the message is the application's own, for the user.
        case triggerRefused = "Function.TriggerRefused"
        /// The handler of a trigger failed; the log has the details.
        case triggerFailed = "Function.TriggerFailed"
        /// The handler of a trigger did not answer while Cognito waited.
        case triggerTimeout = "Function.TriggerTimeout"
        /// The handler of a record, an event or an invocation refused; the message is the application's own.
        case handlerRefused = "Function.HandlerRefused"
        /// The handler of a record, an event, an invocation or a streamed reply failed; the log has the details.
        case handlerFailed = "Function.HandlerFailed"
        /// The handler of a record, an event, an invocation or a streamed reply did not end before the function's own timeout.
        case handlerTimeout = "Function.HandlerTimeout"
    }

    /// What kind of failure this is.
    public let code: Code
    /// One sentence for a log line.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Compares the codes only.
    public static func == (left: LambdaError, right: LambdaError) -> Bool { left.code == right.code }

    /// The code's wire name and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
