// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// ASVS 7.2.4 and 7.4.3, known weakness S9: what a new password does to the sessions that there are.
struct PasswordChangeTests {
    private let clock = MovableClock()

    private func fixture(_ options: AuthCognitoOptions<Pool> = .init()) throws -> AuthFixture<Pool> {
        try AuthFixture<Pool>(options: options, clock: clock, random: .system)
    }

    @Test func `the other sessions end, and this one goes on with a new cookie`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        let others = [
            try await fixture.signIn(refreshToken: "refresh-2"), try await fixture.signIn(refreshToken: "refresh-3"),
        ]
        let tokens = try await fixture.auth.fetchAuthSession(fixture.context(mine)).tokens
        let began = clock.clock.now().milliseconds
        clock.advance(seconds: 100)
        let context = fixture.context(mine)
        try await fixture.auth.updatePassword(context, "old", "new")
        let renewed = try #require(context.cookieToSendBack)
        #expect(renewed != mine)
        for cookie in others + [mine] { #expect(try await !fixture.auth.checkAuth(fixture.context(cookie))) }
        #expect(try await fixture.auth.checkAuth(context))
        let after = try await fixture.auth.fetchAuthSession(fixture.context(renewed)).tokens
        #expect(after?.accessToken.payload == tokens?.accessToken.payload)
        let list = try await fixture.auth.listSessions(fixture.context(renewed))
        #expect(list.map(\.isCurrent) == [true])
        #expect(list.map(\.createdAt) == [began])
        #expect(
            fixture.cognito.calls.suffix(2) == [
                .init("RevokeToken", ["Token": "refresh-2"]), .init("RevokeToken", ["Token": "refresh-3"]),
            ])
    }

    @Test func `another user's sessions go on`() async throws {
        let fixture = try fixture()
        let alice = try await fixture.signIn()
        let tokens = fixture.tokens("bob", sub: "sub-bob")
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let bob = fixture.context()
        _ = try await fixture.auth.signIn("bob", "pw", context: bob)
        try await fixture.auth.updatePassword(fixture.context(alice), "old", "new")
        #expect(try await fixture.auth.checkAuth(fixture.context(bob.cookieToSendBack)))
    }

    @Test func `a refused change ends and renews nothing`() async throws {
        let fixture = try fixture()
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        let rows = fixture.rows.keys.sorted()
        for error in [
            AWSError(name: "NotAuthorizedException", message: "Incorrect username or password.", status: 400),
            AWSError(name: "InvalidPasswordException", message: "weak", status: 400),
            AWSError(name: "TimeoutError", kind: .transport),
        ] {
            fixture.cognito.fail("ChangePassword", error)
            let context = fixture.context(mine)
            await #expect(throws: ApiError.self) { try await fixture.auth.updatePassword(context, "old", "new") }
            #expect(context.setCookies.isEmpty)
        }
        #expect(fixture.rows.keys.sorted() == rows)
        for cookie in [mine, other] { #expect(try await fixture.auth.checkAuth(fixture.context(cookie))) }
    }

    @Test func `a request that was sent with the old cookie is refused, but does not clear the new one`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        try await fixture.auth.updatePassword(fixture.context(mine), "old", "new")
        clock.advance(seconds: SessionStore.markSeconds - 1)
        for force in [false, true] {
            let late = fixture.context(mine)
            #expect(try await fixture.auth.fetchAuthSession(late, forceRefresh: force).tokens == nil)
            #expect(late.setCookies.isEmpty)
        }
        clock.advance(seconds: 1)
        let later = fixture.context(mine)
        #expect(try await !fixture.auth.checkAuth(later))
        #expect(later.setCookies.first?.hasSuffix("Max-Age=0") == true)
    }

    @Test func `a second change with the old cookie ends what the first one renewed`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        let (first, second) = (fixture.context(mine), fixture.context(mine))
        #expect(try await fixture.auth.checkAuth(second))
        try await fixture.auth.updatePassword(first, "old", "new")
        try await fixture.auth.updatePassword(second, "new", "newer")
        #expect(try await !fixture.auth.checkAuth(fixture.context(first.cookieToSendBack)))
        #expect(!fixture.rows.values.contains { $0.value.contains("v1.") })
    }

    /// Whatever the store does, the password is changed and the method says so.
    @Test(arguments: [
        (FaultyKVDriver.Operation.get, "kept its id"), (.put, "kept its id"), (.delete, "other sessions"),
    ])
    func `a store that is away does not make the change fail`(
        operation: FaultyKVDriver.Operation, said: String
    ) async throws {
        let fixture = try fixture()
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        let answer: ScriptedCognito.Answer<Void> = { [fixture] in fixture.store.fail(operation) }
        fixture.cognito.on("ChangePassword", answer)
        let context = fixture.context(mine)
        try await fixture.auth.updatePassword(context, "old", "new")
        #expect(fixture.log.text.contains(said))
        #expect(fixture.log.text.contains("The user's other sessions were not ended"))
        fixture.store.fail(operation, with: nil)
        #expect(try await fixture.auth.checkAuth(fixture.context(context.cookieToSendBack ?? mine)))
        // The rows go before the list of them is written.
        #expect(try await fixture.auth.checkAuth(fixture.context(other)) == (operation != .put))
        #expect(fixture.cognito.operations.count { $0 == "RevokeToken" } == (operation == .put ? 1 : 0))
    }

    @Test(arguments: [FaultyKVDriver.Operation.get, .put, .delete])
    func `one failure is made good by the second attempt`(operation: FaultyKVDriver.Operation) async throws {
        let fixture = try fixture()
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        let answer: ScriptedCognito.Answer<Void> = { [fixture] in
            fixture.store.fail(operation)
            fixture.store.before(operation) { fixture.store.fail(operation, with: nil) }
        }
        fixture.cognito.on("ChangePassword", answer)
        let context = fixture.context(mine)
        try await fixture.auth.updatePassword(context, "old", "new")
        let renewed = try #require(context.cookieToSendBack)
        #expect(try await fixture.auth.checkAuth(fixture.context(renewed)))
        for cookie in [mine, other] { #expect(try await !fixture.auth.checkAuth(fixture.context(cookie))) }
        #expect(!fixture.log.text.contains("not ended"))
    }

    @Test func `in the reference's layout this session is renewed, and the others go on`() async throws {
        let fixture = try fixture(.init(sessionFormat: .compatible))
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        let context = fixture.context(mine)
        try await fixture.auth.updatePassword(context, "old", "new")
        #expect(fixture.rows.count == 2)
        #expect(try await !fixture.auth.checkAuth(fixture.context(mine)))
        let renewed = try #require(context.cookieToSendBack)
        #expect(try await fixture.auth.checkAuth(fixture.context(renewed)))
        #expect(try await fixture.auth.checkAuth(fixture.context(other)))
    }

    @Test func `new tokens that another process stores meanwhile come along`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        var members = try #require(try fixture.members(row))
        members["refreshToken"] = "refresh-2"
        fixture.store.before(.put) { [fixture, members] in try? await fixture.write(members, row) }
        let context = fixture.context(mine)
        try await fixture.auth.updatePassword(context, "old", "new")
        let renewed = try #require(fixture.rows.keys.first { $0 != row })
        #expect(try fixture.members(renewed)?["refreshToken"] == "refresh-2")
        #expect(try await fixture.auth.checkAuth(fixture.context(context.cookieToSendBack)))
    }

    @Test func `a session that is ended meanwhile does not come back under its new id`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        fixture.store.before(.put) { [fixture] in try? await fixture.records.delete(row, if: nil, now: 0) }
        let context = fixture.context(mine)
        try await fixture.auth.updatePassword(context, "old", "new")
        #expect(context.setCookies.first?.hasSuffix("Max-Age=0") == true)
        #expect(fixture.rows.isEmpty && !fixture.records.stored.keys.contains { $0.hasPrefix("user:") })
    }

    @Test func `a session that gets a new id while all others are ended does not slip through`() async throws {
        let fixture = try fixture()
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        let moving = fixture.context(other)
        fixture.store.before(.delete) { [fixture] in await fixture.auth.sessions.renewID(moving) }
        try await fixture.auth.endAllSessions(fixture.context(mine), exceptCurrent: true)
        let moved = try #require(moving.cookieToSendBack)
        for cookie in [other, moved] { #expect(try await !fixture.auth.checkAuth(fixture.context(cookie))) }
        #expect(try await fixture.auth.listSessions(fixture.context(mine)).map(\.isCurrent) == [true])
    }

    @Test(arguments: [true, false])
    func `a refresh under way in another process does not revive an ended session`(rotates: Bool) async throws {
        let bed = try TwoProcesses(rotates: rotates)
        let (mine, other) = (try await bed.session(), try await bed.session())
        bed.clock.advance(seconds: 3601)
        #expect(await bed.storm(1, mine) == [200: 1])
        let tokens = TestTokenIssuer.shared.tokens(
            now: bed.clock.clock.now(), refreshToken: rotates ? "refresh-9" : nil, mark: "9")
        bed.pools[1].on("RefreshTokens") { [bed] () async throws -> AuthOutput in
            try await bed.processes[0].updatePassword(bed.context(mine), "old", "new")
            return AuthOutput.tokens(tokens)
        }
        #expect(await bed.status(of: bed.processes[1], other) == 401)
        for process in bed.processes { #expect(await bed.status(of: process, other) == 401) }
        #expect(bed.pools[1].operations.contains("RevokeToken") == rotates)
    }

    @Test func `the next request to any process is refused for the others, and served for this one`() async throws {
        let bed = try TwoProcesses(rotates: false)
        let (mine, other) = (try await bed.session(), try await bed.session())
        let context = bed.context(mine)
        try await bed.processes[0].updatePassword(context, "old", "new")
        let renewed = try #require(context.cookieToSendBack)
        for process in bed.processes {
            #expect(await bed.status(of: process, renewed) == 200)
            for cookie in [mine, other] { #expect(await bed.status(of: process, cookie) == 401) }
        }
    }
}
