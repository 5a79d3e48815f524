// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Private keys as PKCS #8 bytes (RFC 5208 §5).
extension KeyHandle {
    /// Reads a private key; throws `invalidKey` when it is damaged or not of `type`.
    init(privateKeyOf type: String, _ encoded: [UInt8]) throws(CryptoError) {
        try CryptoLibrary.initialise()
        let key = encoded.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var next = bytes.baseAddress
            return d2i_AutoPrivateKey(nil, &next, bytes.count)
        }
        guard let key else { throw .openSSL("private key", .invalidKey) }
        guard EVP_PKEY_is_a(key, type) == 1 else {
            EVP_PKEY_free(key)
            throw CryptoError(.invalidKey, "not of the type \(type)")
        }
        self.init(owning: key)
    }

    /// The key's bytes.
    func encodedPrivateKey() throws(CryptoError) -> SymmetricKey {
        guard let information = EVP_PKEY2PKCS8(pointer) else { throw .openSSL("private key") }
        defer { PKCS8_PRIV_KEY_INFO_free(information) }
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = i2d_PKCS8_PRIV_KEY_INFO(information, &bytes)
        guard count > 0, let bytes else { throw .openSSL("private key") }
        defer { CRYPTO_clear_free(bytes, Int(count), nil, 0) }
        return SymmetricKey(Array(UnsafeBufferPointer(start: bytes, count: Int(count))))
    }
}
