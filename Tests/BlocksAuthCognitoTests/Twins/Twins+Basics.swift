// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport

@testable import BlocksAuthCognito

extension Twin {
    private static let otherAlgorithm = "only RS256 is accepted"

    /// tests/unit/jwt-verifier.test.ts, "basic cases", and the same through a fetch ("verify", "JwtVerifier").
    static let basics: [Twin] = [
        token("basic: RS256 key"), token("verify: happy flow, RS256"), token("JwtVerifier.verify: happy flow"),
        token("JwtVerifier.verifySync: happy flow"), token("basic: key set"),
        header("basic: RS384 key", otherAlgorithm, .algorithm, "alg", "RS384"),
        header("basic: RS512 key", otherAlgorithm, .algorithm, "alg", "RS512"),
        header("basic: ES256", otherAlgorithm, .algorithm, "alg", "ES256"),
        header("basic: ES384", otherAlgorithm, .algorithm, "alg", "ES384"),
        header("basic: ES512", otherAlgorithm, .algorithm, "alg", "ES512"),
        header("basic: Ed25519", otherAlgorithm, .algorithm, "alg", "EdDSA"),
        header("basic: Ed448", otherAlgorithm, .algorithm, "alg", "Ed448"),
        header("verify: happy flow, ES256", otherAlgorithm, .algorithm, "alg", "ES256"),
        token("basic: ES256 padded", "padding is not base64url", .malformed) { $0.sign($1) + "=" },
        key("basic: key without alg", "", nil) { $0["alg"] = nil },
        token(
            "basic: set with keys of other kinds",
            keys: keySet([
                ["kty": "RSA", "alg": "PS256", "use": "sig", "kid": "other"], changedKey { _ in },
                ["kty": "EC", "alg": "ES256", "use": "sig", "crv": "P-256"],
            ])),
        claim(
            "basic: several audiences", "Cognito names one", .audience, "aud",
            [.string(TestTokenIssuer.pool.clientID), "5678"]),
        claim(
            "basic: several audiences, one expected", "Cognito names one", .audience, "aud",
            [.string(TestTokenIssuer.pool.clientID)]),
        claim("basic: characters beyond ASCII", "", nil, "hēłłœ", "wørłd"),
        header("basic: wrong algorithm", "", .algorithm, "alg", "RS384"),
        token("basic: wrong parameters", "the set is a text", .keysUnavailable, keys: #""https://jwks-uri/jwks.json""#),
        token("basic: no audience configured", "", .audience, pool: pool(clientID: "")),
        token("basic: no issuer configured", "", .issuer, pool: pool(issuers: [])) { issuer, claims in
            var claims = claims
            claims["iss"] = .string(TestTokenIssuer.pool.issuers.first ?? "")
            return issuer.sign(claims)
        },
        token("basic: invalid signature", "", .signature) { issuer, claims in
            issuer.sign(claims).split(separator: ".").dropLast().joined(separator: ".") + ".AAAA"
        },
        token("basic: invalid signature, fetched key", "of another token", .signature) { issuer, claims in
            var other = claims
            other["sub"] = "mallory"
            let signature = issuer.sign(other).split(separator: ".")[2]
            return issuer.sign(claims).split(separator: ".").dropLast().joined(separator: ".") + "." + signature
        },
        claim("basic: invalid audience", "", .audience, "aud", "actualAudience"),
        claim("basic: missing issuer", "", .issuer, "iss", nil),
        claim("JwtVerifier.verify: no iss, issuer null", "an issuer is always expected", .issuer, "iss", nil),
        claim("JwtVerifier.verify: iss, issuer null", "", .issuer, "iss", "https://example.com/foo/bar"),
        claim("JwtVerifier.verifySync: no iss", "", .issuer, "iss", nil),
        header("JwtVerifier.verifySync: header without kid", "", .unknownKey, "kid", nil),
        claim("JwtVerifier.verifySync: issuer null, iss of another form", "", .issuer, "iss", 12345),
        header("custom check: the right typ", "", nil, "typ", "JWT"),
        claim("AlbJwtVerifier.verifySync: invalid issuer", "", .issuer, "iss", "badIssuer"),
        claim("AlbJwtVerifier.verifySync: invalid clientId", "", .audience, "aud", "badClientId"),
        token("AlbJwtVerifier.verifySync: invalid signer", "another key of that id", .signature) { _, claims in
            TokenVerifierTests.other.sign(claims)
        },
        claim("AlbJwtVerifier.verifySync: clientId null", "", .audience, "aud", nil),
    ]

    /// The pool of the tests with other ids.
    static func pool(clientID: String = TestTokenIssuer.pool.clientID, issuers: [String]? = nil) -> UserPoolIdentity {
        let pool = TestTokenIssuer.pool
        return UserPoolIdentity(
            userPoolID: pool.userPoolID, clientID: clientID, region: pool.region, issuers: issuers ?? pool.issuers)
    }
}
