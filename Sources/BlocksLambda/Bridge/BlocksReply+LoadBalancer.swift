// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension BlocksReply {
    /// The members between status and body as a load balancer wants them.
    ///
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>
    func write(loadBalancer shape: ReplyShape, into writer: inout JSONWriter) throws(LambdaError) {
        writer.key("statusDescription")
        writer.string("\(status) \(ReasonPhrase.of(status))")
        let isMultiple = shape == .multipleValues
        writer.key(isMultiple ? "multiValueHeaders" : "headers")
        writer.beginObject()
        for header in headers {
            guard Self.isOneLine(header.name), Self.isOneLine(header.value) else { throw Self.injection }
            writer.key(header.name)
            if isMultiple { writer.beginArray() }
            writer.string(header.value)
            if isMultiple { writer.endArray() }
        }
        if isMultiple, !cookies.isEmpty {
            writer.key(CookieName.usual)
            try writeCookies(into: &writer)
        } else if !isMultiple {
            try writeSingleCookies(into: &writer)
        }
        writer.endObject()
    }

    private func writeSingleCookies(into writer: inout JSONWriter) throws(LambdaError) {
        for (index, cookie) in cookies.enumerated() {
            guard let name = CookieName.variant(index) else {
                throw LambdaError(.malformedReply, "the reply has more cookies than its shape can hold")
            }
            guard Self.isOneLine(cookie) else { throw Self.injection }
            writer.key(name)
            writer.string(cookie)
        }
    }
}

/// The spellings of `Set-Cookie`, by which an object with one value a name carries several cookies.
///
/// To the load balancer they are names of their own and it sends a line for each; to the client they are all one name, as the case of
/// field names doesn't count (RFC 9110 §5.1). The adapters of other languages do the same:
/// <https://github.com/Kludex/mangum/pull/186>, <https://github.com/logandk/serverless-wsgi/issues/11>.
enum CookieName {
    static let usual = "Set-Cookie"

    /// The spelling number `index`, 0 being the usual one; `nil` from 512, as nine letters have no more.
    static func variant(_ index: Int) -> String? {
        guard index >= 0, index < 512 else { return nil }
        var letter = 0
        let bytes = usual.utf8.map { byte -> UInt8 in
            guard byte != UInt8(ascii: "-") else { return byte }
            defer { letter &+= 1 }
            return index >> letter & 1 == 1 ? byte ^ 0x20 : byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
