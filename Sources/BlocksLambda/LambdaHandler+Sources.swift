// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

/// Events that are neither requests nor triggers of a user pool.
extension LambdaHandler {
    /// The reply to records; throws ``LambdaError`` when one failed that Lambda can't be told of on its own.
    func answer(_ batch: RecordBatch, invocation: Invocation) async throws -> [UInt8] {
        try await answer(invocation) { [application] logger, _ throws(EventError) in
            try await application.records.reply(to: batch.records, logger: logger)
        }
    }

    /// The reply to a WebSocket API, which waits as long as any other front door.
    func answer(_ call: WebSocketCall, invocation: Invocation) async throws -> [UInt8] {
        try await answer(invocation, within: DeadlineLimit.frontDoor) {
            [platform, application] _, deadline throws(EventError) in
            let context = BlocksContext(
                request: call.request, requestID: invocation.requestID, deadline: deadline, logger: platform.logger)
            let reply = try await application.reply(to: call.event, call.phase, context: context)
            do throws(LambdaError) {
                return try reply.encodedForWebSocket()
            } catch {
                throw EventError(.failed, error.message)
            }
        }
    }

    /// The reply to an event of a bus; nobody reads it.
    func answer(_ event: BusEvent, invocation: Invocation) async throws -> [UInt8] {
        try await answer(invocation) { [application] logger, _ throws(EventError) in
            try await application.bus.handle(event, logger: logger)
            return Array("{}".utf8)
        }
    }

    /// The result of a direct invocation.
    func answer(_ event: DirectEvent, invocation: Invocation) async throws -> [UInt8] {
        let reply = try await answer(invocation) { [application] logger, _ throws(EventError) in
            try await application.invocations.reply(to: event, logger: logger)
        }
        guard reply.count <= RuntimeAPI.maximumReply else {
            throw LambdaError(
                .malformedReply, "the result is longer than the \(RuntimeAPI.maximumReply) bytes that Lambda takes")
        }
        return reply
    }

    /// What `work` answers, which is limited by `caller`: unless a client waits, by the function's own timeout alone.
    ///
    /// When that is near, the work is cancelled; it still has the margin to say what became of it. Nothing survives into the next
    /// invocation. Throws `malformedEvent`, `unsupportedEvent`, `handlerRefused`, `handlerFailed`, `handlerTimeout`.
    private func answer(
        _ invocation: Invocation, within caller: Int64 = DeadlineLimit.function,
        _ work: @escaping @Sendable (Logger, Deadline) async throws(EventError) -> [UInt8]
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
                        return try await work(logger, deadline)
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
