// SPDX-License-Identifier: Apache-2.0

/// Scans the insides of JSON strings eight bytes at a time.
///
/// Each test below marks, in the high bit of every byte of a word, the bytes it looks for. A subtraction borrows only out
/// of a byte that is itself marked, so marks above the lowest may be false, and only the lowest is ever used.
enum JSONText {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first byte at or behind `start` that is a quote, a backslash, a control or not ASCII; `text.count` if none is.
    @inline(__always)
    static func plainEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        scan(text, from: start) { word in
            // A byte above 0x7F is marked by itself, and below that a subtraction sets the high bit only by wrapping round.
            let quotes = (word ^ ones &* 0x22) &- ones
            let backslashes = (word ^ ones &* 0x5C) &- ones
            return (quotes | backslashes | (word &- ones &* 0x20) | word) & highs
        } stop: { byte in
            byte == quote || byte == backslash || byte < 0x20 || byte >= 0x80
        }
    }

    /// The first byte at or behind `start` that a writer must escape; `text.count` if none is.
    @inline(__always)
    static func unescapedEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        scan(text, from: start, marks: escapeMarks, stop: needsEscape)
    }

    /// Marks the bytes that a writer must escape.
    @inline(__always)
    static func escapeMarks(_ word: UInt64) -> UInt64 {
        let quotes = (word ^ ones &* 0x22) &- ones
        let backslashes = (word ^ ones &* 0x5C) &- ones
        return (quotes | backslashes | (word &- ones &* 0x20)) & ~word & highs
    }

    @inline(__always)
    static func needsEscape(_ byte: UInt8) -> Bool { byte == quote || byte == backslash || byte < 0x20 }

    /// Marks the backslashes.
    @inline(__always)
    static func backslashMarks(_ word: UInt64) -> UInt64 {
        ((word ^ ones &* 0x5C) &- ones) & ~word & highs
    }

    /// Copies `text` from `index` to `output` until a byte is marked, and moves both indices behind what was copied.
    ///
    /// `output` must have as much room behind `written` as `text` has bytes behind `index`.
    @inline(__always)
    static func copy(
        _ text: Span<UInt8>, from index: inout Int, to output: UnsafeMutablePointer<UInt8>, at written: inout Int,
        until marks: (UInt64) -> UInt64
    ) {
        let bytes = text.bytes
        let count = text.count
        // 0 <= index <= count - 8, so there are eight bytes to read, and by the rule above room for eight to write; those
        // behind a mark are written too early, and again later.
        while index <= count &- 8 {
            let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
            UnsafeMutableRawPointer(output + written).storeBytes(of: word.littleEndian, as: UInt64.self)
            let found = marks(word)
            guard found == 0 else {
                let length = found.trailingZeroBitCount &>> 3
                index &+= length
                written &+= length
                return
            }
            index &+= 8
            written &+= 8
        }
        while index < count {
            let byte = text[index]
            if marks(UInt64(byte)) & 0x80 != 0 { return }
            output[written] = byte
            index &+= 1
            written &+= 1
        }
    }

    @inline(__always)
    private static func scan(
        _ text: Span<UInt8>, from start: Int, marks: (UInt64) -> UInt64, stop: (UInt8) -> Bool
    ) -> Int {
        let bytes = text.bytes
        let count = text.count
        var index = start
        // 0 <= index, since every caller starts inside the text, and index <= count - 8: the eight bytes are inside.
        while index <= count &- 8 {
            let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
            let found = marks(word)
            if found != 0 { return index &+ found.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        while index < count, !stop(text[index]) { index &+= 1 }
        return index
    }

    /// Whether `text` is UTF-8 throughout.
    static func isWellFormed(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while true {
            index = scan(text, from: index) {
                $0 & highs
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
