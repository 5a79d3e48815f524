// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// An ID token that passed every check; only `TokenVerifier` can make one.
struct VerifiedToken: Sendable {
    /// The token as Cognito sent it.
    let raw: Secret<String>
    /// Its claims.
    let claims: TokenClaims
    /// The permanent id of the user, never empty.
    let subject: String

    fileprivate init(raw: Secret<String>, claims: TokenClaims, subject: String) {
        self.raw = raw
        self.claims = claims
        self.subject = subject
    }
}

/// Verifies ID tokens of one user pool and client (RFC 7519 §7.2, Amazon Cognito's "Verifying JSON web tokens").
///
/// The checks, in this order, each with its own error code:
///
/// 1. three parts of strict base64url, at most 16 KiB, header and payload JSON objects without repeated members: `malformed`
/// 2. header `alg` is `RS256` and there is no `crit`: `algorithm`. The algorithm is ours; the header may only agree with it.
/// 3. `iss` is one of the pool's issuers: `issuer`. It selects whose keys count, so it comes before the signature.
/// 4. `kid` names an RSA signing key that this issuer publishes: `unknownKey`, or `keysUnavailable` when that can't be told
/// 5. the signature is that key's: `signature`
/// 6. `exp` is a number and later than now, without leeway: `expired`
/// 7. `nbf`, if present, is a number and not later than now: `notYetValid`
/// 8. `iat`, if present, is a number: `malformed`
/// 9. `aud` is the client's id, as a string: `audience`
/// 10. `token_use` is `id`: `tokenUse`
/// 11. `sub` is a non-empty string: `subject`
struct TokenVerifier: Sendable {
    private let pool: UserPoolIdentity
    private let keys: JWKSCache
    private let clock: WallClock

    init(pool: UserPoolIdentity, keys: JWKSCache, clock: WallClock) {
        self.pool = pool
        self.keys = keys
        self.clock = clock
    }

    /// Makes sure that keys are at hand, so that a refresh does not use up a token that it then can't verify.
    ///
    /// The keys are those of `issuer`, which an earlier token named. Where it is none of the pool's, those of any will do: a pool need
    /// not serve both of its issuers.
    func prepare(issuer: String? = nil) async throws(TokenError) {
        if let issuer, pool.issuers.contains(issuer) { return try await keys.prepare(issuer: issuer) }
        var failure = TokenError(.issuer)
        for issuer in pool.issuers {
            do { return try await keys.prepare(issuer: issuer) } catch { failure = error }
        }
        throw failure
    }

    /// Fetches the keys of the pool's usual issuer before a request needs them; a failure is none.
    func preload() async {
        guard let issuer = pool.issuers.first else { return }
        await keys.preload(issuer: issuer)
    }

    /// Verifies `token` in the order of the type's documentation.
    func verifyIDToken(_ token: Secret<String>) async throws(TokenError) -> VerifiedToken {
        guard let parsed = token.withExposed({ try? UnverifiedJWT($0) }),
            let header = TokenClaims(payload: parsed.headerBytes),
            let claims = TokenClaims(payload: parsed.payloadBytes)
        else { throw TokenError(.malformed) }
        guard header.string("alg") == "RS256", header.payload["crit"] == nil else { throw TokenError(.algorithm) }
        guard let issuer = claims.string("iss"), pool.issuers.contains(issuer) else { throw TokenError(.issuer) }
        guard let keyID = header.string("kid"), !keyID.isEmpty else { throw TokenError(.unknownKey) }
        let key = try await keys.key(keyID, issuer: issuer)
        guard parsed.hasValidRS256Signature(of: key) else { throw TokenError(.signature) }
        return try check(claims, of: token, at: clock.now())
    }

    private func check(
        _ claims: TokenClaims, of token: Secret<String>, at now: Timestamp
    ) throws(TokenError) -> VerifiedToken {
        guard let expires = claims.instant("exp"), now < expires else { throw TokenError(.expired) }
        if claims.payload["nbf"] != nil {
            guard let start = claims.instant("nbf"), start <= now else { throw TokenError(.notYetValid) }
        }
        guard claims.payload["iat"] == nil || claims.instant("iat") != nil else { throw TokenError(.malformed) }
        guard claims.string("aud") == pool.clientID, !pool.clientID.isEmpty else { throw TokenError(.audience) }
        guard claims.string("token_use") == "id" else { throw TokenError(.tokenUse) }
        guard let subject = claims.subject else { throw TokenError(.subject) }
        return VerifiedToken(raw: token, claims: claims, subject: subject)
    }
}
