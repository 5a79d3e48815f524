// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes

/// A route outside the JSON-RPC API: a method, an exact path and a handler.
public struct RawRoute: Sendable {
    /// The method, matched exactly.
    public let method: HTTPRequest.Method
    /// The path with runs of `/` collapsed and one trailing `/` dropped.
    public let path: String
    let handler: @Sendable (BlocksContext) async throws -> Void

    /// A route that answers `method` on `path` with what `handler` puts into the context's response.
    public init(
        _ method: HTTPRequest.Method, _ path: String,
        handler: @escaping @Sendable (BlocksContext) async throws -> Void
    ) {
        self.method = method
        self.path = Self.normalise(path)
        self.handler = handler
    }

    static let methods: [HTTPRequest.Method] = [.get, .post, .put, .delete, .patch, .head, .options]

    /// What is wrong with this route, told at start; `nil` when nothing is.
    var mistake: String? {
        guard Self.methods.contains(method) else {
            let names = Self.methods.map(\.rawValue).joined(separator: ", ")
            return "Invalid HTTP method: \(method.rawValue). Must be one of: \(names)"
        }
        let lowered = path.lowercased()
        if path.isEmpty || path == "/" {
            return "Cannot register RawRoute at '/' — root path is not supported "
                + "(API Gateway proxy resource doesn't handle root). Use a sub-path like '/health'."
        }
        if lowered == "/aws-blocks" || lowered == RPC.path || lowered.hasPrefix(RPC.path + "/") {
            return "Cannot register RawRoute at /aws-blocks or /aws-blocks/api/* — "
                + "these paths are reserved for RPC dispatch"
        }
        if !path.hasPrefix("/") { return "The path '\(path)' of a RawRoute must begin with '/'." }
        if path.contains(where: { "{}*".contains($0) }) {
            return "The path '\(path)' of a RawRoute must be exact: patterns with '{', '}' or '*' are not supported."
        }
        return nil
    }

    /// Collapses runs of `/` and drops one trailing `/`.
    static func normalise(_ path: String) -> String {
        var bytes: [UInt8] = []
        let slash = UInt8(ascii: "/")
        for byte in path.utf8 where !(byte == slash && bytes.last == slash) { bytes.append(byte) }
        if bytes.count > 1, bytes.last == slash { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
