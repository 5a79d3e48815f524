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
    /// Throws `malformedEvent`, `unsupportedEvent`, `handlerRefused`, `handlerFailed`, `handlerTimeout`.
    private func answer(
        _ invocation: Invocation, within caller: Int64 = DeadlineLimit.function,
        _ work: @escaping @Sendable (Logger, Deadline) async throws(EventError) -> [UInt8]
    ) async throws -> [UInt8] {
        let late = LambdaError(.handlerTimeout, "the handler took too long")
        return try await answer(invocation, within: caller, late: late) { logger, deadline throws(LambdaError) in
            do throws(EventError) {
                return try await work(logger, deadline)
            } catch {
                throw LambdaError(error)
            }
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
