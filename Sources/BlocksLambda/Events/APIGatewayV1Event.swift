// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// A request in payload format 1.0: API Gateway REST API, or an HTTP API set to it.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>
struct APIGatewayV1Event {
    let request: BlocksRequest

    /// Reads the members that a request needs and no others.
    init(_ root: JSONView, context: JSONView) throws(LambdaError) {
        guard let method = root.present("httpMethod") else { throw .missing("httpMethod") }
        guard let path = try root.text("path") else { throw .missing("path") }
        var headers = EventHeaders()
        try headers.addMultipleValues(root)
        try headers.addSingleValues(root)
        let stage = try context.text("stage") ?? ""
        request = BlocksRequest(
            method: try EventMethod.parse(method), path: try EventPath.checked(path),
            rawQuery: try EventQuery.raw(root),
            headerList: headers.list, cookieHeader: headers.joinedCookies, body: try EventBody.bytes(root),
            clientIP: try context.object("identity")?.text("sourceIp"),
            stagePrefix: stage.isEmpty || stage == "$default" ? "" : "/\(stage)")
    }
}
