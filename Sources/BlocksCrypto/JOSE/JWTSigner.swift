// SPDX-License-Identifier: Apache-2.0

/// Makes signed tokens of RS256 (RFC 7518 §3.3), for an issuer of our own.
public struct JWTSigner: Sendable {
    private let key: RSAPrivateKey

    /// Signs with `key`.
    public init(_ key: RSAPrivateKey) {
        self.key = key
    }

    /// The compact form of a token; `header` and `payload` are the bytes of its JSON, and `header` says `"alg":"RS256"`.
    ///
    /// Throws as ``RSAPrivateKey/signSHA256(_:)``.
    public func sign(header: [UInt8], payload: [UInt8]) throws(CryptoError) -> String {
        let signingInput = "\(Base64URL.encode(header)).\(Base64URL.encode(payload))"
        return "\(signingInput).\(Base64URL.encode(try key.signSHA256(Array(signingInput.utf8))))"
    }
}
