// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

extension SampleEvent {
    /// Payload 2.0, as an HTTP API or a function URL sends it: its own names don't depend on the host that a client asks for.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html>
    var payloadTwo: JSONValue {
        let request = hosted
        var event = GatewayEvent(request, requestID: requestID, time: time).value
        var context = event["requestContext"] ?? [:]
        let id = defaultHost.prefix { $0 != "." }
        context["accountId"] = .string(shape == .functionURL ? "anonymous" : Self.account)
        context["apiId"] = .string(String(id))
        context["domainName"] = .string(defaultHost)
        context["domainPrefix"] = .string(String(id))
        event["requestContext"] = context
        if !request.body.isEmpty, !Self.isText(request) {
            event["body"] = .string(Data(request.body).base64EncodedString())
            event["isBase64Encoded"] = true
        }
        return event
    }

    /// Payload 1.0, as a REST API sends it: headers and query twice, the query decoded.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>
    var restAPI: JSONValue {
        let request = hosted
        let isRoot = request.path == "/"
        let resource: JSONValue = isRoot ? "/" : "/{proxy+}"
        var event: JSONObject = [
            "resource": resource, "path": .string(request.path), "httpMethod": .string(request.method),
        ]
        addHeaders(request.headers + forwarded(request), to: &event)
        addQuery(to: &event, single: true, multiple: true, Self.decodedOnce)
        event["pathParameters"] = isRoot ? .null : ["proxy": .string(String(request.path.drop { $0 == "/" }))]
        event["requestContext"] = [
            "accountId": .string(Self.account), "apiId": "a1b2c3d4e5", "domainName": .string(defaultHost),
            "httpMethod": .string(request.method),
            "identity": [
                "sourceIp": .string(request.peer),
                "userAgent": .string(request.values(of: "user-agent").first ?? "blocks"),
            ],
            "path": .string("/prod" + request.path), "protocol": "HTTP/1.1", "requestId": .string(requestID),
            "requestTimeEpoch": JSONValue(Int(time.milliseconds)), "resourcePath": resource, "stage": "prod",
        ]
        // Without binary media types a REST API takes every body for text.
        addBody(to: &event, isText: true)
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
        addBody(to: &event, isText: Self.isText(request))
        if request.body.isEmpty { event["body"] = "" }
        return .object(event)
    }

    /// The lines that a front door adds.
    func forwarded(_ request: InboundRequest) -> [(name: String, value: String)] {
        [
            ("X-Forwarded-For", request.peer), ("X-Forwarded-Port", String(request.port)),
            ("X-Forwarded-Proto", request.scheme),
        ]
    }

    /// Adds the header lines twice: the last of each name, and all.
    func addHeaders(_ lines: [(name: String, value: String)], to event: inout JSONObject) {
        var (single, multiple) = (JSONObject(), JSONObject())
        for (name, value) in lines {
            single[name] = .string(value)
            multiple[name] = .array((multiple[name]?.array ?? []) + [.string(value)])
        }
        event["headers"] = .object(single)
        event["multiValueHeaders"] = .object(multiple)
    }

    /// Adds the query's parameters: the last of each name, all, or both; `null` when there are none.
    func addQuery(to event: inout JSONObject, single: Bool, multiple: Bool, _ decode: (String) -> String) {
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

    /// A name or value of a query as payload 1.0 has it: `+` is a blank.
    static func decodedOnce(_ text: String) -> String {
        let text = text.replacingOccurrences(of: "+", with: " ")
        return text.removingPercentEncoding ?? text
    }

    private func addBody(to event: inout JSONObject, isText: Bool) {
        let text = isText ? String(validating: request.body, as: UTF8.self) : nil
        let isEncoded = text == nil && !request.body.isEmpty
        event["body"] = request.body.isEmpty ? .null : .string(text ?? Data(request.body).base64EncodedString())
        event["isBase64Encoded"] = .bool(isEncoded)
    }

    /// Whether HTTP APIs, function URLs and load balancers hand on a body of this type as text; without a type it is one here.
    ///
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>
    private static func isText(_ request: InboundRequest) -> Bool {
        guard let type = request.values(of: "content-type").first else { return true }
        let essence = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        return essence.hasPrefix("text/")
            || ["application/json", "application/javascript", "application/xml"].contains(essence)
    }
}
