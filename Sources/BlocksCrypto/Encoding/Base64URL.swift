// SPDX-License-Identifier: Apache-2.0

/// base64url without padding (RFC 4648 §5, RFC 7515 §2).
public enum Base64URL {
    /// The text of `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        Base64Alphabet.urlSafe.encode(bytes, padded: false)
    }

    /// The bytes of `text`; `nil` for padding, white space, foreign characters, or a text that ``encode(_:)`` never gives.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { Base64Alphabet.urlSafe.decode($0) }
    }

    /// The bytes of ASCII `text`, judged as ``decode(_:)-(String)`` does.
    public static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        text.withUnsafeBufferPointer { Base64Alphabet.urlSafe.decode($0) }
    }
}
