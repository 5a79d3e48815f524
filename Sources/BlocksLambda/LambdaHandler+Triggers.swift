// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

extension LambdaHandler {
    /// The reply to an event of a user pool.
    ///
    /// When the user pool would have given up, the handler's work is cancelled and the invocation fails; nothing survives into the next.
    /// Throws `unsupportedEvent` for a trigger without a handler, `malformedEvent`, `triggerRefused`, `triggerFailed`, `triggerTimeout`.
    func answer(_ event: UserPoolEvent, invocation: Invocation) async throws -> [UInt8] {
        let now = platform.clock.now()
        let limit = DeadlineLimit(invocation.deadline, now: now, caller: DeadlineLimit.userPool)
        let deadline = Deadline(expires: now.adding(milliseconds: limit.milliseconds), clock: platform.clock)
        var logger = platform.logger
        logger[metadataKey: LogKey.requestID] = .string(invocation.requestID)
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { [application, sleep, logger] group in
            group.addTask(executorPreference: executor) {
                try await Deadline.$current.withValue(deadline) {
                    do throws(TriggerError) {
                        return try await application.triggers.reply(to: event, logger: logger)
                    } catch {
                        throw LambdaError(error)
                    }
                }
            }
            group.addTask {
                try? await sleep(.milliseconds(limit.milliseconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let reply = first else {
                throw LambdaError(.triggerTimeout, "the handler of the trigger took too long")
            }
            return reply
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
