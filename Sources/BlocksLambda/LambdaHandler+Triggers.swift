// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

extension LambdaHandler {
    /// The reply to an event of a user pool.
    ///
    /// When the user pool would have given up, the handler's work is cancelled; a reply that it has all the same is used.
    /// Throws `unsupportedEvent` for a trigger without a handler, `malformedEvent`, `triggerRefused`, `triggerFailed`, `triggerTimeout`.
    func answer(_ event: UserPoolEvent, invocation: Invocation) async throws -> [UInt8] {
        let late = LambdaError(.triggerTimeout, "the handler of the trigger took too long")
        return try await answer(invocation, within: DeadlineLimit.userPool, late: late) {
            [application] logger, _ throws(LambdaError) in
            do throws(TriggerError) {
                return try await application.triggers.reply(to: event, logger: logger)
            } catch {
                // Whatever a handler throws once it was cancelled, its time was up.
                throw Task.isCancelled ? late : LambdaError(error)
            }
        }
    }
}

extension LambdaError {
    /// What the caller of the function is told; Cognito shows the message to the user.
    fileprivate init(_ error: TriggerError) {
        switch error.code {
        case .malformedEvent: self.init(.malformedEvent, error.message)
        case .unhandled: self.init(.unsupportedEvent, error.message)
        case .refused: self.init(.triggerRefused, error.message)
        case .failed: self.init(.triggerFailed, error.message)
        case .unsuitableResponse: self.init(.malformedReply, error.message)
        }
    }
}
