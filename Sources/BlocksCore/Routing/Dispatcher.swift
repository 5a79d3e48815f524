// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Takes every request to what answers it: CORS, preflight, JSON-RPC, raw routes, 404.
///
/// Read this file first.
struct Dispatcher: Sendable {
    private let cors: CORSPolicy
    private let routes: RouteTable
    private let rpc: RPCDispatcher
    private let refusedOrigins: RefusedOrigins

    init(cors: CORSPolicy, routes: RouteTable, rpc: RPCDispatcher, refusedOrigins: RefusedOrigins) {
        self.cors = cors
        self.routes = routes
        self.rpc = rpc
        self.refusedOrigins = refusedOrigins
    }

    /// The answer to `context.request`, unless it has gone through `stream`; never throws, since the last error is an answer too.
    func respond(to context: BlocksContext, through stream: (any ReplyStream)?) async -> BlocksReply {
        var reply: BlocksReply
        switch destination(of: context) {
        case .rpc(let headers): return await rpc.respond(to: context, headers: headers)
        case .route(let route, let context, let headers):
            let stream = context.request.method == .head ? nil : stream  // there is no body to send
            reply = await route.respond(to: context, headers: headers, through: stream)
        case .reply(let made): reply = made
        }
        if context.request.method == .head { reply.body = [] }  // RFC 9110 §9.3.2
        return reply
    }

    /// What answers a request, with the headers that its answer begins with.
    private enum Destination {
        case reply(BlocksReply)
        case rpc([BlocksReply.Header])
        case route(RawRoute, BlocksContext, [BlocksReply.Header])
    }

    private func destination(of context: BlocksContext) -> Destination {
        let request = context.request
        let grantedOrigin: String?
        let decision = cors.decide(origin: request.header("origin"))
        switch decision {
        case .noOrigin, .unrestricted: grantedOrigin = nil
        case .granted(let origin): grantedOrigin = origin
        case .refused: return .reply(crossOriginReply(to: context))
        }
        if request.method == .options {
            let headers = StandardHeaders.granting(grantedOrigin, StandardHeaders.preflight)
            return .reply(BlocksReply(status: 200, headers: headers, body: []))
        }
        let headers = StandardHeaders.granting(grantedOrigin, StandardHeaders.uncached)
        if Self.isRPC(request.path) {
            guard request.method == .post else { return .reply(.wrongMethod(request.method, headers: headers)) }
            switch OriginGuard.refusal(of: request, decision) {
            case nil: return .rpc(headers)
            case .notJSON:
                return .reply(
                    .error(415, "The AWS Blocks JSON-RPC API expects application/json.", headers: headers))
            case .crossSite: return .reply(crossOriginReply(to: context))
            }
        }
        guard let (route, parameters) = routes.match(request.method, request.path) else {
            return .reply(.error(404, "Not Found", headers: headers))
        }
        if !route.isOpenToAnySite, OriginGuard.refusesRawRoute(to: request, decision) {
            return .reply(crossOriginReply(to: context))
        }
        return .route(
            route, parameters.isEmpty ? context : BlocksContext(context, parameters: parameters), headers)
    }

    /// The answer when the application's own is larger than the front door takes.
    func oversizedReply(to request: BlocksRequest) -> BlocksReply {
        let text = #"{"error":"Response body is too large","code":"RESPONSE_TOO_LARGE"}"#
        return failure(.oversizedReply, or: text, to: request)
    }

    /// The answer when the deadline has passed, with the cookies that were set by then.
    ///
    /// What they stand for has happened: a session that began, or one whose refresh token was exchanged.
    func timeoutReply(to context: BlocksContext) -> BlocksReply {
        var reply = failure(
            .timeout, or: #"{"error":"Request timed out","code":"HANDLER_TIMEOUT"}"#, to: context.request)
        reply.cookies = context.response.snapshot().cookies.map(\.headerValue)
        return reply
    }

    /// An answer that is made outside the application: `error` on the RPC path, `text` elsewhere.
    private func failure(_ error: RPCError, or text: String, to request: BlocksRequest) -> BlocksReply {
        var granted: String?
        if case .granted(let origin) = cors.decide(origin: request.header("origin")) { granted = origin }
        let headers = StandardHeaders.granting(granted, StandardHeaders.uncached)
        guard request.method != .head else { return BlocksReply(status: error.code, headers: headers, body: []) }
        let body = Self.isRPC(request.path) ? RPCResponse.failure(error, id: RPCRequest.nullID) : Array(text.utf8)
        return BlocksReply(status: error.code, headers: headers, body: body)
    }

    private func crossOriginReply(to context: BlocksContext) -> BlocksReply {
        refusedOrigins.note(context)
        return .crossOrigin
    }

    private static func isRPC(_ path: String) -> Bool {
        path == RPC.path || (path.utf8.last == UInt8(ascii: "/") && path.dropLast() == RPC.path)
    }
}
