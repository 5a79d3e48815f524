// SPDX-License-Identifier: Apache-2.0

/// A validated JSON-RPC request.
struct RPCRequest {
    /// `namespace.method` as sent.
    let method: String
    let arguments: RPCArguments

    /// What was wrong, and the `id` that the answer echoes.
    struct Rejection: Error {
        let error: RPCError
        let id: ArraySlice<UInt8>
    }

    /// The text of a JSON `null`, the id of requests that have none.
    static let nullID = ArraySlice("null".utf8)

    /// The text of the `id` member; whatever its type, it is echoed as it came.
    let id: ArraySlice<UInt8>

    /// Checks `body` in the order of the wire contract: size, JSON, envelope, method name, params.
    ///
    /// An empty body counts as `{}`.
    init(body: [UInt8]) throws(Rejection) {
        guard body.count <= RPC.maximumBodyBytes else { throw Rejection(error: .tooLarge, id: Self.nullID) }
        let root: JSONView
        do {
            root = try JSONDocument(body.isEmpty ? Array("{}".utf8) : body).root
        } catch {
            throw Rejection(error: .parseError, id: Self.nullID)
        }
        let id = root["id"]?.raw ?? Self.nullID
        guard let version = root["jsonrpc"], version.stringEquals("2.0"), let method = root["method"]?.string else {
            throw Rejection(error: .notAnEnvelope, id: id)
        }
        guard method.utf8.contains(UInt8(ascii: ".")) else { throw Rejection(error: .noNamespace, id: id) }
        guard let arguments = RPCArguments(root["params"]) else {
            throw Rejection(error: .paramsNotAContainer, id: id)
        }
        self.method = method
        self.arguments = arguments
        self.id = id
    }
}
