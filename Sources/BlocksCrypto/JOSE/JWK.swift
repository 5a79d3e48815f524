// SPDX-License-Identifier: Apache-2.0

/// A JSON Web Key (RFC 7517) as far as RSA keys need it; members that are not listed are ignored.
public struct JWK: Codable, Sendable, Equatable {
    /// The key type, `RSA` for a key that this program can use (RFC 7517 §4.1).
    public var kty: String
    /// The key's identifier within its set (§4.5).
    public var kid: String?
    /// The operations that the key is for (§4.3), `nil` when it does not say.
    public var keyOperations: [String]?
    /// The algorithm that the key is for (§4.4).
    public var alg: String?
    /// The key's use, `sig` for signatures (§4.2).
    public var use: String?
    /// The RSA modulus, big-endian, base64url (RFC 7518 §6.3.1.1).
    public var n: String?
    /// The RSA public exponent, big-endian, base64url (RFC 7518 §6.3.1.2).
    public var e: String?

    /// Makes a key of its members.
    public init(
        kty: String, kid: String? = nil, keyOperations: [String]? = nil, alg: String? = nil, use: String? = nil,
        n: String? = nil, e: String? = nil
    ) {
        self.kty = kty
        self.kid = kid
        self.keyOperations = keyOperations
        self.alg = alg
        self.use = use
        self.n = n
        self.e = e
    }

    /// The public form of `key`, for signatures of `RS256`.
    public init(_ key: RSAPublicKey, kid: String) {
        self.init(
            kty: "RSA", kid: kid, alg: "RS256", use: "sig", n: Base64URL.encode(key.modulus),
            e: Base64URL.encode(key.exponent))
    }

    /// The RSA key that the members describe.
    ///
    /// Throws `invalidKey` when the type is another one, a member is absent or malformed, or the key is too weak. What the
    /// key is for is another question: see ``isForRS256``.
    public func rsaPublicKey() throws(CryptoError) -> RSAPublicKey {
        guard kty == "RSA", let modulus = n.flatMap({ Base64URL.decode($0) }),
            let exponent = e.flatMap({ Base64URL.decode($0) })
        else { throw CryptoError(.invalidKey, "not an RSA JWK") }
        return try RSAPublicKey(modulus: modulus, exponent: exponent)
    }

    /// Whether the key is of the type that RS256 needs and says nothing against verifying with it.
    public var isForRS256: Bool {
        kty == "RSA" && alg ?? "RS256" == "RS256" && use ?? "sig" == "sig" && keyOperations?.contains("verify") ?? true
    }

    private enum CodingKeys: String, CodingKey {
        case kty, kid, alg, use, n, e
        case keyOperations = "key_ops"
    }
}
