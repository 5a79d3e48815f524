// SPDX-License-Identifier: Apache-2.0

import Logging

/// Why an event that is no request, or one record of it, was not handled.
///
/// Two errors are equal when their codes are. The message goes to whoever invoked the function, so it is either what an `ApiError` says
/// or a fixed text.
package struct EventError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable {
        /// A member of the event is missing or of a wrong type.
        case malformed
        /// The application has no handler for it.
        case unhandled
        /// The handler threw an `ApiError`: it refuses, and says why.
        case refused
        /// The handler threw something else.
        case failed
        /// The handler did not end in time, or was not called because the time was up.
        case timeout
    }

    /// What kind of failure this is.
    package let code: Code
    /// One sentence without a part of the event.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What may be told of `error`, thrown by the handler of `work`; what is behind it goes to `logger` only.
    ///
    /// Whatever a handler throws once it was cancelled counts as its time being up.
    init(_ error: any Error, of work: StaticString, logger: Logger) {
        if Task.isCancelled {
            self.init(.timeout, "the handler of \(work) took too long")
        } else if let refusal = error as? ApiError {
            self.init(.refused, refusal.message)
        } else {
            self.init(.failed, "the handler of \(work) failed")
        }
        let refusal = error as? ApiError
        let name = code == .timeout ? "HandlerTimeoutError" : refusal?.name ?? "InternalError"
        let detail = refusal.flatMap { $0.cause.map(String.init(reflecting:)) ?? $0.message }
        logger.error(
            "\(name) in the handler of \(work)",
            metadata: [
                LogKey.errorName: .string(name), LogKey.error: .string(detail ?? String(reflecting: error)),
            ])
    }

    /// Compares the codes only.
    package static func == (left: EventError, right: EventError) -> Bool { left.code == right.code }

    /// The message.
    package var description: String { message }
}
