// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A public key on the curve P-256 that verifies ES256 signatures (FIPS 186-5 §6, RFC 7518 §3.4).
public struct P256PublicKey: Sendable, Hashable {
    /// The coordinate x, 32 bytes, big-endian.
    public let x: [UInt8]
    /// The coordinate y, 32 bytes, big-endian.
    public let y: [UInt8]

    /// Makes a key of its coordinates, 32 bytes each, leading zeros included (RFC 7518 §6.2.1.2).
    ///
    /// Throws `invalidKey` for another length or a point that is not on the curve.
    public init(x: [UInt8], y: [UInt8]) throws(CryptoError) {
        guard x.count == 32, y.count == 32 else { throw CryptoError(.invalidKey, "P-256 coordinates") }
        self.x = x
        self.y = y
        _ = try handle()
    }

    /// Whether the DER `signature` (RFC 3279 §2.2.3, the form of WebAuthn) is this key's over the SHA-256 of `message`.
    public func isValidSignature(der signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let key = try? handle() else { return false }
        return key.isValidSHA256(signature, for: message)
    }

    /// Whether `signature`, r and s of 32 bytes each (the form of JWS), is this key's over the SHA-256 of `message`.
    public func isValidSignature(raw signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == 64 else { return false }
        let integers = Self.derInteger(signature[..<32]) + Self.derInteger(signature[32...])
        return isValidSignature(der: [0x30, UInt8(integers.count)] + integers, for: message)
    }

    private func handle() throws(CryptoError) -> KeyHandle {
        try KeyHandle(publicKeyOf: "EC") { key in
            key.text("group", "P-256") && key.octets("pub", [0x04] + x + y)  // uncompressed point, SEC 1 §2.3.3
        }
    }

    /// The shortest DER form of an unsigned number of at most 32 bytes.
    private static func derInteger(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(bytes.drop { $0 == 0 })
        if (digits.first ?? 0x80) >= 0x80 { digits.insert(0, at: 0) }  // a sign bit of its own; zero is one zero byte
        return [0x02, UInt8(digits.count)] + digits
    }
}
