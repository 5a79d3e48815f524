// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Takes every request to what answers it: CORS, preflight, JSON-RPC, raw routes, 404.
///
/// Read this file first.
struct Dispatcher: Sendable {
    private let cors: CORSPolicy
    private let routes: RouteTable
    private let rpc: RPCDispatcher

    init(cors: CORSPolicy, routes: RouteTable, rpc: RPCDispatcher) {
        self.cors = cors
        self.routes = routes
        self.rpc = rpc
    }

    /// The answer to `context.request`; never throws, since the last error is an answer too.
    func respond(to context: BlocksContext) async -> BlocksReply {
        let request = context.request
        let grantedOrigin: String?
        switch cors.decide(origin: request.header("origin")) {
        case .noOrigin, .unrestricted: grantedOrigin = nil
        case .granted(let origin): grantedOrigin = origin
        case .refused: return .error(403, "Forbidden: cross-origin request rejected", headers: StandardHeaders.plain)
        }
        if request.method == .options {
            let headers = StandardHeaders.granting(grantedOrigin, StandardHeaders.preflight)
            return BlocksReply(status: 200, headers: headers, body: [])
        }
        let headers = StandardHeaders.granting(grantedOrigin, StandardHeaders.uncached)
        if Self.isRPC(request.path) {
            guard request.method == .post else { return .wrongMethod(request.method, headers: headers) }
            return await rpc.respond(to: context, headers: headers)
        }
        if let route = routes.match(request.method, request.path) {
            return await route.respond(to: context, headers: headers)
        }
        return .error(404, "Not Found", headers: headers)
    }

    /// The answer when the deadline has passed.
    func timeoutReply(to request: BlocksRequest) -> BlocksReply {
        var granted: String?
        if case .granted(let origin) = cors.decide(origin: request.header("origin")) { granted = origin }
        let headers = StandardHeaders.granting(granted, StandardHeaders.uncached)
        if Self.isRPC(request.path) {
            return BlocksReply(
                status: 504, headers: headers, body: RPCResponse.failure(.timeout, id: RPCRequest.nullID))
        }
        return BlocksReply(
            status: 504, headers: headers, body: Array(#"{"error":"Request timed out","code":"HANDLER_TIMEOUT"}"#.utf8))
    }

    private static func isRPC(_ path: String) -> Bool {
        path == RPC.path || (path.utf8.last == UInt8(ascii: "/") && path.dropLast() == RPC.path)
    }
}
