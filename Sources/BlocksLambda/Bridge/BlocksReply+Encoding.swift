// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// How a front door wants several cookies: the one thing in which the answers to payload 1.0 and 2.0 differ.
enum ReplyShape {
    /// Payload 1.0: `multiValueHeaders`, of which only `Set-Cookie` is used; it overrides `headers` for that name.
    case multiValueHeaders
    /// Payload 2.0: the `cookies` array; `multiValueHeaders` is ignored there.
    case cookies
}

extension BlocksReply {
    /// The reply as JSON in the shape asked.
    ///
    /// A body that is not UTF-8 goes in Base64. Throws `malformedReply` when a header or cookie holds a character that could end
    /// its line.
    func encoded(_ shape: ReplyShape, _ blocks: HeaderBlocks = HeaderBlocks()) throws(LambdaError) -> [UInt8] {
        var writer = JSONWriter(reserving: body.count + body.count / 8 + 640)
        writer.beginObject()
        writer.key("statusCode")
        writer.int(status)
        writer.key("headers")
        writer.raw(try blocks.json(of: headers))
        if !cookies.isEmpty { try write(cookies: shape, into: &writer) }
        writer.key("body")
        let isText = writer.string(validating: body)
        if !isText { writer.string(Base64.encode(body)) }
        writer.key("isBase64Encoded")
        writer.bool(!isText)
        writer.endObject()
        return writer.bytes
    }

    private func write(cookies shape: ReplyShape, into writer: inout JSONWriter) throws(LambdaError) {
        switch shape {
        case .cookies:
            writer.key("cookies")
        case .multiValueHeaders:
            writer.key("multiValueHeaders")
            writer.beginObject()
            writer.key("Set-Cookie")
        }
        writer.beginArray()
        for cookie in cookies {
            guard Self.isOneLine(cookie) else { throw Self.injection }
            writer.string(cookie)
        }
        writer.endArray()
        if shape == .multiValueHeaders { writer.endObject() }
    }

    static func isOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    static let injection = LambdaError(.malformedReply, "a header of the reply holds a control character")
}
