// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Collects one response from the pieces libcurl hands over, within limits; holds nothing of libcurl.
struct ResponseCollector {
    /// Bytes of header lines accepted for one response.
    static let maximumHeaderBytes = 64 << 10

    private let maximumBodyBytes: Int
    private var headerBytes = 0
    private var headersAreComplete = false
    private var headers: [(name: String, value: String)] = []
    private var body: [UInt8] = []
    /// True once a limit was passed; the transfer is then refused whatever libcurl calls it.
    private(set) var isTooLarge = false

    init(maximumBodyBytes: Int) {
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// Takes one complete line; `false` stops the transfer.
    ///
    /// A status line starts over, so interim (1xx) responses and a proxy's answer to CONNECT leave nothing behind.
    /// Lines after the empty one are trailer fields and are dropped: nothing here may trust them.
    mutating func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            isTooLarge = true
            return false
        }
        let line = line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        if line.isEmpty {
            headersAreComplete = true
        } else if line.starts(with: "HTTP/".utf8), body.isEmpty {
            headers.removeAll(keepingCapacity: true)
            headersAreComplete = false
        } else if !headersAreComplete, let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            headers.append((text(line[..<colon]), text(trimmed(line[(colon + 1)...]))))
        }
        return true
    }

    /// Takes a piece of the body; `false` stops the transfer.
    mutating func receiveBody(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard piece.count <= maximumBodyBytes - body.count else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: piece)
        return true
    }

    consuming func response(status: Int) -> InboundResponse {
        InboundResponse(status: status, headers: headers, body: body)
    }

    private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let start = bytes.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return start.prefix(0) }
        return start[...last]
    }
}

/// An answer may be a pair of tokens.
extension ResponseCollector: Withheld {}
