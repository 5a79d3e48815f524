// SPDX-License-Identifier: Apache-2.0

extension JSONWriter {
    /// Appends `text`, well-formed UTF-8, between quotes; escapes only what RFC 8259 §7 demands.
    mutating func append(quoting text: Span<UInt8>) {
        bytes.append(JSONText.quote)
        var index = 0
        while true {
            let end = JSONText.unescapedEnd(text, from: index)
            text.extracting(index..<end).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
            guard end < text.count else { break }
            append(escaping: text[end])
            index = end &+ 1
        }
        bytes.append(JSONText.quote)
    }

    private mutating func append(escaping byte: UInt8) {
        bytes.append(JSONText.backslash)
        switch byte {
        case JSONText.quote, JSONText.backslash: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: [
                UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), UInt8(ascii: "0") &+ byte &>> 4,
            ])
            let low = byte & 0xF
            bytes.append(low < 10 ? UInt8(ascii: "0") &+ low : UInt8(ascii: "a") &- 10 &+ low)
        }
    }
}
