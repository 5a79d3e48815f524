// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

/// Work that answers with one reply and may take no longer than whoever waits for it.
extension LambdaHandler {
    /// What `work` answers, which is limited by `caller` or, when that is shorter, by the function's own timeout.
    ///
    /// When the time is over, the work is cancelled; it still has the margin to say what became of it, and what it says counts. Nothing
    /// survives into the next invocation. Throws what `work` throws, and `late` when it was never begun.
    func answer(
        _ invocation: Invocation, within caller: Int64, late: LambdaError,
        _ work: @escaping @Sendable (Logger, Deadline) async throws(LambdaError) -> [UInt8]
    ) async throws -> [UInt8] {
        let now = platform.clock.now()
        let limit = DeadlineLimit(invocation.deadline, now: now, caller: caller)
        let deadline = Deadline(expires: now.adding(milliseconds: limit.milliseconds), clock: platform.clock)
        var logger = platform.logger
        logger[metadataKey: LogKey.requestID] = .string(invocation.requestID)
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { [sleep, logger] group in
            group.addTask(executorPreference: executor) {
                try await Deadline.$current.withValue(deadline) { try await work(logger, deadline) }
            }
            group.addTask {
                try? await sleep(.milliseconds(limit.milliseconds))
                return nil
            }
            defer { group.cancelAll() }
            // Without a reply it was the time that ended first.
            while let ended = try await group.next() {
                if let reply = ended { return reply }
                group.cancelAll()
            }
            throw late
        }
    }
}
