// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Requests from events: only the members that a request needs are read.
///
/// All throw `malformedEvent` when one of them is missing or of a wrong type.
extension BlocksRequest {
    /// Payload format 2.0: API Gateway HTTP API, or a function URL.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>
    static func payloadTwo(
        _ root: JSONView, context: JSONView, http: JSONView
    ) throws(LambdaError) -> BlocksRequest {
        guard let method = http.present("method") else { throw .missing("requestContext.http.method") }
        let path = try rawPath(root, http)
        let headers = RequestHeaders(members: try root.object("headers"), cookies: try root.array("cookies"))
        guard let headers else { throw .wrongType("headers or cookies", "made of strings") }
        return BlocksRequest(
            method: try EventMethod.parse(method), path: try EventPath.withoutStage(path, context.text("stage")),
            rawQuery: try root.text("rawQueryString") ?? "", headers: headers, body: try EventBody.bytes(root),
            clientIP: try http.text("sourceIp"))
    }

    /// The path of payload 2.0; API Gateway states it in two places, hand-written events often in one.
    private static func rawPath(_ root: JSONView, _ http: JSONView) throws(LambdaError) -> String {
        if let path = try root.text("rawPath") { return path }
        guard let path = try http.text("path") else { throw .missing("rawPath") }
        return path
    }

    /// Payload format 1.0: API Gateway REST API, or an HTTP API set to it.
    ///
    /// The path of an HTTP API, which alone states a version, begins with the stage; that of a REST API doesn't, and absolute URLs need it.
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>
    static func payloadOne(
        _ root: JSONView, context: JSONView, method: JSONView
    ) throws(LambdaError) -> BlocksRequest {
        guard let path = try root.text("path") else { throw .missing("path") }
        let headers = try EventHeaders(root)
        let stage = try context.text("stage") ?? ""
        let isREST = root["version"] == nil
        return BlocksRequest(
            method: try EventMethod.parse(method),
            path: try isREST ? EventPath.checked(path) : EventPath.withoutStage(path, stage),
            rawQuery: try EventQuery.raw(root, .decoded),
            headerList: headers.list, cookieHeader: headers.joinedCookies, body: try EventBody.bytes(root),
            clientIP: try context.object("identity")?.text("sourceIp"),
            stagePrefix: isREST && !stage.isEmpty && stage != "$default" ? "/\(stage)" : "")
    }

    /// An Application Load Balancer's event; its target group sends either single or multiple values of headers and parameters.
    ///
    /// There is no stage, and no address of the client: the event states it in `X-Forwarded-For` alone, which the client may have
    /// begun itself.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>
    static func loadBalancer(_ root: JSONView, method: JSONView) throws(LambdaError) -> BlocksRequest {
        guard let path = try root.text("path") else { throw .missing("path") }
        let headers = try EventHeaders(root)
        return BlocksRequest(
            method: try EventMethod.parse(method), path: try EventPath.checked(path),
            rawQuery: try EventQuery.raw(root, .asReceived),
            headerList: headers.list, cookieHeader: headers.joinedCookies, body: try EventBody.bytes(root))
    }
}
