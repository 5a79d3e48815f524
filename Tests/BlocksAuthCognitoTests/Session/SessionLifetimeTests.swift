// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// ASVS 7.3.1, 7.3.2 and 7.2.4: when a session ends without anybody ending it, and when its id changes.
struct SessionLifetimeTests {
    private let clock = MovableClock()

    private func fixture(idle: Int64? = nil, absolute: Int64? = nil) throws -> AuthFixture<Pool> {
        try AuthFixture<Pool>(
            options: .init(idleTimeout: idle, absoluteLifetime: absolute), clock: clock, random: .system)
    }

    @Test func `a session without use for the idle time is over, and its cookie cleared`() async throws {
        let fixture = try fixture(idle: 800)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 800)
        let context = fixture.context(cookie)
        #expect(try await !fixture.auth.checkAuth(context))
        #expect(context.setCookies.first?.hasSuffix("Max-Age=0") == true)
    }

    @Test(arguments: [(Int64?.some(800), Int64?.none), (nil, 800)])
    func `a row whose own end was put off does not prolong the session`(idle: Int64?, absolute: Int64?) async throws {
        let fixture = try fixture(idle: idle, absolute: absolute)
        let cookie = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        var item = try #require(fixture.rows[row])
        item.expires = nil
        try await fixture.records.put(item, if: nil, now: 0)
        clock.advance(seconds: 799)
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        try await fixture.records.put(item, if: nil, now: 0)
        clock.advance(seconds: 1)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `a session in use goes on past its idle time, and use is written once in an eighth of it`() async throws
    {
        let fixture = try fixture(idle: 800)
        let cookie = try await fixture.signIn()
        let before = fixture.store.count(.put)
        for _ in 0..<40 {
            clock.advance(seconds: 50)
            #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        }
        #expect(fixture.store.count(.put) == before + 20)
        clock.advance(seconds: 799)
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        clock.advance(seconds: 800)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `use that can't be written costs nothing at once`() async throws {
        let fixture = try fixture(idle: 800)
        let cookie = try await fixture.signIn()
        fixture.store.fail(.put)
        clock.advance(seconds: 799)
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        clock.advance(seconds: 1)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `at its absolute end a session is over, whatever its use and its refreshes`() async throws {
        let fixture = try fixture(absolute: 10_000)
        fixture.allowRefresh()
        let cookie = try await fixture.signIn()
        for _ in 0..<9 {
            clock.advance(seconds: 1000)
            #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        }
        #expect(fixture.cognito.operations.contains("RefreshTokens"))
        clock.advance(seconds: 999)
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        clock.advance(seconds: 1)
        let refreshes = fixture.cognito.operations.count
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
        #expect(fixture.cognito.operations.count == refreshes)
    }

    @Test(arguments: [(Int64?.some(7200), Int64?.none), (nil, 7200)])
    func `a forced refresh of a session that is over gives nothing`(idle: Int64?, absolute: Int64?) async throws {
        let fixture = try fixture(idle: idle, absolute: absolute)
        fixture.allowRefresh()
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 7200)
        let session = try await fixture.auth.fetchAuthSession(fixture.context(cookie), forceRefresh: true)
        #expect(session.tokens == nil)
        #expect(!fixture.cognito.operations.contains("RefreshTokens"))
    }

    @Test func `the row's own end is the earliest of the limits`() async throws {
        let now = clock.clock.now().seconds
        for (idle, absolute, expected) in [
            (Int64?.none, Int64?.none, Int64(34_560_000)), (600, nil, 600), (nil, 500, 500), (600, 500, 500),
            (400, 500, 400),
        ] {
            let fixture = try fixture(idle: idle, absolute: absolute)
            _ = try await fixture.signIn()
            #expect(fixture.rows.values.first?.expires == now + expected)
        }
    }

    @Test func `a use noted during a refresh does not lose the new tokens`() async throws {
        let fixture = try fixture(idle: 36_000)
        let cookie = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        let members = try #require(try fixture.members(row))
        clock.advance(seconds: 3601)
        fixture.cognito.on("RefreshTokens") { [fixture] () async throws -> AuthOutput in
            try await fixture.write(members, row)
            return AuthOutput.tokens(fixture.tokens(refreshToken: "refresh-2", mark: "2"))
        }
        #expect(try await fixture.auth.requireAuth(fixture.context(cookie)).attributes["name"] == "Mark 2")
        #expect(try fixture.members(row)?["refreshToken"] == "refresh-2")
        fixture.cognito.on("RefreshTokens") { [fixture] () async throws -> AuthOutput in
            try await fixture.write(try #require(try fixture.members(row)), row)
            throw AWSError(name: "NotAuthorizedException", status: 400)
        }
        let session = try await fixture.auth.fetchAuthSession(fixture.context(cookie), forceRefresh: true)
        #expect(session.tokens == nil)
        #expect(fixture.rows.isEmpty)
    }

    @Test(arguments: SessionFormat.allCases)
    func `signing in again with a session, as a step up does, changes the id and ends the old one`(
        format: SessionFormat
    ) async throws {
        let fixture = try AuthFixture<Pool>(
            options: .init(sessionFormat: format), clock: clock, random: .system)
        let old = try await fixture.signIn()
        let oldRow = try #require(fixture.rows.keys.first)
        let context = fixture.context(old)
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        #expect(fixture.rows.count == 1 && fixture.rows[oldRow] == nil)
        #expect(context.cookieToSendBack != old)
        #expect(try await !fixture.auth.checkAuth(fixture.context(old)))
        #expect(try await fixture.auth.checkAuth(fixture.context(context.cookieToSendBack)))
    }

    @Test(arguments: [
        AuthCognitoOptions<Pool>(idleTimeout: 59), .init(absoluteLifetime: 0), .init(idleTimeout: -1),
        .init(absoluteLifetime: .max), .init(idleTimeout: 3600, sessionFormat: .compatible),
        .init(absoluteLifetime: 3600, sessionFormat: .compatible),
    ])
    func `limits that mean nothing are told at start`(options: AuthCognitoOptions<Pool>) {
        let error = #expect(throws: ConfigurationError.self) { try AuthFixture<Pool>(options: options) }
        #expect(error?.message.contains("idleTimeout") != error?.message.contains("absoluteLifetime"))
    }
}
