// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A private key on the curve P-256 that signs (ES256); kept as its PKCS #8 bytes and never printed.
///
/// No service of ours signs with one: it is for authenticators that tests and the developer tool play.
public struct P256PrivateKey: Sendable {
    /// The key's public half.
    public let publicKey: P256PublicKey
    private let encoded: SymmetricKey

    /// Makes a new key; throws `libraryFailure` when OpenSSL fails.
    public static func generate() throws(CryptoError) -> P256PrivateKey {
        try CryptoLibrary.initialise()
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { throw .openSSL("P-256 key") }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { throw .openSSL("P-256 key") }
        return try P256PrivateKey(KeyHandle(owning: key))
    }

    /// The signature over the SHA-256 of `message` in DER (RFC 3279 §2.2.3), at most 72 bytes.
    ///
    /// Throws `libraryFailure` when OpenSSL fails.
    public func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try encoded.withBytes { encoded throws(CryptoError) in
            try KeyHandle(privateKeyOf: "EC", encoded).signSHA256(message)
        }
    }

    private init(_ handle: consuming KeyHandle) throws(CryptoError) {
        var point = [UInt8](repeating: 0, count: 65)  // uncompressed, SEC 1 §2.3.3
        var count = 0
        guard EVP_PKEY_get_octet_string_param(handle.pointer, "pub", &point, point.count, &count) == 1, count == 65
        else { throw .openSSL("P-256 key") }
        publicKey = try P256PublicKey(x: Array(point[1...32]), y: Array(point[33...64]))
        encoded = try handle.encodedPrivateKey()
    }
}

extension P256PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text.
    public var description: String { "P256PrivateKey([redacted])" }
    /// A fixed text.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
