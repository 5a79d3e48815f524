// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Raw routes by method and path; the first that matches wins.
struct RouteTable: Sendable {
    private let routes: [RawRoute]

    init(_ routes: [RawRoute]) {
        self.routes = routes
    }

    /// The route of `method` and `path`; runs of `/` in the path count as one, and a trailing `/` is tried without.
    func match(_ method: HTTPRequest.Method, _ path: String) -> RawRoute? {
        guard !routes.isEmpty else { return nil }
        let path = RawRoute.normalise(path)
        return routes.first { $0.method == method && $0.path == path }
    }
}

extension RawRoute {
    /// Runs the handler and turns what it left in the context into the answer; cookies survive an error.
    func respond(to context: BlocksContext, headers: [BlocksReply.Header]) async -> BlocksReply {
        do {
            try await handler(context)
        } catch {
            let refusal = ErrorReport.clientError(for: error, in: context, operation: "\(method.rawValue) \(path)")
            return .error(refusal, keeping: context.response.snapshot(), headers: headers)
        }
        let draft = context.response.snapshot()
        let body: [UInt8] =
            switch draft.body {
            case .text(let bytes), .json(let bytes): bytes
            case nil: []
            }
        return BlocksReply(draft, status: draft.status ?? 200, headers: headers, body: body)
    }
}
