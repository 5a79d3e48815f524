// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// The minute in which a session has two cookies, one of which is over: it is not let in, clears nothing, and still ends the session.
@Suite(.eachSessionFormat) struct SessionRenewalTests {
    private let clock = MovableClock()

    private func fixture() throws -> AuthFixture<Pool> { try AuthFixture<Pool>(clock: clock, random: .system) }

    /// Gives the session of `cookie` a new id; returns its new cookie.
    private func renew(_ fixture: AuthFixture<Pool>, _ cookie: String) async throws -> String {
        let context = fixture.context(cookie)
        await fixture.auth.sessions.renewID(context)
        return try #require(context.cookieToSendBack)
    }

    @Test func `a late request with the old cookie does not clear the new one`() async throws {
        let fixture = try fixture()
        let old = try await fixture.signIn()
        _ = try await renew(fixture, try await renew(fixture, old))
        clock.advance(seconds: SessionStore.markSeconds - 1)
        let late = fixture.context(old)
        #expect(try await !fixture.auth.checkAuth(late))
        #expect(late.setCookies.isEmpty)
        clock.advance(seconds: 1)
        let later = fixture.context(old)
        #expect(try await !fixture.auth.checkAuth(later))
        #expect(later.setCookies.first?.hasSuffix("Max-Age=0") == true)
    }

    @Test(arguments: [false, true], [1, 3])
    func `signing out with an old cookie ends what it has become`(global: Bool, times: Int) async throws {
        let fixture = try fixture()
        let old = try await fixture.signIn()
        var newest = old
        for _ in 0..<times { newest = try await renew(fixture, newest) }
        let context = fixture.context(old)
        try await fixture.auth.signOut(context, global: global)
        #expect(try await !fixture.auth.checkAuth(fixture.context(newest)))
        #expect(fixture.rows.isEmpty)
        #expect(context.setCookies.last?.hasSuffix("Max-Age=0") == true)
        #expect(fixture.cognito.operations.last == (global ? "GlobalSignOut" : "RevokeToken"))
    }

    @Test func `signing in with an old cookie ends what it has become`() async throws {
        let fixture = try fixture()
        let old = try await fixture.signIn()
        let renewed = try await renew(fixture, old)
        _ = try await fixture.auth.signIn("alice", "pw", context: fixture.context(old))
        #expect(try await !fixture.auth.checkAuth(fixture.context(renewed)))
        #expect(fixture.rows.count == 1)
    }

    @Test func `a session that is renewed while it is signed out does not slip through`() async throws {
        let fixture = try fixture()
        let old = try await fixture.signIn()
        let moving = fixture.context(old)
        fixture.store.before(.delete) { [fixture] in await fixture.auth.sessions.renewID(moving) }
        try await fixture.auth.signOut(fixture.context(old))
        let renewed = try #require(moving.cookieToSendBack)
        #expect(try await !fixture.auth.checkAuth(fixture.context(renewed)))
        #expect(fixture.rows.isEmpty)
    }

    @Test func `a mark that was moved or made up leads nowhere`() async throws {
        let fixture = try fixture()
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        let marked = fixture.context(other)
        let ids = try await fixture.auth.sessions.verifiedIDs(fixture.context(mine))
        let renewed = try await renew(fixture, other)
        let mark = try #require(fixture.records.stored.first { $0.key.hasPrefix("renewed-") })
        let key = "renewed-" + Base64URL.encode(SHA256.hash(Array(try #require(ids.first).utf8)))
        for value in [mark.value.value, "\"x\"", "no JSON"] {
            try await fixture.records.put(.init(key: key, value: value), if: nil, now: 0)
            try await fixture.auth.signOut(fixture.context(mine))
            #expect(try await fixture.auth.checkAuth(fixture.context(renewed)))
        }
        #expect(try await !fixture.auth.checkAuth(marked))
    }

    /// The record is deleted by another process after it was copied, and then the store fails.
    @Test(arguments: FaultyKVDriver.Operation.allCases)
    func `a session that was ended meanwhile goes on under no id, whatever the store does`(
        operation: FaultyKVDriver.Operation
    ) async throws {
        let fixture = try fixture()
        let old = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        fixture.store.before(.delete) { [fixture] in
            try? await fixture.records.delete(row, if: nil, now: 0)
            fixture.store.fail(operation)
        }
        let context = fixture.context(old)
        await fixture.auth.sessions.renewID(context)
        #expect(context.cookieToSendBack == nil)
        fixture.store.fail(operation, with: nil)
        #expect(try await !fixture.auth.checkAuth(fixture.context(old)))
    }

    /// A refresh has stored other tokens after the record was copied, and then the store fails.
    @Test(arguments: [FaultyKVDriver.Operation.get, .put, .delete])
    func `a renewal that fails half-way leaves the old id with the newest tokens`(
        operation: FaultyKVDriver.Operation
    ) async throws {
        let fixture = try fixture()
        let old = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        var members = try #require(try fixture.members(row))
        members["refreshToken"] = "refresh-2"
        let format = Tested.format
        fixture.store.before(.delete) { [fixture, members] in
            try? await Tested.$format.withValue(format) { try await fixture.write(members, row) }
            fixture.store.fail(operation)
        }
        let context = fixture.context(old)
        await fixture.auth.sessions.renewID(context)
        #expect(context.cookieToSendBack == nil)
        #expect(fixture.log.text.contains("The session kept its id"))
        fixture.store.fail(operation, with: nil)
        let session = try await fixture.auth.sessions.current(fixture.context(old))
        #expect(session?.record.refreshToken == "refresh-2")
    }

    @Test func `a refresh and a renewal of one session in one process lose no token`() async throws {
        let fixture = try fixture()
        let old = try await fixture.signIn()
        try await renewing(fixture.auth, fixture.cognito, old) { [fixture] in fixture.context($0) }
    }

    @Test func `they lose none where there are leases either`() async throws {
        let bed = try TwoProcesses(rotates: true, options: .init(sessionFormat: Tested.format))
        try await renewing(bed.processes[0], bed.pools[0], try await bed.session()) { [bed] in bed.context($0) }
    }

    /// Renews the session while its refresh token is being rotated.
    private func renewing(
        _ auth: AuthCognito<Pool>, _ cognito: ScriptedCognito, _ cookie: String,
        _ context: @escaping @Sendable (String?) -> BlocksContext
    ) async throws {
        let tokens = TestTokenIssuer.shared.tokens(now: clock.clock.now(), refreshToken: "refresh-9", mark: "9")
        let moving = context(cookie)
        #expect(try await auth.checkAuth(moving))
        let (started, go) = AsyncStream.makeStream(of: Void.self)
        cognito.on("RefreshTokens") { () async throws -> AuthOutput in
            go.finish()
            for _ in 0..<100 { await Task.yield() }
            return AuthOutput.tokens(tokens)
        }
        async let refreshed = auth.fetchAuthSession(context(cookie), forceRefresh: true)
        for await _ in started {}
        await auth.sessions.renewID(moving)
        #expect(try await refreshed.tokens != nil)
        let renewed = try #require(moving.cookieToSendBack)
        #expect(try await auth.sessions.current(context(renewed))?.record.refreshToken == "refresh-9")
        #expect(!cognito.operations.contains("RevokeToken"))
    }

    @Test func `who refreshes with the old cookie during a renewal is not told the new id`() async throws {
        let fixture = try fixture()
        let old = try await fixture.signIn()
        let (moving, late) = (fixture.context(old), fixture.context(old))
        for context in [moving, late] { #expect(try await fixture.auth.checkAuth(context)) }
        let (started, go) = AsyncStream.makeStream(of: Void.self)
        fixture.store.before(.put) {
            go.finish()
            for _ in 0..<100 { await Task.yield() }
        }
        async let renewal: Void = fixture.auth.sessions.renewID(moving)
        for await _ in started {}
        #expect(try await fixture.auth.fetchAuthSession(late, forceRefresh: true).tokens == nil)
        await renewal
        #expect(late.setCookies.isEmpty)
        let renewed = try #require(moving.cookieToSendBack)
        #expect(try await fixture.auth.checkAuth(fixture.context(renewed)))
    }
}
