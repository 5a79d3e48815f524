// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes

/// An event of an API Gateway WebSocket API, and the request that handlers see beside it.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html>
struct WebSocketCall {
    let event: WebSocketEvent
    let phase: WebSocketPhase
    /// The handshake for a connection that begins; for later events only the client's address and the body are known.
    let request: BlocksRequest

    /// Recognises the event by `requestContext.eventType`; `nil` for anything else, as for an authorizer's request.
    ///
    /// Throws `malformedEvent` when a member is missing or of a wrong type.
    init?(_ root: JSONView) throws(LambdaError) {
        guard let context = root["requestContext"], let type = context["eventType"], root["methodArn"] == nil else {
            return nil
        }
        if type.stringEquals("CONNECT") {
            phase = .connect
        } else if type.stringEquals("MESSAGE") {
            phase = .message
        } else if type.stringEquals("DISCONNECT") {
            phase = .disconnect
        } else {
            return nil
        }
        guard let id = try context.text("connectionId"), !id.isEmpty else { throw .missing("connectionId") }
        let body = try EventBody.bytes(root)
        event = WebSocketEvent(
            connectionID: id, routeKey: try context.text("routeKey") ?? "$default", body: body,
            domainName: try context.text("domainName"), stage: try context.text("stage"),
            connectedAt: context["connectedAt"]?.int.map { Timestamp(milliseconds: Int64($0)) },
            authorizer: context.present("authorizer")?.value, disconnectStatus: context["disconnectStatusCode"]?.int)
        let headers = try EventHeaders(root)
        request = BlocksRequest(
            method: .get, path: "/", rawQuery: try EventQuery.raw(root, .decoded), headerList: headers.list,
            cookieHeader: headers.joinedCookies, body: body, clientIP: try context.object("identity")?.text("sourceIp"))
    }
}

extension BlocksReply {
    /// The reply as a WebSocket API wants it: `{"statusCode":200}`, and what else there is to say.
    ///
    /// Throws `malformedReply` when the status is none, or a header or cookie holds a character that could end its line.
    func encodedForWebSocket() throws(LambdaError) -> [UInt8] {
        guard body.isEmpty, headers.isEmpty, cookies.isEmpty, (100...599).contains(status) else {
            return try encoded(.multiValueHeaders)
        }
        var writer = JSONWriter(reserving: 20)
        writer.beginObject()
        writer.key("statusCode")
        writer.int(status)
        writer.endObject()
        return writer.bytes
    }
}
