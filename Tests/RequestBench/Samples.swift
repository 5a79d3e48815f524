// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// What the benchmark works on.
enum Samples {
    /// As a program sends it.
    static let small = event(text: "World", headers: "")
    /// As a browser sends it, with a text of some hundred characters.
    static let typical = event(
        text: String(repeating: #"lorem \\\"ipsum\\\" dolor "#, count: 24),
        headers: #""accept-encoding":"gzip, deflate, br, zstd","accept-language":"en-GB,en;q=0.9,de;q=0.8","#
            + #""sec-ch-ua":"\"Chromium\";v=\"126\", \"Not.A/Brand\";v=\"24\"","sec-fetch-mode":"cors","#
            + #""sec-fetch-dest":"empty","sec-fetch-site":"same-origin","x-forwarded-for":"203.0.113.10","#)

    static let forgedCookie =
        "theme=dark; auth_demo-my-app-auth=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
        + ".AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

    struct Profile: Encodable {
        let username: String
        let groups: [String]
    }

    static let profile = Profile(username: "ada@example.com", groups: ["admins", "readers"])

    static let getItem = SigV4Request(
        method: "POST", host: "dynamodb.us-east-1.amazonaws.com", path: "/", query: "",
        headers: [
            ("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "DynamoDB_20120810.GetItem"),
        ],
        payload: Array(
            #"{"TableName":"demo-my-app-auth-sessions","Key":{"pk":{"S":"0123456789abcdef"}},"ConsistentRead":true}"#
                .utf8))

    private static func event(text: String, headers: String) -> [UInt8] {
        let body = #"{\"jsonrpc\":\"2.0\",\"id\":42,\"method\":\"api.greet\",\"params\":[\"\#(text)\"]}"#
        return Array(
            (#"{"version":"2.0","routeKey":"$default","rawPath":"/aws-blocks/api","rawQueryString":"","#
                + #""cookies":["theme=dark","lang=en"],"headers":{"accept":"*/*",\#(headers)"content-type":"application/json","#
                + #""host":"abc123.execute-api.us-east-1.amazonaws.com","user-agent":"bench/1.0","x-forwarded-proto":"https"},"#
                + #""requestContext":{"accountId":"123456789012","apiId":"abc123","stage":"$default","#
                + #""domainName":"abc123.execute-api.us-east-1.amazonaws.com","requestId":"JKJaXmPLvHcESHA=","#
                + #""http":{"method":"POST","path":"/aws-blocks/api","protocol":"HTTP/1.1","sourceIp":"203.0.113.10","#
                + #""userAgent":"bench/1.0"},"time":"23/Nov/2026:10:00:00 +0000","timeEpoch":1795428000000},"#
                + #""body":"\#(body)","isBase64Encoded":false}"#).utf8)
    }
}
