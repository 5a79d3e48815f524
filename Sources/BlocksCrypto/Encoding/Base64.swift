// SPDX-License-Identifier: Apache-2.0

/// base64 with padding (RFC 4648 §4).
public enum Base64 {
    /// The text of `bytes`, a multiple of four characters.
    public static func encode(_ bytes: [UInt8]) -> String {
        Base64Alphabet.standard.encode(bytes, padded: true)
    }

    /// The bytes of `text`; `nil` for missing padding, white space, foreign characters, or a text that ``encode(_:)`` never
    /// gives.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode($0) }
    }

    /// The bytes of ASCII `text`, judged as ``decode(_:)-(String)`` does.
    public static func decode(_ text: [UInt8]) -> [UInt8]? {
        text.withUnsafeBufferPointer { decode($0) }
    }

    /// The bytes of a region of ASCII text, judged as ``decode(_:)-(String)`` does.
    public static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return Base64Alphabet.standard.decode(UnsafeBufferPointer(rebasing: text.dropLast(padding)))
    }
}
