// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// An RSA private key that signs; kept as its PKCS #8 bytes and never printed.
public struct RSAPrivateKey: Sendable {
    /// The key's public half.
    public let publicKey: RSAPublicKey
    private let encoded: SymmetricKey

    /// Makes a new key of `bits`, `2048...8192`; takes about a tenth of a second at 2048.
    ///
    /// Throws `invalidKey` for another size, `libraryFailure` when OpenSSL fails.
    public static func generate(bits: Int = 2048) throws(CryptoError) -> RSAPrivateKey {
        guard (2048...8192).contains(bits) else { throw CryptoError(.invalidKey, "RSA key size") }
        try CryptoLibrary.initialise()
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else { throw .openSSL("RSA key") }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { throw .openSSL("RSA key") }
        return try RSAPrivateKey(KeyHandle(owning: key))
    }

    /// Reads what ``pem()`` wrote: one `PRIVATE KEY` block (RFC 7468 §10).
    ///
    /// Throws `malformedInput` for another text, `invalidKey` for a key that is damaged, not RSA, or that
    /// ``RSAPublicKey`` would refuse.
    public init(pem: String) throws(CryptoError) {
        try self.init(KeyHandle(privateKeyOf: "RSA", PEM.decode(pem)))
    }

    /// The key as PKCS #8 in PEM, to be stored where only its owner can read it.
    public func pem() -> String {
        encoded.withBytes { PEM.encode($0) }
    }

    /// The signature over `message` by RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.1), as long as the modulus.
    ///
    /// Throws `libraryFailure` when OpenSSL fails.
    public func signSHA256(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try encoded.withBytes { encoded throws(CryptoError) in
            try KeyHandle(privateKeyOf: "RSA", encoded).signSHA256(message)
        }
    }

    private init(_ handle: consuming KeyHandle) throws(CryptoError) {
        publicKey = try RSAPublicKey(modulus: handle.integer("n"), exponent: handle.integer("e"))
        encoded = try handle.encodedPrivateKey()
    }
}

extension RSAPrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text.
    public var description: String { "RSAPrivateKey([redacted])" }
    /// A fixed text.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
