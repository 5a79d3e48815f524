// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// An RSA public key that verifies signatures (RFC 8017).
public struct RSAPublicKey: Sendable, Hashable {
    /// The modulus, big-endian, without leading zeros.
    public let modulus: [UInt8]
    /// The public exponent, big-endian, without leading zeros.
    public let exponent: [UInt8]

    /// Makes a key of big-endian numbers; leading zeros are dropped.
    ///
    /// Throws `invalidKey` for a modulus below 2048 bits (RFC 7518 §3.3), above 8192 (too slow to be checked for a
    /// stranger) or even, and for an exponent that is even, below 3 or above 64 bits.
    public init(modulus: [UInt8], exponent: [UInt8]) throws(CryptoError) {
        let modulus = Array(modulus.drop { $0 == 0 })
        let exponent = Array(exponent.drop { $0 == 0 })
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard (2048...8192).contains(bits), let last = modulus.last, last & 1 == 1 else {
            throw CryptoError(.invalidKey, "RSA modulus")
        }
        guard exponent.count <= 8, let lowest = exponent.last, lowest & 1 == 1, exponent != [1] else {
            throw CryptoError(.invalidKey, "RSA exponent")
        }
        self.modulus = modulus
        self.exponent = exponent
    }

    /// Whether `signature` is this key's over `message` by RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.2).
    ///
    /// The padding is compared whole, with the `NULL` that §9.2 asks for: there is one valid signature.
    public func isValidSHA256Signature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == modulus.count, let key = try? handle() else { return false }
        return key.isValidSHA256(signature, for: message)
    }

    private func handle() throws(CryptoError) -> KeyHandle {
        try KeyHandle(publicKeyOf: "RSA") { key in key.integer("n", modulus) && key.integer("e", exponent) }
    }
}
