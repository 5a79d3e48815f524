// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// What stands between the pieces of a request body that is sent in chunks (RFC 9112 §7.1).
struct ChunkFraming {
    private var pending: [UInt8]

    /// Begins with the request's own head, which leaves with the first piece.
    init(head: [UInt8]) {
        pending = head
    }

    /// What goes before a piece of `count` bytes, at least one: zero would end the body.
    mutating func before(_ count: Int) -> [UInt8] {
        let prefix = pending + String(count, radix: 16).utf8 + Self.lineEnd
        pending = Self.lineEnd
        return prefix
    }

    /// What goes after the last piece.
    ///
    /// An error is told in trailer fields, its details as JSON in Base64: the status has gone long ago
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming>).
    func end(_ error: InvocationError?) -> [UInt8] {
        var bytes = pending + "0\r\n".utf8
        if let error {
            bytes += "\(RuntimeAPI.errorType): \(error.type)\r\n".utf8
            bytes += "\(RuntimeAPI.errorBody): \(Base64.encode(error.body))\r\n".utf8
        }
        return bytes + Self.lineEnd
    }

    private static let lineEnd = Array("\r\n".utf8)
}
