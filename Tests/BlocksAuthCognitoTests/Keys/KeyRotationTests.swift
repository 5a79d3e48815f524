// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// The drill of ASVS 13.3.4: a secret is replaced, and nobody is signed out.
@Suite(.eachSessionFormat) struct KeyRotationTests {
    private let clock = MovableClock()

    /// What the next request of the browser sends, once it has taken over what the response set.
    private func visit(_ fixture: AuthFixture<Pool>, _ cookie: String) async throws -> String {
        let context = fixture.context(cookie)
        let signedIn = try await fixture.auth.checkAuth(context)
        #expect(signedIn)
        return context.cookieToSendBack ?? cookie
    }

    @Test func `of fifty sessions a rotation in two steps loses none`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock, secret: "first:the-old-secret", random: .system)
        var cookies: [String] = []
        for _ in 0..<50 { cookies.append(try await fixture.signIn()) }
        fixture.allowRefresh()

        fixture.settings.change(to: "second:the-new-secret,first:the-old-secret")
        let running = clock.clock.now()
        for cookie in cookies { #expect(try await visit(fixture, cookie) == cookie) }
        // Somebody whose cookie another process has signed with the new secret makes this one look.
        clock.advance(seconds: SessionSecretSource.reloadSeconds)
        #expect(try await !fixture.auth.checkAuth(fixture.context("\(cookies[0])x")))
        #expect(try await fixture.auth.sessions.secrets.keys().newest.id == "second")
        for cookie in cookies { #expect(try await visit(fixture, cookie) == cookie) }
        #expect(clock.clock.now() < running.adding(seconds: 3600))

        clock.advance(seconds: 3601)
        var resigned: [String] = []
        for cookie in cookies { resigned.append(try await visit(fixture, cookie)) }
        #expect(zip(cookies, resigned).allSatisfy { $0 != $1 })

        fixture.settings.change(to: "second:the-new-secret")
        clock.advance(seconds: SessionSecretSource.reloadSeconds)
        #expect(try await !fixture.auth.checkAuth(fixture.context("\(resigned[0])x")))
        #expect(try await fixture.auth.sessions.secrets.keys().secrets.count == 1)
        for cookie in resigned { #expect(try await visit(fixture, cookie) == cookie) }
        for cookie in cookies {
            let context = fixture.context(cookie)
            #expect(try await !fixture.auth.checkAuth(context))
            #expect(context.setCookies.isEmpty, "a cookie that doesn't verify is left alone")
        }
    }

    @Test func `a process that has the old ring alone takes a cookie of the new secret after its reload`() async throws
    {
        let fixture = try AuthFixture<Pool>(clock: clock, secret: "first:the-old-secret")
        let old = try await fixture.signIn()
        fixture.settings.change(to: "second:the-new-secret,first:the-old-secret")
        clock.advance(seconds: SessionSecretSource.reloadSeconds)
        let (name, value) = try #require(old.firstIndex(of: "=").map { (old[...$0], old[$0...].dropFirst()) })
        let id = try #require(try KeyRing("first:the-old-secret").sessionID(String(value), Tested.format))
        let new = try name + KeyRing("second:the-new-secret").cookieValue(id, Tested.format)
        #expect(try await fixture.auth.checkAuth(fixture.context(String(new))))
        #expect(try await fixture.auth.checkAuth(fixture.context(old)))
        #expect(fixture.settings.reads == 2)
    }
}
