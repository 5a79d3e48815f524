// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Issue 5: the session's cookie has 200 bytes at most, whatever it stands for.
struct CookieSizeTests {
    /// Tokens that are as long as a verifier takes.
    private func longTokens(_ fixture: AuthFixture<Pool>) -> AuthTokens {
        var tokens = fixture.tokens(
            String(repeating: "n", count: 128), refreshToken: String(repeating: "r", count: 8192))
        var claims = fixture.issuer.idClaims(String(repeating: "n", count: 128), now: fixture.clock.clock.now())
        claims["cognito:groups"] = .array((0..<100).map { .string("group-of-a-long-name-\($0)") })
        claims["custom:department"] = .string(String(repeating: "x", count: 2048))
        claims["address"] = .string(String(repeating: "y", count: 5000))
        tokens.idToken = Secret(fixture.issuer.sign(claims))
        return tokens
    }

    @Test(arguments: SessionFormat.allCases, [false, true])
    func `name and value have at most 200 bytes, with the longest claims, tokens, secrets and key ids`(
        format: SessionFormat, crossDomain: Bool
    ) async throws {
        let secret = "ABCDEFGH:" + String(repeating: "s", count: 3000)
        let fixture = try AuthFixture<Pool>(
            options: .init(sessionFormat: format, crossDomain: crossDomain),
            secret: format == .sealed ? secret : String(secret.dropFirst(9)),
            environment: ["CORS_ALLOWED_ORIGINS": "https://app.example.com"], random: .system)
        let tokens = longTokens(fixture)
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        let cookie = try #require(context.response.snapshot().cookies.first)
        #expect("\(cookie.name)=\(cookie.value)".utf8.count <= 200)
        #expect(cookie.value.utf8.count == (format == .sealed ? 96 : 76))
        #expect(try await fixture.auth.checkAuth(fixture.context(context.cookieToSendBack)))
    }

    @Test(arguments: SessionFormat.allCases)
    func `a value of more than 200 bytes is not looked at, rightly signed or not`(format: SessionFormat) async throws {
        let fixture = try AuthFixture<Pool>(options: .init(sessionFormat: format))
        let keys = try KeyRing(AuthFixture<Pool>.secretText)
        let id = String(repeating: "A", count: 200)
        let value = keys.cookieValue(id, format)
        #expect(keys.sessionID(value, format) == nil)
        let name = format == .sealed ? "__Host-auth_my-stack-my-app-auth" : "auth_my-stack-my-app-auth"
        #expect(try await !fixture.auth.checkAuth(fixture.context("\(name)=\(value)")))
        #expect(fixture.store.count(.get) == 0)
    }
}
