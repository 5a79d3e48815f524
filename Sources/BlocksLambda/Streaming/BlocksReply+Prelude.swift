// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension BlocksReply {
    /// What goes before the body of a streamed reply: status, headers and cookies as JSON, then eight NUL bytes.
    ///
    /// Media type `application/vnd.awslambda.http-integration-response`; API Gateway wants to find the end within its first 16 KB
    /// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html>).
    /// Throws `malformedReply` when it is longer, the status is none, or a header or cookie holds a character that could end its line.
    func prelude(_ shape: ReplyShape, _ blocks: HeaderBlocks) throws(LambdaError) -> [UInt8] {
        var writer = JSONWriter(reserving: 640)
        writer.beginObject()
        try writeHead(shape, blocks, into: &writer)
        writer.endObject()
        guard writer.bytes.count + Self.delimiter.count <= 16_384 else {
            throw LambdaError(.malformedReply, "the headers of the streamed reply exceed 16 KB")
        }
        return writer.bytes + Self.delimiter
    }

    private static let delimiter = [UInt8](repeating: 0, count: 8)
}
