// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

extension SampleEvent {
    /// Payload 1.0, as a REST API sends it: headers and query twice, the query decoded.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>
    var restAPI: JSONValue {
        let request = hosted
        var event: JSONObject = [
            "resource": "/{proxy+}", "path": .string(request.path), "httpMethod": .string(request.method),
        ]
        var (single, multiple) = (JSONObject(), JSONObject())
        for (name, value) in request.headers + forwarded(request) {
            single[name] = .string(value)
            multiple[name] = .array((multiple[name]?.array ?? []) + [.string(value)])
        }
        event["headers"] = .object(single)
        event["multiValueHeaders"] = .object(multiple)
        addQuery(to: &event, single: true, multiple: true) { $0.removingPercentEncoding ?? $0 }
        event["pathParameters"] = ["proxy": .string(String(request.path.drop { $0 == "/" }))]
        event["requestContext"] = [
            "accountId": .string(Self.account), "apiId": "a1b2c3d4e5", "domainName": .string(defaultHost),
            "httpMethod": .string(request.method),
            "identity": [
                "sourceIp": .string(request.peer),
                "userAgent": .string(request.values(of: "user-agent").first ?? "blocks"),
            ],
            "path": .string("/prod" + request.path), "protocol": "HTTP/1.1", "requestId": .string(requestID),
            "requestTimeEpoch": JSONValue(Int(time.milliseconds)), "resourcePath": "/{proxy+}", "stage": "prod",
        ]
        addBody(to: &event)
        return .object(event)
    }

    /// An Application Load Balancer's event: either kind of target group has the one or the other members, and queries stay encoded.
    ///
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>
    func loadBalancer(multiValue: Bool) -> JSONValue {
        let request = hosted
        var event: JSONObject = [
            "requestContext": [
                "elb": [
                    "targetGroupArn": .string(
                        "arn:aws:elasticloadbalancing:\(Self.region):\(Self.account):targetgroup/blocks/0123456789abcdef"
                    )
                ]
            ],
            "httpMethod": .string(request.method), "path": .string(request.path),
        ]
        addQuery(to: &event, single: !multiValue, multiple: multiValue) { $0 }
        var headers = JSONObject()
        for (name, value) in request.headers + forwarded(request) {
            let name = name.lowercased()
            headers[name] =
                multiValue ? .array((headers[name]?.array ?? []) + [.string(value)]) : .string(value)
        }
        event[multiValue ? "multiValueHeaders" : "headers"] = .object(headers)
        addBody(to: &event)
        if request.body.isEmpty { event["body"] = "" }
        return .object(event)
    }

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
        case .message:
            context["messageId"] = "L0SM9d1uvHcAbcd="
            event["body"] = .string(bodies.first ?? "")
        case .connect, .disconnect:
            var (single, multiple) = (JSONObject(), JSONObject())
            for (name, value) in hosted.headers {
                single[name] = .string(value)
                multiple[name] = .array((multiple[name]?.array ?? []) + [.string(value)])
            }
            event["headers"] = .object(single)
            event["multiValueHeaders"] = .object(multiple)
            if stage == .connect {
                addQuery(to: &event, single: true, multiple: true) { $0.removingPercentEncoding ?? $0 }
            }
            if stage == .disconnect { context["disconnectStatusCode"] = 1005 }
        }
        event["requestContext"] = .object(context)
        event["isBase64Encoded"] = false
        return .object(event)
    }

    /// The lines that a front door adds.
    private func forwarded(_ request: InboundRequest) -> [(name: String, value: String)] {
        [
            ("X-Forwarded-For", request.peer), ("X-Forwarded-Port", String(request.port)),
            ("X-Forwarded-Proto", request.scheme),
        ]
    }

    private func addQuery(to event: inout JSONObject, single: Bool, multiple: Bool, _ decode: (String) -> String) {
        var (last, all) = (JSONObject(), JSONObject())
        for pair in request.query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                decode(String($0))
            }
            let value = JSONValue.string(parts.count > 1 ? parts[1] : "")
            last[parts[0]] = value
            all[parts[0]] = .array((all[parts[0]]?.array ?? []) + [value])
        }
        if single { event["queryStringParameters"] = last.isEmpty ? .null : .object(last) }
        if multiple { event["multiValueQueryStringParameters"] = all.isEmpty ? .null : .object(all) }
    }

    private func addBody(to event: inout JSONObject) {
        let text = String(validating: request.body, as: UTF8.self)
        event["body"] = request.body.isEmpty ? .null : .string(text ?? Data(request.body).base64EncodedString())
        event["isBase64Encoded"] = .bool(text == nil)
    }
}
