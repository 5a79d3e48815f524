// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension LambdaHandler {
    /// Answers a request through `stream`, which is called once there is a first piece, and exactly once unless this throws before.
    ///
    /// The application may work as long as the invocation may: these front doors wait that long. When the time is over, its work is
    /// cancelled; without a piece so far the reply is a 504, else it breaks off. This returns after the work has ended.
    /// Throws ``LambdaError`` with `malformedReply`, and what `stream` throws.
    func handle(
        _ event: HTTPEvent, invocation: Invocation, stream: (StreamedReply) async throws -> Void
    ) async throws {
        let now = platform.clock.now()
        let limit = DeadlineLimit(invocation.deadline, now: now, caller: DeadlineLimit.function)
        let deadline = Deadline(expires: now.adding(milliseconds: limit.milliseconds), clock: platform.clock)
        let context = BlocksContext(
            request: event.request, requestID: invocation.requestID, deadline: deadline, logger: platform.logger)
        let pipe = StreamPipe(event, headerBlocks)
        try await withThrowingTaskGroup { group in
            group.addTask { [application, executor, sleep] in
                // The first of the two to end ends the other, whatever becomes of the sending.
                await withTaskGroup { work in
                    work.addTask(executorPreference: executor) {
                        let reply = await Deadline.$current.withValue(deadline) {
                            await application.respond(to: context, through: pipe)
                        }
                        pipe.finish(with: reply)
                    }
                    work.addTask {
                        try? await sleep(.milliseconds(limit.milliseconds))
                        pipe.expire { application.timeoutReply(to: context) }
                    }
                    await work.next()
                    work.cancelAll()
                }
            }
            // Writers must not wait for a sender that is gone.
            defer {
                pipe.abandon()
                group.cancelAll()
            }
            guard let first = try await pipe.next() else {
                throw LambdaError(.malformedReply, "the reply has no head")
            }
            try await stream(StreamedReply(first: first, then: pipe))
        }
    }
}
