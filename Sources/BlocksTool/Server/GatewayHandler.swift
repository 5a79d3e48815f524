// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import FlyingFox
import Foundation

/// Turns a request into an event, and the handler's reply into a response.
struct GatewayHandler: HTTPHandler {
    /// The longest body that reaches the application, in bytes: 11 MiB.
    ///
    /// JSON-RPC refuses more than 10 MiB itself, and the application gets to say so. API Gateway's own limit is 10 MB and
    /// Lambda's 6 MB, so a deployed application never sees as much.
    static let bodyLimit = 11 * 1024 * 1024

    let app: LocalApp
    /// Receives a line for each request.
    let console: Console?
    /// What a developer gets besides the application.
    let files: DeveloperFiles?

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        let start = ContinuousClock.now
        let reply: GatewayReply
        var inbound = InboundRequest(request)
        if let body = try await Self.read(request.bodySequence) {
            inbound.body = body
            reply = await answer(inbound)
        } else {
            reply = .message(413, "Request Entity Too Large")
        }
        console?.noteExchange(inbound, reply, ContinuousClock.now - start)
        return HTTPResponse(reply, isHead: inbound.method == "HEAD")
    }

    private func answer(_ request: InboundRequest) async -> GatewayReply {
        if let file = files?.reply(to: request) { return file }
        let event = GatewayEvent(request, requestID: UUID().uuidString.lowercased(), time: WallClock.system.now())
        do {
            return try GatewayReply(parsing: await app.reply(to: event.value.encoded()))
        } catch {
            console?.note("The handler failed: \(error)")
            return .message(502, "Bad Gateway")
        }
    }

    /// The whole body, or `nil` when it is over the limit.
    ///
    /// It is read to its end either way, so that the client gets its answer.
    private static func read(_ sequence: HTTPBodySequence) async throws -> [UInt8]? {
        var body: [UInt8] = []
        var isTooLong = false
        for try await chunk in sequence {
            isTooLong = isTooLong || body.count + chunk.count > bodyLimit
            if isTooLong { body = [] } else { body += chunk }
        }
        return isTooLong ? nil : body
    }
}

extension InboundRequest {
    /// What is known of `request` before its body has been read.
    init(_ request: HTTPRequest) {
        self.init(
            method: request.method.rawValue, path: request.target.path(), query: request.target.query(),
            headers: request.headers.map { ($0.key.rawValue, $0.value) })
        switch request.remoteAddress {
        case .ip4(let address, _)?, .ip6(let address, _)?: peer = address
        default: break
        }
        port = values(of: "host").first?.split(separator: ":").last.flatMap { UInt16($0) } ?? 80
    }
}

extension HTTPResponse {
    /// The response that carries `reply`; without body when `isHead`.
    init(_ reply: GatewayReply, isHead: Bool) {
        var headers = HTTPHeaders()
        for (name, value) in reply.headers { headers.addValue(value, for: HTTPHeader(name)) }
        headers.setValues(reply.cookies, for: .setCookie)
        self.init(
            statusCode: Self.known[reply.status] ?? HTTPStatusCode(reply.status, phrase: ""), headers: headers,
            body: isHead ? Data() : Data(reply.body))
    }

    /// The statuses that have a phrase here; the phrase is for people, and may be empty (RFC 9112 §4).
    private static let known: [Int: HTTPStatusCode] = {
        let codes: [HTTPStatusCode] = [
            .ok, .created, .accepted, .noContent, .movedPermanently, .found, .seeOther, .notModified, .badRequest,
            .unauthorized, .forbidden, .notFound, .methodNotAllowed, .conflict, .payloadTooLarge, .unsupportedMediaType,
            .tooManyRequests, .internalServerError, .notImplemented, .badGateway, .serviceUnavailable, .gatewayTimeout,
        ]
        return Dictionary(uniqueKeysWithValues: codes.map { ($0.code, $0) })
    }()
}

extension GatewayReply {
    /// An error that the front door answers itself, in API Gateway's words.
    static func message(_ status: Int, _ text: String) -> GatewayReply {
        GatewayReply(
            status: status, headers: [("content-type", "application/json")],
            body: Array(#"{"message":"\#(text)"}"#.utf8))
    }
}
