// SPDX-License-Identifier: Apache-2.0

/// Key derivation from a secret with enough entropy (RFC 5869); passwords go to ``PBKDF2``.
public enum HKDF {
    /// Derives `count` bytes, `1...8160`, from `secret`; `info` names the purpose, `salt` may be empty.
    ///
    /// Throws `invalidLength` for another count.
    public static func sha256(
        secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int
    ) throws(CryptoError) -> SymmetricKey {
        guard (1...255 * SHA256.digestCount).contains(count) else {
            throw CryptoError(.invalidLength, "HKDF yields 1 to 8160 bytes")
        }
        // §2.2: an absent salt is a block of zeros, which HMAC makes of the empty key.
        let extracted = SymmetricKey(HMAC.sha256(secret, key: SymmetricKey(salt)))
        var output: [UInt8] = []
        var block: [UInt8] = []
        var number: UInt8 = 0
        while output.count < count {
            number &+= 1
            block = HMAC.sha256(block + info + [number], key: extracted)
            output += block
        }
        return SymmetricKey(Array(output.prefix(count)))
    }
}
