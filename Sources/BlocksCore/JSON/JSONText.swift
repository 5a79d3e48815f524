// SPDX-License-Identifier: Apache-2.0

/// Scans the insides of JSON strings sixteen bytes at a time.
enum JSONText {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")

    /// The first byte at or behind `start` that is a quote, a backslash, a control or not ASCII; `text.count` if none is.
    @inline(__always)
    static func plainEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        scan(text, from: start) { block in
            (block .== quote) .| (block .== backslash) .| (block .< 0x20) .| (block .>= 0x80)
        } stop: { byte in
            byte == quote || byte == backslash || byte < 0x20 || byte >= 0x80
        }
    }

    /// The first byte at or behind `start` that a writer must escape; `text.count` if none is.
    @inline(__always)
    static func unescapedEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        scan(text, from: start) { block in
            (block .== quote) .| (block .== backslash) .| (block .< 0x20)
        } stop: { byte in
            byte == quote || byte == backslash || byte < 0x20
        }
    }

    /// The first backslash at or behind `start`; `text.count` if there is none.
    @inline(__always)
    static func backslashIndex(_ text: Span<UInt8>, from start: Int) -> Int {
        scan(text, from: start) { block in
            block .== backslash
        } stop: { byte in
            byte == backslash
        }
    }

    @inline(__always)
    private static func scan(
        _ text: Span<UInt8>, from start: Int, block: (SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>>, stop: (UInt8) -> Bool
    ) -> Int {
        let bytes = text.bytes
        var index = start
        // 0 <= index because every caller starts inside the text, and index + 16 <= count: the sixteen bytes are inside.
        while index &+ 16 <= text.count {
            let lanes = unsafeBitCast(
                block(bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: SIMD16<UInt8>.self)),
                to: SIMD2<UInt64>.self)
            if lanes[0] | lanes[1] != 0 {
                // A lane that matched is all ones, and lane 0 is the lowest byte on both of Lambda's (little-endian) machines.
                return lanes[0] != 0
                    ? index &+ lanes[0].littleEndian.trailingZeroBitCount &>> 3
                    : index &+ 8 &+ lanes[1].littleEndian.trailingZeroBitCount &>> 3
            }
            index &+= 16
        }
        while index < text.count, !stop(text[index]) { index &+= 1 }
        return index
    }

    /// Whether `text` is UTF-8 throughout.
    static func isWellFormed(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while true {
            index = scan(text, from: index) {
                $0 .>= 0x80
            } stop: {
                $0 >= 0x80
            }
            guard index < text.count else { return true }
            let length = sequenceLength(text, at: index)
            guard length > 0 else { return false }
            index &+= length
        }
    }

    /// Length in bytes of the well-formed UTF-8 sequence at `index` (Unicode, table 3-7); 0 if it is ill-formed.
    static func sequenceLength(_ text: Span<UInt8>, at index: Int) -> Int {
        let lead = text[index]
        let left = text.count &- index
        let second: ClosedRange<UInt8>
        let length: Int
        switch lead {
        case 0..<0x80: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard left >= length, second.contains(text[index &+ 1]) else { return 0 }
        if length > 2, text[index &+ 2] & 0xC0 != 0x80 { return 0 }
        if length > 3, text[index &+ 3] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// The value of the four hexadecimal digits at `index`; `nil` if they are not four, or not digits.
    static func hexadecimal(_ text: Span<UInt8>, at index: Int) -> UInt32? {
        guard index &+ 4 <= text.count else { return nil }
        var value: UInt32 = 0
        for position in index..<index &+ 4 {
            let byte = text[position]
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte &- 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32((byte | 0x20) &- 0x57)
            default: return nil
            }
        }
        return value
    }
}
