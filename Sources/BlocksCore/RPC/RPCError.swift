// SPDX-License-Identifier: Apache-2.0

/// The `error` member of a JSON-RPC answer.
struct RPCError: Error, Sendable, Equatable {
    /// Negative for the protocol's own errors, an HTTP status number for everything an application throws.
    let code: Int
    let message: String
    /// `data.name`; `nil` leaves it out.
    var name: String?
    /// `data.retriable`, sent only when true.
    var retriable = false
    /// `data.correlationId`, under which the log has the detail; `nil` leaves it out.
    var correlationID: String?

    static let parseError = RPCError(code: RPC.Code.parseError, message: "Parse error")

    static let tooLarge = RPCError(
        code: RPC.Code.payloadTooLarge, message: "Request body exceeds the 10485760 byte (10 MiB) limit",
        name: "PayloadTooLarge")

    static let notAnEnvelope = RPCError(
        code: RPC.Code.invalidRequest,
        message: "Invalid Request: expected JSON-RPC 2.0 \u{2014} "
            + #"{"jsonrpc":"2.0","method":"namespace.method","params":[...],"id":1}"#,
        name: "InvalidRequest")

    static let noNamespace = RPCError(
        code: RPC.Code.invalidRequest, message: #"Invalid Request: method must be "namespace.method""#,
        name: "InvalidRequest")

    static let paramsNotAContainer = RPCError(
        code: RPC.Code.invalidParams, message: "Invalid params: expected an array or object", name: "InvalidParams")

    static let timeout = RPCError(
        code: RPC.Code.timeout, message: "Request timed out", name: "HandlerTimeoutError")

    static let oversizedReply = RPCError(
        code: RPC.Code.payloadTooLarge, message: "Response body is too large", name: "PayloadTooLarge")

    static func invalidParameter(_ name: String, _ problem: String) -> RPCError {
        RPCError(
            code: RPC.Code.invalidParams, message: "Invalid params: '\(name)' \(problem)", name: "InvalidParams")
    }

    static func unknownNamespace(_ namespace: String) -> RPCError {
        RPCError(code: RPC.Code.methodNotFound, message: "Method not found: API '\(namespace)' not found")
    }

    static func unknownMethod(_ method: String, in namespace: String) -> RPCError {
        RPCError(
            code: RPC.Code.methodNotFound, message: "Method not found: '\(method)' on API '\(namespace)'")
    }

    /// The one fixed answer to whatever an application did not mean for clients.
    static func unexpected(correlationID: String) -> RPCError {
        RPCError(code: RPC.Code.internalError, message: "Internal error", correlationID: correlationID)
    }

    init(
        code: Int, message: String, name: String? = nil, retriable: Bool = false, correlationID: String? = nil
    ) {
        self.code = code
        self.message = message
        self.name = name
        self.retriable = retriable
        self.correlationID = correlationID
    }

    init(_ error: ApiError) {
        self.init(code: error.status, message: error.message, name: error.name, retriable: error.retriable)
    }
}
