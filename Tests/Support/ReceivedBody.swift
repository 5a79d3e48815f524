// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The body of a request as it came over a socket (RFC 9112 §6, §7.1), from a client that is trusted to frame it well.
struct ReceivedBody {
    /// The body without its framing.
    let bytes: [UInt8]
    /// How it was cut; empty when it stated its length.
    let chunks: [[UInt8]]
    /// Trailer fields by lower-case name.
    let trailers: [String: String]
    /// How many bytes it took, framing included.
    let length: Int

    /// No body.
    init() {
        (bytes, chunks, trailers, length) = ([], [], [:], 0)
    }

    /// A body of stated length; `nil` until all of it has arrived.
    init?(_ received: ArraySlice<UInt8>, length: Int) {
        guard received.count >= length else { return nil }
        bytes = Array(received.prefix(length))
        (chunks, trailers) = ([], [:])
        self.length = length
    }

    /// A body in chunks; `nil` until the last line of its trailers has arrived.
    init?(chunked received: ArraySlice<UInt8>) {
        var rest = received
        func line() -> String? {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return String(decoding: rest[..<end], as: UTF8.self).trimmingCharacters(in: .newlines)
        }
        var chunks: [[UInt8]] = []
        while true {
            guard let size = line().flatMap({ Int($0, radix: 16) }) else { return nil }
            if size == 0 { break }
            guard rest.count >= size + 2 else { return nil }
            chunks.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size + 2)
        }
        var trailers: [String: String] = [:]
        while true {
            guard let field = line() else { return nil }
            if field.isEmpty { break }
            let parts = field.split(separator: ":", maxSplits: 1)
            trailers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        self.chunks = chunks
        self.trailers = trailers
        bytes = Array(chunks.joined())
        length = rest.startIndex - received.startIndex
    }
}
