// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// A case of aws-jwt-verify's unit tests, and what the same thing leads to here.
///
/// Only the cases are theirs. Where this verifier is stricter, since it verifies one thing only (ID tokens of one client, signed with
/// RS256), the twin is a refusal of what they accept; its note says so.
struct Twin: Sendable, CustomTestStringConvertible {
    /// What became of the token, the key or the fetch.
    enum Outcome: Sendable, Equatable {
        case accepted
        case refused(TokenError.Code)
        case holds
    }

    /// The file and the case over there.
    let name: String
    /// What is different here; empty when nothing is.
    let note: String
    let expected: Outcome
    let run: @Sendable () async throws -> Outcome

    var testDescription: String { note.isEmpty ? name : "\(name) [\(note)]" }

    private init(
        _ name: String, _ note: String, _ expected: Outcome, _ run: @escaping @Sendable () async throws -> Outcome
    ) {
        (self.name, self.note, self.expected, self.run) = (name, note, expected, run)
    }

    /// A token that `make` signs or writes, offered to a verifier that knows `keys`; `nil` for accepted.
    static func token(
        _ name: String, _ note: String = "", _ code: TokenError.Code? = nil,
        pool: UserPoolIdentity = TestTokenIssuer.pool, keys: String = goodKeys,
        _ make: @escaping @Sendable (TestTokenIssuer, JSONObject) -> String = { $0.sign($1) }
    ) -> Twin {
        Twin(name, note, code.map { .refused($0) } ?? .accepted) {
            let token = make(.shared, claims(of: pool))
            do {
                let verified = try await TwinBed(pool: pool, .json(keys)).verifier.verifyIDToken(Secret(token))
                return verified.raw.exposed == token ? .accepted : .holds
            } catch let error as TokenError { return .refused(error.code) }
        }
    }

    /// A good token but for one claim; `nil` removes it.
    static func claim(
        _ name: String, _ note: String = "", _ code: TokenError.Code? = nil, _ claim: String, _ value: JSONValue?
    ) -> Twin {
        token(name, note, code) { issuer, claims in
            var claims = claims
            claims[claim] = value
            return issuer.sign(claims)
        }
    }

    /// A good token but for one member of its header; `nil` removes it.
    static func header(
        _ name: String, _ note: String = "", _ code: TokenError.Code? = nil, _ member: String, _ value: JSONValue?
    ) -> Twin {
        token(name, note, code) { $0.sign($1, header: [member: value ?? .null]) }
    }

    /// Parts as text, encoded, with a signature of no meaning.
    static func parts(_ name: String, _ code: TokenError.Code, _ header: String, _ payload: String) -> Twin {
        token(name, "", code) { _, _ in encoded(header, payload) }
    }

    /// A good token against a set with the only key changed.
    static func key(
        _ name: String, _ note: String = "", _ code: TokenError.Code?,
        _ change: @escaping @Sendable (inout JSONObject) -> Void
    ) -> Twin {
        token(name, note, code, keys: keySet([changedKey(change)]))
    }

    /// Anything else that is true.
    static func fact(
        _ name: String, _ note: String = "", _ check: @escaping @Sendable () async throws -> Bool
    ) -> Twin {
        Twin(name, note, .holds) { try await check() ? .holds : .accepted }
    }

    static let now = WallClock.fixed.now()
    static let goodKeys = keySet([changedKey { _ in }])

    /// The published key as an object, changed.
    static func changedKey(_ change: (inout JSONObject) -> Void) -> JSONValue {
        let key = JWK(TestTokenIssuer.shared.key.publicKey, kid: TestTokenIssuer.shared.keyID)
        var members: JSONObject = [
            "kty": "RSA", "kid": .string(key.kid ?? ""), "alg": "RS256", "use": "sig", "n": .string(key.n ?? ""),
            "e": .string(key.e ?? ""),
        ]
        change(&members)
        return .object(members)
    }

    /// A set of keys as an issuer publishes it.
    static func keySet(_ keys: [JSONValue]) -> String { text(.object(["keys": .array(keys)])) }

    static func text(_ value: JSONValue) -> String { (try? JSONCoding.string(value)) ?? "" }

    static func encoded(_ header: String, _ payload: String) -> String {
        [header, payload, "signature"].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".")
    }

    private static func claims(of pool: UserPoolIdentity) -> JSONObject {
        var claims = TestTokenIssuer.shared.idClaims(now: now)
        claims["iss"] = .string(pool.issuers.first ?? "")
        claims["aud"] = .string(pool.clientID)
        return claims
    }
}

/// The real client over scripted answers, the cache and the verifier on top of it.
struct TwinBed: Sendable {
    let clock: MovableClock
    let transport: RecordingTransport
    let client: CognitoClient
    let cache: JWKSCache
    let verifier: TokenVerifier

    /// A bed whose requests meet `answers` in turn, and fail from then on.
    init(pool: UserPoolIdentity = TestTokenIssuer.pool, _ answers: [RecordingTransport.Outcome]) throws {
        clock = MovableClock()
        transport = RecordingTransport(answers)
        client = try CognitoClient(
            pool,
            configuration: AWSConfiguration(
                environment: [:], transport: transport, clock: clock.clock, sleep: { _ in }, jitter: { 0 }))
        cache = JWKSCache(service: client, clock: clock.clock)
        verifier = TokenVerifier(pool: pool, keys: cache, clock: clock.clock)
    }

    init(pool: UserPoolIdentity = TestTokenIssuer.pool, _ answers: InboundResponse...) throws {
        try self.init(pool: pool, answers.map { .success($0) })
    }

    var issuer: String { client.pool.issuers.first ?? "" }

    /// What asking for a key comes to; `nil` when there is one.
    func code(of id: String, issuer other: String? = nil) async -> TokenError.Code? {
        do {
            _ = try await cache.key(id, issuer: other ?? issuer)
            return nil
        } catch { return error.code }
    }
}
