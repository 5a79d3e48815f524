// SPDX-License-Identifier: Apache-2.0

extension JSONText {
    /// Writes what a string stands for as UTF-8, and says how many bytes that was.
    ///
    /// `text` is the inside of a string the parser has accepted, and `output` has room for at least as many bytes: no
    /// escape is shorter than what it stands for. Lone surrogates become U+FFFD, as in WHATWG's decoder.
    static func unescape(_ text: Span<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        guard let base = output.baseAddress, output.count >= text.count else { return 0 }
        var written = 0
        var index = 0
        while index < text.count {
            // No escape is shorter than what it stands for, so written <= index, and the room left is enough.
            copy(text, from: &index, to: base, at: &written, until: backslashMarks)
            guard index &+ 1 < text.count else { break }
            let escape = text[index &+ 1]
            index &+= 2
            guard escape == UInt8(ascii: "u") else {
                base[written] = character(escape)
                written &+= 1
                continue
            }
            let scalar: UInt32
            (scalar, index) = codePoint(text, at: index)
            written &+= encode(scalar, at: base + written)
        }
        return written
    }

    private static func character(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }

    /// The code point whose four digits begin at `index`, joined with a low surrogate behind it, and the index behind.
    private static func codePoint(_ text: Span<UInt8>, at index: Int) -> (scalar: UInt32, next: Int) {
        let replacement: UInt32 = 0xFFFD
        guard let unit = hexadecimal(text, at: index) else { return (replacement, text.count) }
        let next = index &+ 4
        guard unit & 0xF800 == 0xD800 else { return (unit, next) }
        guard unit < 0xDC00, next &+ 6 <= text.count, text[next] == backslash, text[next &+ 1] == UInt8(ascii: "u"),
            let low = hexadecimal(text, at: next &+ 2), low & 0xFC00 == 0xDC00
        else { return (replacement, next) }
        return (0x10000 &+ (unit & 0x3FF) << 10 &+ (low & 0x3FF), next &+ 6)
    }

    private static func encode(_ scalar: UInt32, at output: UnsafeMutablePointer<UInt8>) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case 0..<0x80:
            output[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case 0x80..<0x800:
            output[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            output[1] = tail(0)
            return 2
        case 0x800..<0x10000:
            output[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            output[1] = tail(6)
            output[2] = tail(0)
            return 3
        default:
            output[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            output[1] = tail(12)
            output[2] = tail(6)
            output[3] = tail(0)
            return 4
        }
    }
}
