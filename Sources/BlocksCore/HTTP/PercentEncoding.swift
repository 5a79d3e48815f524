// SPDX-License-Identifier: Apache-2.0

/// Percent-encoding (RFC 3986 §2.1).
public enum PercentEncoding {
    /// `text` with all but letters, digits and `-._~` encoded, fit for any one component of a URL (RFC 3986 §2.3).
    public static func encode(component text: String) -> String {
        encode(text, sparing: isUnreserved)
    }

    /// `text` as ECMAScript's `encodeURIComponent` writes it, which spares `!'()*` too (ECMA-262 §19.2.6.4).
    static func encodeURIComponent(_ text: String) -> String {
        encode(text) { isUnreserved($0) || "!'()*".utf8.contains($0) }
    }

    private static func encode(_ text: String, sparing isSpared: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isSpared(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digit(byte &>> 4), digit(byte & 0xF)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `text` decoded once; `nil` if a `%` is not followed by two hexadecimal digits, or the result is not UTF-8.
    ///
    /// A `+` stays a `+`: only forms make it a blank.
    public static func decode(_ text: some StringProtocol) -> String? {
        var isValid = true
        let bytes = decode(text.utf8, plusIsBlank: false) { isValid = false }
        return isValid ? String(validating: bytes, as: UTF8.self) : nil
    }

    /// `text` decoded as WHATWG's `application/x-www-form-urlencoded`: `+` is a blank, a stray `%` stays, and what is not
    /// UTF-8 becomes U+FFFD.
    static func decodeForm(_ text: some StringProtocol) -> String {
        String(decoding: decode(text.utf8, plusIsBlank: true) {}, as: UTF8.self)
    }

    private static func decode(_ text: some Collection<UInt8>, plusIsBlank: Bool, stray: () -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                let digits = rest.prefix(2).compactMap(value)
                if digits.count == 2 {
                    bytes.append(digits[0] &<< 4 | digits[1])
                    rest = rest.dropFirst(2)
                    continue
                }
                stray()
            }
            bytes.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        }
        return bytes
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        ByteSet.wordCharacters.contains(byte) || "-.~".utf8.contains(byte)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "A") &- 10 &+ value
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f"):
            (digit | 0x20) &- UInt8(ascii: "a") &+ 10
        default: nil
        }
    }
}
