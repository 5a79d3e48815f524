// SPDX-License-Identifier: Apache-2.0

extension JSONWriter {
    /// Appends `text`, well-formed UTF-8, between quotes; escapes only what RFC 8259 §7 demands.
    mutating func append(quoting text: Span<UInt8>) {
        bytes.append(JSONText.quote)
        let plain = JSONText.unescapedEnd(text, from: 0)
        text.extracting(..<plain).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        // The rest in pieces: room must be made for the worst case, and the worst of a piece is little to waste.
        var start = plain
        while start < text.count {
            let end = min(start &+ 512, text.count)
            append(escaping: text.extracting(start..<end))
            start = end
        }
        bytes.append(JSONText.quote)
    }

    private mutating func append(escaping text: Span<UInt8>) {
        bytes.append(addingCapacity: text.count &* 6) { output in
            output.withUnsafeMutableBufferPointer { buffer, initialized in
                guard let base = buffer.baseAddress else { return }
                var written = 0
                var index = 0
                while true {
                    // An input byte becomes six at most, so written <= 6 * index, and the room left is enough.
                    JSONText.copy(text, from: &index, to: base, at: &written, until: JSONText.escapeMarks)
                    guard index < text.count else { break }
                    written &+= JSONText.escape(text[index], at: base + written)
                    index &+= 1
                }
                initialized = written
            }
        }
    }
}

extension JSONText {
    /// Writes the escape of `byte`, of two bytes or six, and says of how many.
    @inline(__always)
    fileprivate static func escape(_ byte: UInt8, at output: UnsafeMutablePointer<UInt8>) -> Int {
        output[0] = backslash
        switch byte {
        case quote, backslash: output[1] = byte
        case 0x08: output[1] = UInt8(ascii: "b")
        case 0x09: output[1] = UInt8(ascii: "t")
        case 0x0A: output[1] = UInt8(ascii: "n")
        case 0x0C: output[1] = UInt8(ascii: "f")
        case 0x0D: output[1] = UInt8(ascii: "r")
        default:
            let low = byte & 0xF
            output[1] = UInt8(ascii: "u")
            output[2] = UInt8(ascii: "0")
            output[3] = UInt8(ascii: "0")
            output[4] = UInt8(ascii: "0") &+ byte &>> 4
            output[5] = low < 10 ? UInt8(ascii: "0") &+ low : UInt8(ascii: "a") &- 10 &+ low
            return 6
        }
        return 2
    }
}
