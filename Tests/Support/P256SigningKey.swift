// SPDX-License-Identifier: Apache-2.0

public import BlocksCrypto
import COpenSSL

/// A private key on P-256, for authenticators that tests play; no product signs with one.
public struct P256SigningKey: Sendable {
    /// Its public half.
    public let publicKey: P256PublicKey
    private let encoded: [UInt8]

    /// OpenSSL refused something that it does everywhere.
    public struct Failure: Error {}

    /// Makes a new key.
    public init() throws {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { throw Failure() }
        defer { EVP_PKEY_CTX_free(context) }
        var made: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            EVP_PKEY_generate(context, &made) == 1, let made
        else { throw Failure() }
        defer { EVP_PKEY_free(made) }
        var point = [UInt8](repeating: 0, count: 65)  // uncompressed, SEC 1 §2.3.3
        var count = 0
        guard EVP_PKEY_get_octet_string_param(made, "pub", &point, point.count, &count) == 1, count == 65 else {
            throw Failure()
        }
        publicKey = try P256PublicKey(x: Array(point[1...32]), y: Array(point[33...64]))
        var encoded = [UInt8](repeating: 0, count: Int(i2d_PrivateKey(made, nil)))
        encoded.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            _ = i2d_PrivateKey(made, &start)
        }
        self.encoded = encoded
    }

    /// An ES256 signature over `message`, in DER.
    public func sign(_ message: [UInt8]) throws -> [UInt8] {
        let key = encoded.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return d2i_AutoPrivateKey(nil, &start, buffer.count)
        }
        guard let key, let context = EVP_MD_CTX_new() else { throw Failure() }
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
        }
        var signature = [UInt8](repeating: 0, count: 72)
        var count = signature.count
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
            EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        else { throw Failure() }
        return Array(signature.prefix(count))
    }
}
