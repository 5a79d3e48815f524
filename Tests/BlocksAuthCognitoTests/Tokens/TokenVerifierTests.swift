// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Tokens that fail exactly one step of the verifier's documented order, and those that pass.
struct TokenVerifierTests {
    /// One change to a good token.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: TokenError.Code
        let make: @Sendable (TestTokenIssuer, JSONObject) -> String

        init(
            _ name: String, _ code: TokenError.Code, _ make: @escaping @Sendable (TestTokenIssuer, JSONObject) -> String
        ) {
            (testDescription, self.code, self.make) = (name, code, make)
        }

        /// The same, with one claim changed; `nil` removes it.
        static func claim(_ name: String, _ value: JSONValue?, _ code: TokenError.Code) -> Fault {
            Fault("\(name) = \(value.map { "\($0)" } ?? "absent")", code) { issuer, claims in
                var claims = claims
                claims[name] = value
                return issuer.sign(claims)
            }
        }

        /// The same, with one header member changed; `.null` removes it.
        static func header(_ name: String, _ value: JSONValue, _ code: TokenError.Code) -> Fault {
            Fault("header \(name) = \(value)", code) { $0.sign($1, header: [name: value]) }
        }
    }

    static let now = WallClock.fixed.now()
    static let other = TestTokenIssuer(key: TestTokenIssuer.newKey(), keyID: "key-1")

    private func verifier(_ cognito: ScriptedCognito? = nil) -> TokenVerifier {
        let cognito = cognito ?? ScriptedCognito(pool: TestTokenIssuer.pool, keys: TestTokenIssuer.shared.keys)
        return TokenVerifier(pool: cognito.pool, keys: JWKSCache(service: cognito, clock: .fixed), clock: .fixed)
    }

    private func code(_ token: String) async -> TokenError.Code? {
        do {
            _ = try await verifier().verifyIDToken(Secret(token))
            return nil
        } catch { return error.code }
    }

    static let faults: [Fault] = [
        Fault("empty", .malformed) { _, _ in "" },
        Fault("two parts", .malformed) { String($0.sign($1).split(separator: ".").prefix(2).joined(separator: ".")) },
        Fault("four parts", .malformed) { $0.sign($1) + ".AA" },
        Fault("no signature", .malformed) { String($0.sign($1).prefix { $0 != "." }) + ".e30." },
        Fault("padding", .malformed) { $0.sign($1) + "=" },
        Fault("a blank", .malformed) { $0.sign($1) + " " },
        Fault("longer than 16 KiB", .malformed) { issuer, claims in
            var claims = claims
            claims["name"] = .string(String(repeating: "x", count: 17_000))
            return issuer.sign(claims)
        },
        Fault("payload no object", .malformed) { issuer, _ in
            issuer.sign(header: #"{"alg":"RS256","kid":"key-1"}"#, payload: "[]")
        },
        Fault("payload no JSON", .malformed) { issuer, _ in
            issuer.sign(header: #"{"alg":"RS256","kid":"key-1"}"#, payload: "{")
        },
        Fault("header no object", .malformed) { issuer, claims in issuer.sign(header: "1", payload: text(claims)) },
        Fault("a claim twice", .malformed) { issuer, claims in
            issuer.sign(
                header: #"{"alg":"RS256","kid":"key-1"}"#, payload: #"{"sub":"mallory","# + text(claims).dropFirst())
        },
        Fault("a header member twice", .malformed) { issuer, claims in
            issuer.sign(header: #"{"alg":"RS256","kid":"key-1","kid":"key-1"}"#, payload: text(claims))
        },
        .header("alg", "none", .algorithm), .header("alg", "HS256", .algorithm), .header("alg", "RS512", .algorithm),
        .header("alg", "rs256", .algorithm), .header("alg", .null, .algorithm), .header("alg", 256, .algorithm),
        .header("crit", ["exp"], .algorithm),
        .claim("iss", nil, .issuer), .claim("iss", "https://evil.example", .issuer),
        .claim("iss", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Another", .issuer),
        .claim("iss", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_TestPool1/", .issuer),
        .claim("iss", ["https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_TestPool1"], .issuer),
        .header("kid", .null, .unknownKey), .header("kid", "", .unknownKey), .header("kid", "key-2", .unknownKey),
        .header("kid", 1, .unknownKey),
        Fault("another key of the same id", .signature) { _, claims in other.sign(claims) },
        Fault("payload changed after signing", .signature) { issuer, claims in
            var parts = issuer.sign(claims).split(separator: ".").map(String.init)
            var changed = claims
            changed["sub"] = "mallory"
            parts[1] = Base64URL.encode(Array(text(changed).utf8))
            return parts.joined(separator: ".")
        },
        Fault("signature cut", .signature) { String($0.sign($1).dropLast(6)) },
        .claim("exp", nil, .expired), .claim("exp", .number(JSONNumber(now.seconds)), .expired),
        .claim("exp", .number(JSONNumber(now.seconds - 3600)), .expired), .claim("exp", "9999999999", .expired),
        .claim("exp", 0, .expired), .claim("exp", -1, .expired), .claim("exp", true, .expired),
        .claim("nbf", .number(JSONNumber(now.seconds + 60)), .notYetValid), .claim("nbf", "0", .notYetValid),
        .claim("aud", nil, .audience), .claim("aud", "client124", .audience), .claim("aud", "", .audience),
        .claim("aud", ["client123"], .audience), .claim("aud", "CLIENT123", .audience),
        .claim("token_use", nil, .tokenUse), .claim("token_use", "access", .tokenUse),
        .claim("token_use", "ID", .tokenUse),
        .claim("sub", nil, .subject), .claim("sub", "", .subject), .claim("sub", 7, .subject),
    ]

    @Test(arguments: faults)
    func `a token that fails one step is refused for it`(fault: Fault) async {
        let issuer = TestTokenIssuer.shared
        #expect(await code(fault.make(issuer, issuer.idClaims(now: Self.now))) == fault.code)
    }

    @Test(arguments: [0, 1]) func `a good token of either issuer is accepted`(index: Int) async throws {
        let issuer = TestTokenIssuer.shared
        var claims = issuer.idClaims(now: Self.now)
        claims["iss"] = .string(TestTokenIssuer.pool.issuers[index])
        claims["nbf"] = .number(JSONNumber(Self.now.seconds))
        let verified = try await verifier().verifyIDToken(Secret(issuer.sign(claims)))
        #expect(verified.subject == "sub-alice")
    }

    @Test(
        arguments: [
            ("exp", -1, nil), ("exp", 0, .expired), ("exp", 1, .expired), ("nbf", -1, .notYetValid), ("nbf", 0, nil),
        ] as [(String, Int64, TokenError.Code?)])
    func `exp is over, and nbf begun, at the very millisecond that they name`(
        claim: String, milliseconds: Int64, code: TokenError.Code?
    ) async {
        let issuer = TestTokenIssuer.shared
        let moment = Timestamp(seconds: Self.now.seconds)
        var claims = issuer.idClaims(now: moment)
        claims[claim] = .number(JSONNumber(moment.seconds))
        let clock = WallClock { moment.adding(milliseconds: milliseconds) }
        let cognito = ScriptedCognito(pool: TestTokenIssuer.pool, keys: issuer.keys)
        let verifier = TokenVerifier(
            pool: cognito.pool, keys: JWKSCache(service: cognito, clock: clock), clock: clock)
        var thrown: TokenError.Code?
        do { _ = try await verifier.verifyIDToken(Secret(issuer.sign(claims))) } catch { thrown = error.code }
        #expect(thrown == code)
    }

    @Test func `the last second before exp still counts`() async {
        let issuer = TestTokenIssuer.shared
        var claims = issuer.idClaims(now: Self.now)
        claims["exp"] = .number(JSONNumber(Self.now.seconds + 1))
        #expect(await code(issuer.sign(claims)) == nil)
    }

    @Test func `an access token is no ID token`() async {
        let access = TestTokenIssuer.shared.tokens(now: Self.now).accessToken?.exposed ?? ""
        #expect(await code(access) == .issuer)
    }

    @Test func `one refusal does not depend on other faults that come later in the order`() async {
        let issuer = TestTokenIssuer.shared
        var claims = issuer.idClaims(now: Self.now)
        for name in ["exp", "aud", "token_use", "sub"] { claims[name] = nil }
        #expect(await code(issuer.sign(claims)) == .expired)
        claims["iss"] = "x"
        #expect(await code(issuer.sign(claims, header: ["alg": "none"])) == .algorithm)
        #expect(await code(issuer.sign(claims)) == .issuer)
    }

    @Test func `seeded mutations of a good token are all refused`() async {
        let issuer = TestTokenIssuer.shared
        let good = Array(issuer.sign(issuer.idClaims(now: Self.now)).utf8)
        let verifier = verifier()
        var random = SeededRandom(seed: 7)
        for _ in 0..<500 {
            var mutated = good
            mutated[Int.random(in: good.indices, using: &random)] ^= UInt8.random(in: 1...127, using: &random)
            await #expect(throws: TokenError.self) {
                try await verifier.verifyIDToken(Secret(String(decoding: mutated, as: UTF8.self)))
            }
        }
    }
}

private func text(_ claims: JSONObject) -> String {
    (try? JSONCoding.string(JSONValue.object(claims))) ?? ""
}
