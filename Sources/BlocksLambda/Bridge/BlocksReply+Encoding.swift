// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

extension BlocksReply {
    /// The reply as JSON in the shape asked.
    ///
    /// A body that is not UTF-8 goes in Base64; there is none in the reply to `HEAD` and with the statuses 204 and 304 (RFC 9110 §6.4.1).
    /// Throws `malformedReply` when the status is none, or a header or cookie holds a character that could end its line.
    func encoded(
        _ shape: ReplyShape, isHead: Bool = false, _ blocks: HeaderBlocks = HeaderBlocks()
    ) throws(LambdaError) -> [UInt8] {
        var writer = JSONWriter(reserving: body.count + body.count / 8 + 640)
        writer.beginObject()
        try writeHead(shape, blocks, into: &writer)
        writer.key("body")
        var isText = true
        if hasNoBody(isHead: isHead) {
            writer.staticString("")
        } else {
            isText = writer.string(validating: body)
            if !isText { writer.string(Base64.encode(body)) }
        }
        writer.key("isBase64Encoded")
        writer.bool(!isText)
        writer.endObject()
        return writer.bytes
    }

    /// The members that stand for status, headers and cookies.
    ///
    /// Throws as ``encoded(_:isHead:_:)`` does.
    func writeHead(
        _ shape: ReplyShape, _ blocks: HeaderBlocks, into writer: inout JSONWriter
    ) throws(LambdaError) {
        guard (100...599).contains(status) else {
            throw LambdaError(.malformedReply, "the status of the reply is not between 100 and 599")
        }
        writer.key("statusCode")
        writer.int(status)
        switch shape {
        case .cookies, .multiValueHeaders:
            writer.key("headers")
            writer.raw(try blocks.json(of: headers))
            if !cookies.isEmpty { try write(cookies: shape, into: &writer) }
        case .singleValues, .multipleValues:
            try write(loadBalancer: shape, into: &writer)
        }
    }

    /// Whether the reply ends with its head (RFC 9110 §6.4.1).
    func hasNoBody(isHead: Bool) -> Bool { isHead || status == 204 || status == 304 }

    private func write(cookies shape: ReplyShape, into writer: inout JSONWriter) throws(LambdaError) {
        if shape == .cookies {
            writer.key("cookies")
        } else {
            writer.key("multiValueHeaders")
            writer.beginObject()
            writer.key("Set-Cookie")
        }
        try writeCookies(into: &writer)
        if shape != .cookies { writer.endObject() }
    }

    /// The cookies as an array.
    func writeCookies(into writer: inout JSONWriter) throws(LambdaError) {
        writer.beginArray()
        for cookie in cookies {
            guard Self.isOneLine(cookie) else { throw Self.injection }
            writer.string(cookie)
        }
        writer.endArray()
    }

    static func isOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    static let injection = LambdaError(.malformedReply, "a header of the reply holds a control character")
}
