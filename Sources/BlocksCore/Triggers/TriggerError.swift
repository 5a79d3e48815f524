// SPDX-License-Identifier: Apache-2.0

/// Why an event of a user pool got no answer.
///
/// Two errors are equal when their codes are. Cognito shows the message to the user who asked, so it is either what an `ApiError` says
/// or a fixed text.
public struct TriggerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable {
        /// A member of the event is missing or of a wrong type.
        case malformedEvent
        /// The application has no handler for the trigger.
        case unhandled
        /// The handler threw an `ApiError`: it refuses, and says why.
        case refused
        /// The handler threw something else, or was cancelled.
        case failed
        /// What the handler answered can't be said in an event of this version.
        case unsuitableResponse
    }

    /// What kind of failure this is.
    public let code: Code
    /// One sentence, without a part of the event other than its source.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Compares the codes only.
    public static func == (left: TriggerError, right: TriggerError) -> Bool { left.code == right.code }

    /// The message.
    public var description: String { message }

    static func wrongType(_ name: StaticString, _ type: StaticString) -> TriggerError {
        TriggerError(.malformedEvent, "the event's '\(name)' must be \(type)")
    }

    static func missing(_ name: StaticString) -> TriggerError {
        TriggerError(.malformedEvent, "the event has no '\(name)'")
    }

    /// The source is Cognito's own word; anything that doesn't look like one is not repeated.
    static func unhandled(_ source: String) -> TriggerError {
        let isName =
            source.utf8.count <= 64
            && source.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 | 0x20 || $0 == UInt8(ascii: "_") }
        return TriggerError(
            .unhandled,
            isName
                ? "no handler is registered for the trigger \(source)"
                : "no handler is registered for the event's trigger, whose name is malformed")
    }
}
