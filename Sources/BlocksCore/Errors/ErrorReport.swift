// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Logging

/// The only place where an error becomes what a client sees.
enum ErrorReport {
    /// What a client may see of `error`.
    ///
    /// `ApiError` chooses for itself. Everything else becomes one fixed text with the request id, under which the log has the rest.
    static func clientError(for error: any Error, in context: BlocksContext, operation: String) -> RPCError {
        if let error = error as? RPCError { return error }
        if let error = error as? ApiError {
            context.logCause(of: error, operation: operation)
            return RPCError(error)
        }
        if error is CancellationError {
            log(error, as: "HandlerTimeoutError", level: .notice, in: context, operation: operation)
            return .timeout
        }
        log(error, as: "InternalError", level: .error, in: context, operation: operation)
        return .unexpected(correlationID: context.requestID)
    }

    fileprivate static func log(
        _ error: any Error, as name: String, level: Logger.Level, in context: BlocksContext, operation: String
    ) {
        context.logger.log(
            level: level, "\(name) in \(operation)",
            metadata: [
                LogKey.operation: .string(operation), LogKey.errorName: .string(name),
                LogKey.error: .string(String(reflecting: error)),
            ])
    }
}

extension BlocksContext {
    /// Logs what led to `error`, under the name that the client sees; nothing when it has no cause.
    ///
    /// The dispatcher does it for errors that are thrown; a handler that answers with an error in another form does it itself.
    /// `operation` is what was asked for, such as `api.signIn`.
    public func logCause(of error: ApiError, operation: String) {
        guard let cause = error.cause else { return }
        let level: Logger.Level = error.status >= 500 ? .error : .info
        ErrorReport.log(cause, as: error.name, level: level, in: self, operation: operation)
    }
}

extension BlocksReply {
    /// `{"error":…}` with a fixed text.
    static func error(_ status: Int, _ message: String, headers: [Header]) -> BlocksReply {
        var writer = JSONWriter(reserving: 64)
        writer.beginObject()
        writer.key("error")
        writer.string(message)
        writer.endObject()
        return BlocksReply(status: status, headers: headers, body: writer.bytes)
    }

    /// The answer to a page whose origin may not call.
    static let crossOrigin = error(
        403, "Forbidden: cross-origin request rejected", headers: StandardHeaders.plain)

    /// The answer of a raw route that threw: what it had set so far, with the error as body.
    static func error(_ error: RPCError, keeping draft: BlocksResponse.State, headers: [Header]) -> BlocksReply {
        var writer = JSONWriter(reserving: 96)
        writer.beginObject()
        writer.key("error")
        writer.string(error.message)
        if let name = error.name {
            writer.key("name")
            writer.string(name)
        }
        if let correlationID = error.correlationID {
            writer.key("correlationId")
            writer.string(correlationID)
        }
        writer.endObject()
        let status = (400...599).contains(error.code) ? error.code : 500
        var reply = BlocksReply(draft, status: status, headers: headers, body: writer.bytes)
        reply.replaceHeader(StandardHeaders.json)
        return reply
    }

    /// 405 on the JSON-RPC path, telling what it expects (RFC 9110 §15.5.6).
    static func wrongMethod(_ method: HTTPRequest.Method, headers: [Header]) -> BlocksReply {
        var writer = JSONWriter(reserving: 160)
        writer.beginObject()
        writer.key("error")
        writer.string("The AWS Blocks JSON-RPC API expects POST, not \(method.rawValue).")
        writer.key("expected")
        writer.beginObject()
        writer.key("method")
        writer.string("POST")
        writer.key("path")
        writer.string(RPC.path)
        writer.endObject()
        writer.endObject()
        return BlocksReply(status: 405, headers: headers + [Header("Allow", "POST, OPTIONS")], body: writer.bytes)
    }

    /// `base` headers overlaid with what a handler set, and its cookies.
    init(_ draft: BlocksResponse.State, status: Int, headers base: [Header], body: [UInt8]) {
        self.init(status: status, headers: base, cookies: draft.cookies.map(\.headerValue), body: body)
        for header in draft.headers { replaceHeader(header.isNamed("vary") ? .varyingByOrigin(header) : header) }
    }

    private mutating func replaceHeader(_ header: Header) {
        headers.removeAll { $0.isNamed(header.name) }
        headers.append(header)
    }
}
