// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Known weakness S12 and ASVS 3.3.1 and 3.3.3: which name a cookie has where.
struct CookieNameTests {
    private let plain = "auth_my-stack-my-app-auth"

    /// Signs alice in from a page of `origin`.
    private func signIn(
        _ fixture: AuthFixture<Pool>, origin: String, _ cookies: String? = nil
    ) async throws -> BlocksContext {
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context(cookies, headers: [.init(name: "origin", value: origin)])
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        return context
    }

    @Test(arguments: [
        (SessionFormat.sealed, false, "https://app.example.com", "__Host-"),
        (.sealed, true, "https://a.example", "__Host-"),
        (.sealed, false, "http://localhost:3000", ""), (.sealed, true, "http://localhost:3000", ""),
        (.compatible, false, "https://app.example.com", ""), (.compatible, true, "http://localhost:3000", ""),
    ])
    func `off loopback the name has the prefix`(
        format: SessionFormat, crossDomain: Bool, origin: String, prefix: String
    ) async throws {
        let fixture = try AuthFixture<Pool>(
            options: .init(sessionFormat: format, crossDomain: crossDomain),
            environment: ["CORS_ALLOWED_ORIGINS": "https://a.example,http://localhost:3000"])
        let context = try await signIn(fixture, origin: origin)
        let cookie = try #require(context.response.snapshot().cookies.first)
        #expect(cookie.name == prefix + plain)
        let back = fixture.context(context.cookieToSendBack, headers: [.init(name: "origin", value: origin)])
        #expect(try await fixture.auth.checkAuth(back))
        try await fixture.auth.signOut(back)
        let cleared = try #require(back.response.snapshot().cookies.first)
        #expect([cleared.name, cleared.value] == [cookie.name, ""])
        #expect(cleared.security == cookie.security)
    }

    @Test(arguments: SetCookie.Security.allCases)
    func `a cookie with the prefix is Secure, for all paths and without a domain`(security: SetCookie.Security) throws {
        guard security != .laxInsecure else { return }
        let cookie = try #require(SetCookie(name: "__Host-a", value: "b", security: security, maxAge: 1)).headerValue
        #expect(cookie.contains("; Secure") && cookie.contains("; Path=/;") && !cookie.contains("Domain"))
    }

    @Test func `a cookie without the prefix, which a sibling domain can plant, is no session off loopback`()
        async throws
    {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        let value = try #require(cookie.split(separator: "=").last)
        #expect(try await !fixture.auth.checkAuth(fixture.context("\(plain)=\(value)")))
        #expect(try await fixture.auth.checkAuth(fixture.context("\(plain)=planted; \(cookie)")))
    }

    @Test func `the other cookies of the block have it too`() async throws {
        let fixture = try AuthFixture<Pool>()
        for kind in [SessionCookie.Kind.session, .bridge, .device] {
            let cookie = fixture.auth.sessions.cookie
            #expect(cookie.name(kind, fixture.context().request).hasPrefix("__Host-"))
            #expect(!cookie.name(kind, fixture.context(host: "localhost:3000").request).hasPrefix("_"))
        }
    }
}
