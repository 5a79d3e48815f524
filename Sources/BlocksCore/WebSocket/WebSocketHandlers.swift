// SPDX-License-Identifier: Apache-2.0

import Logging

/// The handlers that an application registered for WebSocket connections, by route.
struct WebSocketHandlers: Sendable {
    typealias Handler = @Sendable (WebSocketEvent, BlocksContext) async throws -> String?

    private var handlers: [String: Handler] = [:]

    /// Adds a handler of a connection's `phase`; the answer is what is wrong with that, `nil` when nothing is.
    mutating func add(_ handler: @escaping Handler, for key: String, _ phase: WebSocketPhase) -> String? {
        guard !key.isEmpty else { return "A WebSocket route needs a key." }
        if phase == .message, Self.isReserved(key) {
            return "Messages can't have the WebSocket route '\(key)': keys that begin with '$' are API Gateway's own."
        }
        guard handlers.updateValue(handler, forKey: key) == nil else {
            return "Two handlers are registered for the WebSocket route '\(key)'. Let one do the work of both."
        }
        return nil
    }

    /// Whether a message can't have the route `key`, whatever a client or its API's selection put there.
    private static func isReserved(_ key: String) -> Bool {
        key.utf8.first == UInt8(ascii: "$") && key != defaultRoute
    }

    private static let defaultRoute = "$default"

    /// The reply to `event`; every error of a handler has become one.
    ///
    /// Throws `unhandled`, but not for the end of a connection, which nobody has to care about.
    func reply(
        to event: WebSocketEvent, _ phase: WebSocketPhase, context: BlocksContext, cors: CORSPolicy,
        refusedOrigins: RefusedOrigins
    ) async throws(EventError) -> BlocksReply {
        let key =
            switch phase {
            case .connect: "$connect"
            case .disconnect: "$disconnect"
            // A client may be able to choose the key: what a connection's begin and end do is not for messages.
            case .message where Self.isReserved(event.routeKey) || handlers[event.routeKey] == nil: Self.defaultRoute
            case .message: event.routeKey
            }
        guard let handler = handlers[key] else {
            guard phase != .disconnect else { return BlocksReply(status: 200, headers: [], body: []) }
            context.logger.error(
                "no handler is registered for the WebSocket route", metadata: [LogKey.resource: .string(event.routeKey)]
            )
            throw EventError(
                .unhandled,
                "no handler is registered for \(phase == .connect ? "connections" : "messages") of WebSocket APIs")
        }
        if phase == .connect {
            let decision = cors.decide(origin: context.request.header("origin"))
            guard !OriginGuard.refusesWebSocket(to: context.request, decision) else {
                refusedOrigins.note(context)
                return .crossOrigin
            }
        }
        let answer: String?
        do {
            answer = try await withLogger(context.logger) { _ in try await handler(event, context) }
        } catch {
            // Whatever a handler throws once it was cancelled, its time was up.
            let error = Task.isCancelled ? CancellationError() : error
            let refusal = ErrorReport.clientError(for: error, in: context, operation: "WebSocket \(key)")
            return .error(refusal, keeping: context.response.snapshot(), headers: [])
        }
        let draft = context.response.snapshot()
        let body: [UInt8] =
            switch (answer, draft.body) {
            case (let answer?, _): Array(answer.utf8)
            case (nil, .text(let bytes)), (nil, .json(let bytes)): bytes
            case (nil, nil): []
            }
        return BlocksReply(draft, status: draft.status ?? 200, headers: [], body: body)
    }
}

extension BlocksApplication {
    /// The reply to an event of a WebSocket API; throws `unhandled`.
    package func reply(
        to event: WebSocketEvent, _ phase: WebSocketPhase, context: BlocksContext
    ) async throws(EventError) -> BlocksReply {
        try await webSockets.reply(to: event, phase, context: context, cors: cors, refusedOrigins: refusedOrigins)
    }
}

extension AppBuilder {
    /// Has `handler` called when a connection of a WebSocket API begins or ends; each has one handler at most.
    ///
    /// At the beginning the context's request has the headers, the cookies and the query of the client, so that whoever is signed in can
    /// be told. What the handler throws refuses the connection: an `ApiError` with its status, anything else with 500. A page of another
    /// site is refused with 403 before, when it comes with cookies or origins are configured, unless the configured ones allow it.
    ///
    /// Later events have nothing of it: keep what you need under ``WebSocketEvent/connectionID``.
    public func onWebSocket(
        _ route: WebSocketRoute<Void>,
        _ handler: @escaping @Sendable (WebSocketEvent, BlocksContext) async throws -> Void
    ) {
        register(webSocket: route.key, route.phase) { event, context in
            try await handler(event, context)
            return nil
        }
    }

    /// Has `handler` called for messages of a WebSocket API; each route has one handler at most.
    ///
    /// What the handler returns goes back to the client if the route has a route response, `nil` for nothing. Handlers have 28 seconds.
    public func onWebSocket(
        _ route: WebSocketRoute<String?>,
        _ handler: @escaping @Sendable (WebSocketEvent, BlocksContext) async throws -> String?
    ) {
        register(webSocket: route.key, route.phase, handler)
    }
}
