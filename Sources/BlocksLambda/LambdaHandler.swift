// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import HTTPTypes
import Logging
import Synchronization

/// Turns one event into one reply: event → request → application → reply in the shape that was asked.
///
/// A guard answers 504 before the front door or Lambda itself would give up, and no work outlives its invocation.
public struct LambdaHandler: Sendable {
    let application: BlocksApplication
    let platform: Platform
    let executor: (any TaskExecutor)?
    let sleep: @Sendable (Duration) async throws -> Void
    private let streams: StreamingDoors
    let headerBlocks = HeaderBlocks()

    /// A handler for `application`.
    ///
    /// The application's work runs on `executor`, `nil` for the caller's or the global one. Replies to the doors of `streams` are
    /// streamed. `sleep` suspends a task and ends early, with an error, when the task is cancelled.
    public init(
        application: BlocksApplication, platform: Platform, executor: (any TaskExecutor)? = nil,
        streams: StreamingDoors = .none,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.application = application
        self.platform = platform
        self.executor = executor
        self.streams = streams
        self.sleep = sleep
    }

    /// Answers `event` through `respond`, which is called exactly once unless this throws before.
    ///
    /// When the deadline guard fires, the application's work is cancelled, `respond` gets the 504 at once, and this returns only
    /// after the cancelled work has ended: nothing survives into the next invocation.
    ///
    /// Throws ``LambdaError`` with `malformedEvent`, `unsupportedEvent`, `malformedReply` or what became of a trigger, a record or an event,
    /// and what `respond` throws.
    public func handle(
        _ event: [UInt8], invocation: Invocation, respond: (sending [UInt8]) async throws -> Void
    ) async throws {
        try await handle(LambdaEvent(event), invocation: invocation, respond: respond)
    }

    /// Answers `event` through `stream` if it came by a door that streams, else through `respond` as ``handle(_:invocation:respond:)``
    /// does.
    ///
    /// `stream` is called when the reply begins, and once. Throws what ``handle(_:invocation:respond:)`` does, and what `stream` throws.
    public func handle(
        _ event: [UInt8], invocation: Invocation, respond: (sending [UInt8]) async throws -> Void,
        stream: (StreamedReply) async throws -> Void
    ) async throws {
        let event = try LambdaEvent(event)
        guard case .http(let request) = event, streams.stream(to: request) else {
            return try await handle(event, invocation: invocation, respond: respond)
        }
        try await handle(request, invocation: invocation, stream: stream)
    }

    private func handle(
        _ event: LambdaEvent, invocation: Invocation, respond: (sending [UInt8]) async throws -> Void
    ) async throws {
        switch event {
        case .http(let event): try await handle(event, invocation: invocation, respond: respond)
        case .userPool(let event): try await respond(try await answer(event, invocation: invocation))
        case .records(let batch): try await respond(try await answer(batch, invocation: invocation))
        case .webSocket(let call): try await respond(try await answer(call, invocation: invocation))
        case .bus(let event): try await respond(try await answer(event, invocation: invocation))
        case .direct(let event): try await respond(try await answer(event, invocation: invocation))
        }
    }

    private func handle(
        _ event: HTTPEvent, invocation: Invocation, respond: (sending [UInt8]) async throws -> Void
    ) async throws {
        let now = platform.clock.now()
        let limit = DeadlineLimit(invocation.deadline, now: now)
        let deadline = Deadline(expires: now.adding(milliseconds: limit.milliseconds), clock: platform.clock)
        let context = BlocksContext(
            request: event.request, requestID: invocation.requestID, deadline: deadline, logger: platform.logger)

        // An immediate task runs here and now up to its first suspension: a method that waits for nothing has answered when
        // this returns, and needs no guard. In every other case the group below waits for it.
        let answer = Answer()
        let work = Task.immediate(executorPreference: executor) { [application] in
            let reply = await Deadline.$current.withValue(deadline) { await application.respond(to: context) }
            answer.set(reply)
        }
        if let reply = answer.reply {
            return try await respond(try encode(reply, for: event))
        }
        try await withThrowingTaskGroup { group in
            group.addTask { await work.value }
            group.addTask { [sleep] in try? await sleep(.milliseconds(limit.milliseconds)) }
            _ = try await group.next()
            // Nothing yet: the limit is reached, or the caller itself was cancelled, which ends the sleep too.
            if answer.reply == nil { work.cancel() }
            let reply = answer.reply ?? application.timeoutReply(to: context)
            do {
                try await respond(try encode(reply, for: event))
            } catch {
                work.cancel()
                throw error
            }
            group.cancelAll()
        }
    }

    /// The reply to `event`, for the developer's server and event runner; `nil` as deadline means 28 seconds from now.
    ///
    /// It is always whole. Throws ``LambdaError`` as ``handle(_:invocation:respond:)`` does.
    public func reply(to event: [UInt8], requestID: String, deadline: Timestamp?) async throws -> [UInt8] {
        var reply: [UInt8] = []
        let invocation = Invocation(requestID: requestID, deadline: deadline, event: event)
        try await handle(event, invocation: invocation) { reply = $0 }
        return reply
    }

    /// A reply that Lambda would discard is replaced before it is sent, by one that says so.
    private func encode(_ reply: BlocksReply, for event: HTTPEvent) throws(LambdaError) -> [UInt8] {
        let isHead = event.request.method == .head
        let bytes = try reply.encoded(event.shape, isHead: isHead, headerBlocks)
        let limit = event.shape.longestReply
        guard bytes.count > limit else { return bytes }
        platform.logger.error("the reply of \(bytes.count) bytes exceeds the limit of \(limit)")
        var refusal = application.oversizedReply(to: event.request)
        refusal.cookies = reply.cookies  // what they stand for has happened all the same
        return try refusal.encoded(event.shape, isHead: isHead, headerBlocks)
    }
}

/// What the application answered; shared by its task and the one that waits for it.
private final class Answer: Sendable {
    private let slot = Mutex<BlocksReply?>(nil)

    var reply: BlocksReply? { slot.withLock { $0 } }

    func set(_ reply: BlocksReply) { slot.withLock { $0 = reply } }
}
