// SPDX-License-Identifier: Apache-2.0

import Logging

/// Finds the method that a JSON-RPC call names, runs it and writes the answer.
///
/// Only declared methods of exported namespaces can be called (known weakness H7 of the reference).
struct RPCDispatcher: Sendable {
    private let methods: [String: Method]
    private let namespaces: [String]

    init(_ namespaces: [(name: String, namespace: ApiNamespace)]) {
        var methods: [String: Method] = [:]
        for (name, namespace) in namespaces {
            for method in namespace.methods { methods["\(name).\(method.name)"] = method }
        }
        self.methods = methods
        self.namespaces = namespaces.map(\.name)
    }

    /// The answer to the call in `context.request.body`; HTTP 200 for every JSON-RPC error.
    func respond(to context: BlocksContext, headers: [BlocksReply.Header]) async -> BlocksReply {
        let call: RPCRequest
        do {
            call = try RPCRequest(body: context.request.body)
        } catch {
            return BlocksReply(status: 200, headers: headers, body: RPCResponse.failure(error.error, id: error.id))
        }
        do {
            guard let method = methods[call.method] else { throw unknown(call.method) }
            let result = try await method.invoke(call.arguments, context)
            let draft = context.response.snapshot()
            let body = RPCResponse.success(try Self.sent(draft.body) ?? result, id: call.id)
            return BlocksReply(draft, status: draft.status ?? 200, headers: headers, body: body)
        } catch {
            let refusal = ErrorReport.clientError(for: error, in: context, operation: call.method)
            // Headers and status of a failed call are dropped, its cookies are not: a dead session's cookie must be cleared.
            let cookies = context.response.snapshot().cookies.map(\.headerValue)
            return BlocksReply(
                status: 200, headers: headers, cookies: cookies, body: RPCResponse.failure(refusal, id: call.id))
        }
    }

    /// What a handler sent in place of its result, as JSON text; `nil` when it sent nothing.
    private static func sent(_ body: BlocksResponse.Body?) throws -> [UInt8]? {
        switch body {
        case nil: nil
        case .json(let bytes): bytes
        case .text(let bytes): try JSONCoding.encode(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func unknown(_ name: String) -> RPCError {
        let namespace = String(name.prefix { $0 != "." })
        guard namespaces.contains(namespace) else {
            return .unknownNamespace(namespace)
        }
        return .unknownMethod(String(name.dropFirst(namespace.count + 1)), in: namespace)
    }
}
