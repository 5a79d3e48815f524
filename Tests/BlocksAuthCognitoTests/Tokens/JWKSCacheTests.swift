// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

struct JWKSCacheTests {
    let clock = MovableClock()
    let cognito = ScriptedCognito(pool: TestTokenIssuer.pool, keys: TestTokenIssuer.shared.keys)
    let cache: JWKSCache
    let issuer = "https://issuer.example"

    init() { cache = JWKSCache(service: cognito, clock: clock.clock) }

    private var fetches: Int { cognito.calls.count { $0.operation == "JWKS" } }

    @Test func `a hundred requests at once fetch the keys once`() async throws {
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { [cache, issuer] in _ = try? await cache.key("key-1", issuer: issuer) } }
        }
        #expect(fetches == 1)
        _ = try await cache.key("key-1", issuer: issuer)
        #expect(fetches == 1)
    }

    @Test func `a thousand unknown key ids fetch at most once in ten seconds`() async {
        for second in 0..<3 {
            await withTaskGroup { group in
                for index in 0..<1000 {
                    group.addTask { [cache, issuer] in
                        await #expect(throws: TokenError(.unknownKey)) {
                            try await cache.key("made-up-\(second)-\(index)", issuer: issuer)
                        }
                    }
                }
            }
            #expect(fetches == second + 1)
            clock.advance(seconds: 9)
            _ = try? await cache.key("made-up-too", issuer: issuer)
            #expect(fetches == second + 1)
            clock.advance(seconds: 1)
        }
    }

    @Test func `a thousand tokens with unknown key ids fetch at most once in ten seconds`() async {
        let verifier = TokenVerifier(pool: cognito.pool, keys: cache, clock: clock.clock)
        let shared = TestTokenIssuer.shared
        let claims = shared.idClaims(now: clock.clock.now())
        let signed = shared.sign(claims).split(separator: ".", maxSplits: 1)[1]
        await withTaskGroup { group in
            for index in 0..<1000 {
                let header = Base64URL.encode(Array(#"{"alg":"RS256","kid":"made-up-\#(index)"}"#.utf8))
                group.addTask {
                    await #expect(throws: TokenError(.unknownKey)) {
                        try await verifier.verifyIDToken(Secret("\(header).\(signed)"))
                    }
                }
            }
        }
        #expect(fetches == 1)
    }

    @Test func `a key that appears later is found after the penalty`() async throws {
        _ = try await cache.key("key-1", issuer: issuer)
        let rotated = TestTokenIssuer(key: TestTokenIssuer.shared.key, keyID: "key-2").keys
        cognito.on("JWKS") { rotated }
        await #expect(throws: TokenError(.unknownKey)) { try await cache.key("key-2", issuer: issuer) }
        clock.advance(seconds: 10)
        _ = try await cache.key("key-2", issuer: issuer)
        #expect(fetches == 2)
    }

    @Test func `without keys a failed fetch says so, and the next call tries again`() async throws {
        cognito.fail("JWKS", AWSError(name: "TimeoutError", kind: .transport))
        await #expect(throws: TokenError(.keysUnavailable)) { try await cache.key("key-1", issuer: issuer) }
        await #expect(throws: TokenError(.keysUnavailable)) { try await cache.prepare(issuer: issuer) }
        let keys = TestTokenIssuer.shared.keys
        cognito.on("JWKS") { keys }
        _ = try await cache.key("key-1", issuer: issuer)
        #expect(fetches == 3)
    }

    @Test func `old keys are fetched again, and kept while that fails`() async throws {
        _ = try await cache.key("key-1", issuer: issuer)
        clock.advance(seconds: JWKSCache.freshSeconds)
        cognito.fail("JWKS", AWSError(name: "TimeoutError", kind: .transport))
        for _ in 0..<5 { _ = try await cache.key("key-1", issuer: issuer) }
        #expect(fetches == 2)
        clock.advance(seconds: JWKSCache.penaltySeconds)
        _ = try await cache.key("key-1", issuer: issuer)
        #expect(fetches == 3)
    }

    @Test func `keys for other uses and other algorithms do not count`() async {
        var keys = TestTokenIssuer.shared.keys
        let good = keys.keys[0]
        var (encryption, psScheme, weak, anonymous, signing) = (good, good, good, good, good)
        encryption.kid = "enc"
        encryption.use = "enc"
        psScheme.kid = "ps"
        psScheme.alg = "PS256"
        weak.kid = "weak"
        weak.n = "AQAB"
        anonymous.kid = nil
        signing.kid = "signing"
        signing.keyOperations = ["sign"]
        keys.keys = [encryption, psScheme, weak, anonymous, signing, JWK(kty: "EC", kid: "ec")]
        cognito.on("JWKS") { [keys] in keys }
        for id in ["enc", "ps", "weak", "", "signing", "ec"] {
            await #expect(throws: TokenError(.unknownKey)) { try await cache.key(id, issuer: issuer) }
        }
    }

    @Test func `issuers are kept apart`() async throws {
        _ = try await cache.key("key-1", issuer: issuer)
        cognito.on("JWKS") { JWKSet(keys: []) }
        await #expect(throws: TokenError(.unknownKey)) { try await cache.key("key-1", issuer: "https://other.example") }
    }
}
