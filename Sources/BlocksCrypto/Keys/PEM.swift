// SPDX-License-Identifier: Apache-2.0

/// The textual form of an unencrypted PKCS #8 key (RFC 7468 §3 and §10).
enum PEM {
    private static let opening = "-----BEGIN PRIVATE KEY-----"
    private static let closing = "-----END PRIVATE KEY-----"

    static func encode(_ bytes: [UInt8]) -> String {
        var text = opening + "\n"
        var rest = Base64.encode(bytes)[...]
        while !rest.isEmpty {
            text += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return text + closing + "\n"
    }

    /// The bytes of one block; nothing may stand before or after it but empty lines.
    static func decode(_ text: String) throws(CryptoError) -> [UInt8] {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count > 2, lines.first == opening[...], lines.last == closing[...],
            let bytes = Base64.decode(lines.dropFirst().dropLast().joined())
        else { throw CryptoError(.malformedInput, "not one PRIVATE KEY block of PEM") }
        return bytes
    }
}
