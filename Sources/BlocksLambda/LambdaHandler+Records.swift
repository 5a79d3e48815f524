// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

extension LambdaHandler {
    /// The reply to an event of records.
    ///
    /// Throws ``LambdaError`` when a record failed that Lambda can't be told of on its own.
    func answer(_ batch: RecordBatch, invocation: Invocation) async throws -> [UInt8] {
        try await answer(invocation) { [application] logger throws(EventError) in
            try await application.records.reply(to: batch.records, logger: logger)
        }
    }

    /// What `work` answers to an event that no client waits for: the function's own timeout is the only limit.
    ///
    /// When that is near, the work is cancelled; it still has the margin to say what became of it. Nothing survives into the next
    /// invocation. Throws `malformedEvent`, `unsupportedEvent`, `handlerRefused`, `handlerFailed`, `handlerTimeout`.
    func answer(
        _ invocation: Invocation, within caller: Int64 = DeadlineLimit.function,
        _ work: @escaping @Sendable (Logger) async throws(EventError) -> [UInt8]
    ) async throws -> [UInt8] {
        let now = platform.clock.now()
        let limit = DeadlineLimit(invocation.deadline, now: now, caller: caller)
        let deadline = Deadline(expires: now.adding(milliseconds: limit.milliseconds), clock: platform.clock)
        var logger = platform.logger
        logger[metadataKey: LogKey.requestID] = .string(invocation.requestID)
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { [sleep, logger] group in
            group.addTask(executorPreference: executor) {
                try await Deadline.$current.withValue(deadline) {
                    do throws(EventError) {
                        return try await work(logger)
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
            // Without a reply it was the time that ended first: what the cancelled work says counts.
            while let ended = try await group.next() {
                if let reply = ended { return reply }
                group.cancelAll()
            }
            throw LambdaError(.handlerTimeout, "the handler took too long")
        }
    }
}

extension LambdaError {
    /// What the caller of the function is told.
    fileprivate init(_ error: EventError) {
        switch error.code {
        case .malformed: self.init(.malformedEvent, error.message)
        case .unhandled: self.init(.unsupportedEvent, error.message)
        case .refused: self.init(.handlerRefused, error.message)
        case .failed: self.init(.handlerFailed, error.message)
        case .timeout: self.init(.handlerTimeout, error.message)
        }
    }
}
