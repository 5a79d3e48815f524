// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Synchronization

/// Renders header lists as JSON objects and keeps the last one: most replies carry the very same list.
final class HeaderBlocks: Sendable {
    private struct Block {
        let headers: [BlocksReply.Header]
        let json: [UInt8]
    }

    private let last = Mutex<Block?>(nil)

    /// The list as `{"name":"value",…}`.
    ///
    /// Throws `malformedReply` when one holds a character that could end its line.
    func json(of headers: [BlocksReply.Header]) throws(LambdaError) -> [UInt8] {
        if let known = last.withLock({ $0 }), Self.isSame(known.headers, headers) { return known.json }
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        for header in headers {
            guard BlocksReply.isOneLine(header.name), BlocksReply.isOneLine(header.value) else {
                throw BlocksReply.injection
            }
            writer.key(header.name)
            writer.string(header.value)
        }
        writer.endObject()
        let block = Block(headers: headers, json: writer.bytes)
        last.withLock { $0 = block }
        return block.json
    }

    /// Whether both are one array in memory: `left` is kept alive, so nothing else can be at its address.
    private static func isSame(_ left: [BlocksReply.Header], _ right: [BlocksReply.Header]) -> Bool {
        left.count == right.count
            && left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { left.baseAddress == $0.baseAddress }
            }
    }
}
