// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// A request in payload format 2.0: API Gateway HTTP API, or a function URL.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>
struct APIGatewayV2Event {
    let request: BlocksRequest

    /// Reads the members that a request needs and no others.
    init(_ root: JSONView, context: JSONView, http: JSONView) throws(LambdaError) {
        guard let method = http.present("method") else { throw .missing("requestContext.http.method") }
        guard let path = try root.text("rawPath") else { throw .missing("rawPath") }
        let headers = RequestHeaders(members: try root.object("headers"), cookies: try root.array("cookies"))
        guard let headers else { throw .wrongType("headers or cookies", "made of strings") }
        request = BlocksRequest(
            method: try EventMethod.parse(method), path: try EventPath.withoutStage(path, context.text("stage")),
            rawQuery: try root.text("rawQueryString") ?? "", headers: headers, body: try EventBody.bytes(root),
            clientIP: try http.text("sourceIp"))
    }
}
