// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// ASVS 7.4.2, 7.4.5 and 7.5.2, known weakness S9: users and administrators see and end sessions.
struct UserSessionsTests {
    private let clock = MovableClock()

    private func fixture(_ options: AuthCognitoOptions<Pool> = .init(admin: .init())) throws -> AuthFixture<Pool> {
        try AuthFixture<Pool>(options: options, clock: clock, random: .system)
    }

    /// Signs a user in on a browser that calls itself `agent`, and returns its cookies.
    private func signIn(
        _ fixture: AuthFixture<Pool>, _ name: String = "alice", agent: String = "Browser/1"
    ) async throws -> String {
        let tokens = fixture.tokens(name, sub: "sub-" + name, refreshToken: "refresh-" + agent)
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context(headers: [.init(name: "user-agent", value: agent)])
        _ = try await fixture.auth.signIn(name, "pw", context: context)
        return try #require(context.cookieToSendBack)
    }

    @Test func `a user sees the own sessions, oldest first, and nobody else's`() async throws {
        let fixture = try fixture()
        let begun = clock.clock.now().milliseconds
        let first = try await signIn(fixture, agent: "One/1")
        clock.advance(seconds: 10)
        _ = try await signIn(fixture, agent: "Two/2")
        let bob = try await signIn(fixture, "bob")
        let list = try await fixture.auth.listSessions(fixture.context(first))
        #expect(list.map(\.label) == ["One/1", "Two/2"])
        #expect(list.map(\.isCurrent) == [true, false])
        #expect(list.map(\.createdAt) == [begun, begun + 10_000])
        #expect(list.map(\.lastUsedAt) == list.map(\.createdAt))
        #expect(try await fixture.auth.listSessions(fixture.context(bob)).count == 1)
    }

    @Test func `what a list shows opens no session`() async throws {
        let fixture = try fixture()
        let cookie = try await signIn(fixture)
        let id = try #require(try await fixture.auth.listSessions(fixture.context(cookie)).first?.id)
        #expect(!cookie.contains(id))
        let forged = try KeyRing(AuthFixture<Pool>.secretText).cookieValue(id, .sealed)
        #expect(try await !fixture.auth.checkAuth(fixture.context("__Host-auth_my-stack-my-app-auth=\(forged)")))
    }

    @Test func `the index shows neither user, nor browser, nor rows`() async throws {
        let fixture = try fixture()
        _ = try await signIn(fixture, agent: "Planted-Agent/1")
        let row = try #require(fixture.rows.keys.first)
        let index = try #require(fixture.records.stored.first { $0.key.hasPrefix("user:") })
        for planted in [row, "Planted-Agent", "alice"] {
            #expect(!index.key.contains(planted) && !index.value.value.contains(planted))
        }
    }

    @Test func `without a session nothing is listed or ended`() async throws {
        let fixture = try fixture()
        let context = fixture.context()
        await #expect(throws: ApiError.notAuthenticated) { try await fixture.auth.listSessions(context) }
        await #expect(throws: ApiError.notAuthenticated) { try await fixture.auth.endSession(context, "x") }
        await #expect(throws: ApiError.notAuthenticated) {
            try await fixture.auth.endAllSessions(context, exceptCurrent: false)
        }
    }

    @Test func `in the reference's layout there are no lists`() async throws {
        let fixture = try fixture(.init(sessionFormat: .compatible, admin: .init()))
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        #expect(fixture.records.stored.count == 1)
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.listSessions(context) }
        #expect(error?.status == 501)
    }

    @Test func `an ended session is over at once, and its refresh token revoked`() async throws {
        let fixture = try fixture()
        let mine = try await signIn(fixture, agent: "Mine/1")
        let other = try await signIn(fixture, agent: "Other/1")
        let list = try await fixture.auth.listSessions(fixture.context(mine))
        let id = try #require(list.first { !$0.isCurrent }?.id)
        #expect(try await fixture.auth.endSession(fixture.context(mine), id))
        #expect(try await !fixture.auth.checkAuth(fixture.context(other)))
        #expect(try await fixture.auth.checkAuth(fixture.context(mine)))
        #expect(fixture.cognito.calls.last == .init("RevokeToken", ["Token": "refresh-Other/1"]))
        #expect(try await fixture.auth.listSessions(fixture.context(mine)).map(\.isCurrent) == [true])
        #expect(try await !fixture.auth.endSession(fixture.context(mine), id), "it was ended already")
    }

    @Test func `another user's session can't be ended`() async throws {
        let fixture = try fixture()
        let (alice, bob) = (try await signIn(fixture), try await signIn(fixture, "bob"))
        let id = try #require(try await fixture.auth.listSessions(fixture.context(alice)).first?.id)
        for id in [id, "", "user:", String(id.dropLast())] {
            #expect(try await !fixture.auth.endSession(fixture.context(bob), id))
        }
        #expect(try await fixture.auth.checkAuth(fixture.context(alice)))
    }

    @Test(arguments: [true, false])
    func `all sessions end, or all but the current one`(exceptCurrent: Bool) async throws {
        let fixture = try fixture()
        let mine = try await signIn(fixture)
        var others: [String] = []
        for number in 0..<5 { others.append(try await signIn(fixture, agent: "B/\(number)")) }
        let bob = try await signIn(fixture, "bob")
        let context = fixture.context(mine)
        try await fixture.auth.endAllSessions(context, exceptCurrent: exceptCurrent)
        #expect(context.setCookies.contains { $0.hasSuffix("Max-Age=0") } == !exceptCurrent)
        #expect(try await fixture.auth.checkAuth(context) == exceptCurrent)
        #expect(try await fixture.auth.checkAuth(fixture.context(mine)) == exceptCurrent)
        for other in others { #expect(try await !fixture.auth.checkAuth(fixture.context(other))) }
        #expect(try await fixture.auth.checkAuth(fixture.context(bob)))
        #expect(fixture.rows.count == (exceptCurrent ? 2 : 1))
    }

    @Test func `an administrator ends all of a user's sessions, and nobody else's`() async throws {
        let fixture = try fixture()
        let cookies = [try await signIn(fixture), try await signIn(fixture)]
        let bob = try await signIn(fixture, "bob")
        fixture.cognito.on("AdminGetUser") {
            UserDescription(username: "alice", attributes: [.init(name: "sub", value: "sub-alice")])
        }
        #expect(try await fixture.auth.admin.endSessions(of: "alice") == 2)
        for cookie in cookies { #expect(try await !fixture.auth.checkAuth(fixture.context(cookie))) }
        #expect(try await fixture.auth.checkAuth(fixture.context(bob)))
        #expect(try await fixture.auth.admin.endSessions(of: "alice") == 0)
    }

    @Test func `signing out everywhere ends the user's other sessions here too`() async throws {
        let fixture = try fixture()
        let (mine, other) = (try await signIn(fixture), try await signIn(fixture))
        try await fixture.auth.signOut(fixture.context(mine), global: true)
        #expect(try await !fixture.auth.checkAuth(fixture.context(other)))
        #expect(fixture.records.stored.keys.allSatisfy { $0.hasPrefix("name-") })
    }

    @Test func `signing out leaves nothing but the user's names in the table`() async throws {
        let fixture = try fixture()
        let cookie = try await signIn(fixture)
        try await fixture.auth.signOut(fixture.context(cookie))
        #expect(fixture.records.stored.keys.allSatisfy { $0.hasPrefix("name-") })
    }

    @Test func `the oldest session ends when there are more than fifty, rows that are gone first`() async throws {
        let fixture = try fixture()
        let first = try await signIn(fixture)
        let second = try await signIn(fixture)
        for _ in 2..<UserIndex.limit { _ = try await signIn(fixture) }
        let gone = try #require(try await fixture.auth.listSessions(fixture.context(first)).last?.id)
        try await fixture.records.delete(gone, if: nil, now: 0)
        _ = try await signIn(fixture)
        #expect(try await fixture.auth.checkAuth(fixture.context(first)))
        let last = try await signIn(fixture)
        #expect(try await !fixture.auth.checkAuth(fixture.context(first)))
        #expect(try await fixture.auth.checkAuth(fixture.context(second)))
        #expect(try await fixture.auth.listSessions(fixture.context(last)).count == UserIndex.limit)
        #expect(fixture.rows.count == UserIndex.limit)
    }

    @Test func `ten sign-ins at once are all in the index`() async throws {
        let fixture = try fixture()
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let signedIn = await withTaskGroup { group in
            for _ in 0..<10 {
                group.addTask { (try? await fixture.auth.signIn("alice", "pw", context: fixture.context())) != nil }
            }
            return await group.reduce(into: 0) { if $1 { $0 += 1 } }
        }
        #expect(signedIn == 10)
        let cookie = try await signIn(fixture)
        #expect(try await fixture.auth.listSessions(fixture.context(cookie)).count == 11)
    }

    @Test func `a session that can't be entered into the index does not begin`() async throws {
        let fixture = try fixture()
        _ = try await signIn(fixture)
        let rows = Set(fixture.rows.keys)
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        fixture.store.before(.get) { [fixture] in fixture.store.fail(.put) }
        let context = fixture.context()
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.signIn("alice", "pw", context: context)
        }
        #expect(error?.status == 503)
        #expect(context.setCookies.isEmpty)
        #expect(Set(fixture.rows.keys) == rows)
    }

    @Test(arguments: ["\"x\"", "{}", "no JSON", "\"a.AAAA\""])
    func `an index that can't be read is begun anew, and refreshes complete it`(value: String) async throws {
        let fixture = try fixture()
        let cookie = try await signIn(fixture)
        let key = try #require(fixture.records.stored.keys.first { $0.hasPrefix("user:") })
        try await fixture.records.put(KVItem(key: key, value: value), if: nil, now: 0)
        clock.advance(seconds: 3601)
        fixture.allowRefresh()
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        let list = try await fixture.auth.listSessions(fixture.context(cookie))
        #expect(list.map(\.isCurrent) == [true])
    }

    @Test func `after a rotation a refresh has the index sealed with the new secret`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock, secret: "old:one", random: .system)
        let cookie = try await signIn(fixture)
        fixture.settings.change(to: "new:two,old:one")
        clock.advance(seconds: 3601)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie + "x")))
        fixture.allowRefresh()
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        let index = try #require(fixture.records.stored.first { $0.key.hasPrefix("user:") }?.value)
        #expect(index.value.hasPrefix("\"new."))
    }
}
