// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The body of an event: text as it stands, or bytes in Base64, decoded once.
enum EventBody {
    /// The body's bytes; none when the event has no body.
    ///
    /// Throws `malformedEvent` when a stated encoding isn't kept.
    static func bytes(_ root: JSONView) throws(LambdaError) -> [UInt8] {
        guard let body = root.present("body") else { return [] }
        guard let text = body.stringBytes else { throw .wrongType("body", "a string") }
        guard try root.flag("isBase64Encoded") == true else { return text }
        guard let decoded = Base64.decode(text) else { throw .wrongType("body", "Base64, as 'isBase64Encoded' says") }
        return decoded
    }
}

/// The standard alphabet with padding (RFC 4648 §4).
enum Base64 {
    /// `nil` for anything but the one encoding of some bytes: no white space, full padding, no stray bits.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var held = 0
        for byte in text.dropLast(padding) {
            guard let digit = value(of: byte) else { return nil }
            bits = bits << 6 | digit
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        let stray: UInt32 = 1 << UInt32(held) - 1
        return bits & stray == 0 ? bytes : nil
    }

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        alphabet.withUTF8Buffer { alphabet in
            var index = 0
            while index < bytes.count {
                let left = bytes.count - index
                let group =
                    UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
                    | (left > 2 ? UInt32(bytes[index + 2]) : 0)
                text.append(alphabet[Int(group >> 18 & 63)])
                text.append(alphabet[Int(group >> 12 & 63)])
                text.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
                text.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
                index += 3
            }
        }
        return text
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
