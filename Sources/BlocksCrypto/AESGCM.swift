// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Authenticated encryption (NIST SP 800-38D) with a key of 16, 24 or 32 bytes.
public enum AESGCM {
    /// Bytes of the nonces that ``seal(_:key:additionalData:random:)`` draws.
    static let nonceCount = 12
    /// Bytes of a tag.
    static let tagCount = 16

    /// Encrypts `plaintext` under a fresh random nonce and binds it to `additionalData`.
    ///
    /// Random nonces are safe for up to 2³² messages under one key (SP 800-38D §8.3).
    /// Throws `invalidKey` for a key of another length, and as `random` does.
    public static func seal(
        _ plaintext: [UInt8], key: SymmetricKey, additionalData: [UInt8] = [], random: SecureRandom
    ) throws(CryptoError) -> SealedBox {
        try unsafeSeal(plaintext, key: key, additionalData: additionalData, nonce: random.bytes(nonceCount))
    }

    /// Encrypts under a given nonce, `1...128` bytes: using one twice under a key gives both texts and the key's
    /// authentication away.
    ///
    /// Throws `invalidKey` or `invalidLength` for a key or a nonce of another length.
    public static func unsafeSeal(
        _ plaintext: [UInt8], key: SymmetricKey, additionalData: [UInt8] = [], nonce: [UInt8]
    ) throws(CryptoError) -> SealedBox {
        let context = try CipherContext.start(.encrypt, key: key, nonce: nonce)
        try context.authenticate(additionalData)
        let ciphertext = try context.update(plaintext)
        guard context.finish() else { throw .openSSL("AES-GCM encryption") }
        return try SealedBox(nonce: nonce, ciphertext: ciphertext, tag: context.tag())
    }

    /// Decrypts `box`, once its tag has proved that neither it nor `additionalData` was changed.
    ///
    /// Throws `authenticationFailed` when it does not, `invalidKey` for a key of another length.
    public static func open(
        _ box: SealedBox, key: SymmetricKey, additionalData: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        let context = try CipherContext.start(.decrypt, key: key, nonce: box.nonce)
        try context.expect(tag: box.tag)
        try context.authenticate(additionalData)
        let plaintext = try context.update(box.ciphertext)
        guard context.finish() else {
            CryptoError.discardOpenSSLErrors()
            throw CryptoError(.authenticationFailed, "AES-GCM tag")
        }
        return plaintext
    }

    /// What ``AESGCM/seal(_:key:additionalData:random:)`` makes and ``AESGCM/open(_:key:additionalData:)`` takes; public
    /// as a whole.
    public struct SealedBox: Sendable, Equatable {
        /// The nonce: 12 bytes unless it came from elsewhere.
        public let nonce: [UInt8]
        /// The encrypted text, as long as the text itself.
        public let ciphertext: [UInt8]
        /// The authentication tag: 16 bytes.
        public let tag: [UInt8]

        /// Puts together what was sent in pieces.
        ///
        /// Throws `invalidLength` for a nonce outside `1...128` bytes or a tag that is not 16 bytes long: a shortened tag
        /// would be easier to guess.
        public init(nonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]) throws(CryptoError) {
            guard (1...128).contains(nonce.count), tag.count == AESGCM.tagCount else {
                throw CryptoError(.invalidLength, "AES-GCM nonce or tag")
            }
            self.nonce = nonce
            self.ciphertext = ciphertext
            self.tag = tag
        }
    }
}
