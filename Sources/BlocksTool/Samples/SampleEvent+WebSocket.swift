// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension SampleEvent {
    /// What a WebSocket API tells: the request that opens the connection, a message, or its end.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html>
    func webSocket(_ stage: SampleShape.WebSocketStage) -> JSONValue {
        let route: [SampleShape.WebSocketStage: (key: String, type: String)] = [
            .connect: ("$connect", "CONNECT"), .message: ("$default", "MESSAGE"),
            .disconnect: ("$disconnect", "DISCONNECT"),
        ]
        var context: JSONObject = [
            "routeKey": .string(route[stage]?.key ?? ""), "eventType": .string(route[stage]?.type ?? ""),
            "messageDirection": "IN", "stage": "prod", "connectedAt": JSONValue(Int(time.milliseconds)),
            "requestTimeEpoch": JSONValue(Int(time.milliseconds)), "requestId": .string(requestID),
            "identity": ["sourceIp": .string(request.peer)], "domainName": .string(defaultHost),
            "connectionId": "L0SM9cOFvHcCIhw=", "apiId": "a1b2c3d4e5",
        ]
        var event = JSONObject()
        switch stage {
        case .connect:
            addHeaders(handshake, to: &event)
            if !request.query.isEmpty { addQuery(to: &event, single: true, multiple: true, Self.decodedOnce) }
        case .message:
            context["messageId"] = "L0SM9d1uvHcAbcd="
            event["body"] = .string(bodies.first ?? "Hello")
        case .disconnect:
            addHeaders(hosted.headers, to: &event)
            context["disconnectStatusCode"] = 1005
        }
        event["requestContext"] = .object(context)
        event["isBase64Encoded"] = false
        return .object(event)
    }

    /// The lines of a browser's handshake (RFC 6455 §4.1), its own first, and those that API Gateway adds.
    private var handshake: [(name: String, value: String)] {
        let request = hosted
        let usual = [
            ("Sec-WebSocket-Extensions", "permessage-deflate"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("Sec-WebSocket-Version", "13"),
        ].filter { request.values(of: $0.0).isEmpty }
        return request.headers + usual + forwarded(request)
    }
}
