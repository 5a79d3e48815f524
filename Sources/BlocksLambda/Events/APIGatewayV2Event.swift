// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// A request in payload format 2.0: API Gateway HTTP API, or a function URL.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>
struct APIGatewayV2Event {
    let request: BlocksRequest

    /// Reads the members that a request needs and no others.
    init(_ root: JSONView, context: JSONView, http: JSONView) throws(LambdaError) {
        guard let method = try http.text("method") else { throw .missing("requestContext.http.method") }
        guard let path = try root.text("rawPath") else { throw .missing("rawPath") }
        let stage = try context.text("stage") ?? "$default"
        var headers = EventHeaders()
        try headers.addSingleValues(root)
        request = BlocksRequest(
            method: try EventMethod.parse(method), path: try EventPath.withoutStage(path, stage),
            rawQuery: try root.text("rawQueryString") ?? "",
            headerList: headers.list, cookieHeader: try Self.cookies(root) ?? headers.joinedCookies,
            body: try EventBody.bytes(root), clientIP: try http.text("sourceIp"))
    }

    /// The `cookies` array joined as the one `Cookie` header it was made from; `nil` when absent or empty.
    private static func cookies(_ root: JSONView) throws(LambdaError) -> String? {
        guard let cookies = try root.array("cookies"), cookies.count > 0 else { return nil }
        var joined = ""
        for cookie in cookies.elements {
            if !joined.isEmpty { joined += "; " }
            joined += try cookie.textItem(of: "cookies")
        }
        return joined
    }
}
