// SPDX-License-Identifier: Apache-2.0

/// base32 (RFC 4648 §6), the form in which authenticator apps take a secret.
public enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// The text of `bytes` in upper case, with `=` up to a multiple of eight characters if `padded`.
    public static func encode(_ bytes: [UInt8], padded: Bool = false) -> String {
        var text: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(pending >> bits & 0x1F)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(pending << (5 - bits) & 0x1F)]) }
        while padded, !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`, in either case, padded to a multiple of eight characters or not at all.
    ///
    /// `nil` for foreign characters, an impossible length, other padding, or bits set beyond the last byte.
    public static func decode(_ text: String) -> [UInt8]? {
        var characters = Array(text.utf8)
        if characters.last == UInt8(ascii: "=") {
            guard characters.count.isMultiple(of: 8) else { return nil }
            let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
            guard [1, 3, 4, 6].contains(padding) else { return nil }
            characters.removeLast(padding)
        }
        guard [0, 2, 4, 5, 7].contains(characters.count % 8) else { return nil }

        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for character in characters {
            guard let value = value(of: character) else { return nil }
            pending = pending << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
            }
        }
        return pending & (1 << bits - 1) == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(character - UInt8(ascii: "2") + 26)
        default: nil
        }
    }
}
