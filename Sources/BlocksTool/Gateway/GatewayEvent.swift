// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// The event that an API Gateway HTTP API would send for a request: payload version 2.0, stage `$default`.
///
/// Differences from the real front door: path and query are passed on exactly as received, and no X-Ray id is added.
/// Source: AWS, "Create AWS Lambda proxy integrations for HTTP APIs".
struct GatewayEvent {
    private let request: InboundRequest
    private let requestID: String
    private let time: Timestamp

    init(_ request: InboundRequest, requestID: String, time: Timestamp) {
        self.request = request
        self.requestID = requestID
        self.time = time
    }

    /// The event as a JSON value.
    var value: JSONValue {
        var event: JSONObject = [
            "version": "2.0", "routeKey": "$default",
            "rawPath": .string(request.path), "rawQueryString": .string(request.query),
        ]
        let cookies = request.values(of: "cookie").flatMap(Self.pairs)
        if !cookies.isEmpty { event["cookies"] = .array(cookies.map(JSONValue.string)) }
        let headers = self.headers
        event["headers"] = .object(headers)
        event["requestContext"] = .object(context(headers))
        if !request.body.isEmpty {
            // Base64 has a fixed price; escaping a long body could cost six bytes for one.
            let text = request.body.count <= 65_536 ? String(validating: request.body, as: UTF8.self) : nil
            event["body"] = .string(text ?? Data(request.body).base64EncodedString())
            event["isBase64Encoded"] = .bool(text == nil)
        } else {
            event["isBase64Encoded"] = false
        }
        return .object(event)
    }

    /// Headers as API Gateway passes them on: lower case, repeated ones joined, `Cookie` taken out, `X-Forwarded-*` added.
    private var headers: JSONObject {
        var joined = JSONObject()
        for (name, value) in request.headers where name.lowercased() != "cookie" {
            let name = name.lowercased()
            joined[name] = .string(joined[name]?.string.map { "\($0),\(value)" } ?? value)
        }
        joined["x-forwarded-for"] = .string((joined["x-forwarded-for"]?.string.map { "\($0), " } ?? "") + request.peer)
        joined["x-forwarded-port"] = .string(String(request.port))
        joined["x-forwarded-proto"] = .string(request.scheme)
        return joined
    }

    private func context(_ headers: JSONObject) -> JSONObject {
        [
            "accountId": "000000000000", "apiId": "local",
            "domainName": headers["host"] ?? "localhost", "domainPrefix": "local",
            "http": [
                "method": .string(request.method), "path": .string(request.path), "protocol": "HTTP/1.1",
                "sourceIp": .string(request.peer), "userAgent": headers["user-agent"] ?? "",
            ],
            "requestId": .string(requestID), "routeKey": "$default", "stage": "$default",
            "time": .string(Self.commonLogTime(time)), "timeEpoch": JSONValue(Int(time.milliseconds)),
        ]
    }

    /// The cookies of a `Cookie` header, which HTTP API separates at `;`.
    private static func pairs(_ header: String) -> [String] {
        header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// `24/Nov/2026:05:05:26 +0000`.
    private static func commonLogTime(_ time: Timestamp) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let iso = Array(time.iso8601)
        guard iso.count >= 19, let month = Int(String(iso[5...6])), months.indices.contains(month - 1) else {
            return ""
        }
        return "\(String(iso[8...9]))/\(months[month - 1])/\(String(iso[0...3])):\(String(iso[11...18])) +0000"
    }
}
