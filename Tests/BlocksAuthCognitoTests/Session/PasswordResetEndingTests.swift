// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Known weakness S9: a password that is set by a code ends the sessions from before it.
struct PasswordResetEndingTests {
    private let clock = MovableClock()

    private func fixture(
        _ options: AuthCognitoOptions<Pool> = .init(), secret: String = AuthFixture<Pool>.secretText
    ) throws -> AuthFixture<Pool> {
        try AuthFixture<Pool>(options: options, clock: clock, secret: secret, random: .system)
    }

    /// Signs a user in by `typed`, with further claims in the ID token.
    private func signIn(
        _ fixture: AuthFixture<Pool>, typed: String, _ name: String = "alice", claims changes: JSONObject = [:]
    ) async throws -> String {
        var claims = fixture.issuer.idClaims(name, sub: "sub-" + name, now: clock.clock.now())
        for (name, value) in changes { claims[name] = value }
        var tokens = fixture.tokens(name, sub: "sub-" + name, refreshToken: "refresh-" + name)
        tokens.idToken = Secret(fixture.issuer.sign(claims))
        fixture.cognito.on("InitiateAuth") { [tokens] in AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signIn(typed, "pw", context: context)
        return try #require(context.cookieToSendBack)
    }

    @Test(arguments: ["alias", "alice", "ALICE", "alice@example.com", "Alice@Example.com", "+15005550123"])
    func `sessions end, whichever name the user resets by`(name: String) async throws {
        let fixture = try fixture()
        let phone: JSONObject = ["phone_number": "+15005550123", "phone_number_verified": "true"]
        let cookies = [
            try await signIn(fixture, typed: "alias", claims: phone),
            try await signIn(fixture, typed: "alice@example.com", claims: phone),
        ]
        let bob = try await signIn(fixture, typed: "bob", "bob")
        try await fixture.auth.confirmResetPassword(name, "123456", "N3w!")
        for cookie in cookies { #expect(try await !fixture.auth.checkAuth(fixture.context(cookie))) }
        #expect(try await fixture.auth.checkAuth(fixture.context(bob)))
        #expect(fixture.cognito.operations.count { $0 == "RevokeToken" } == 2)
    }

    @Test func `an address that is not verified is nobody's name`() async throws {
        let fixture = try fixture()
        let mallory = try await signIn(
            fixture, typed: "mallory", "mallory", claims: ["email": "alice@example.com", "email_verified": false])
        let alice = try await signIn(fixture, typed: "alice")
        _ = try await signIn(
            fixture, typed: "mallory", "mallory", claims: ["email": "alice@example.com", "email_verified": false])
        try await fixture.auth.confirmResetPassword("alice@example.com", "123456", "N3w!")
        #expect(try await !fixture.auth.checkAuth(fixture.context(alice)))
        #expect(try await fixture.auth.checkAuth(fixture.context(mallory)))
    }

    @Test func `a wrong code ends nothing`() async throws {
        let fixture = try fixture()
        let alice = try await signIn(fixture, typed: "alice")
        for name in ["CodeMismatchException", "ExpiredCodeException", "UserNotFoundException"] {
            fixture.cognito.fail("ConfirmForgotPassword", AWSError(name: name, status: 400))
            await #expect(throws: ApiError.self) {
                try await fixture.auth.confirmResetPassword("alice", "1", "N3w!")
            }
        }
        #expect(try await fixture.auth.checkAuth(fixture.context(alice)))
    }

    @Test func `the browser's own session goes with its cookie, another user's stays`() async throws {
        let fixture = try fixture()
        let (alice, bob) = (
            try await signIn(fixture, typed: "alice"), try await signIn(fixture, typed: "bob", "bob")
        )
        let (hers, his) = (fixture.context(alice), fixture.context(bob))
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!", context: his)
        #expect(his.setCookies.isEmpty)
        #expect(try await fixture.auth.checkAuth(his))
        let again = fixture.context(try await signIn(fixture, typed: "alice"))
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!", context: again)
        #expect(again.setCookies.first?.hasSuffix("Max-Age=0") == true)
        for context in [hers, again] { #expect(try await !fixture.auth.checkAuth(context)) }
    }

    @Test(arguments: [FaultyKVDriver.Operation.get, .delete])
    func `a store that is away does not make the reset fail`(operation: FaultyKVDriver.Operation) async throws {
        let fixture = try fixture()
        _ = try await signIn(fixture, typed: "alice")
        fixture.store.fail(operation)
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(fixture.log.text.contains("The sessions from before a new password were not ended"))
    }

    @Test func `names that can't be read end nothing, and the next sign-in notes them anew`() async throws {
        let fixture = try fixture()
        let first = try await signIn(fixture, typed: "alice")
        let names = fixture.records.stored.keys.filter { $0.hasPrefix("name-") }
        #expect(names.count == 2)
        for key in names { try await fixture.records.put(.init(key: key, value: "no JSON"), if: nil, now: 0) }
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(try await fixture.auth.checkAuth(fixture.context(first)))
        _ = try await signIn(fixture, typed: "alice")
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(fixture.rows.isEmpty)
    }

    @Test func `rows of names show neither names nor users, and can't be moved`() async throws {
        let fixture = try fixture()
        let alice = try await signIn(fixture, typed: "Alias")
        _ = try await signIn(fixture, typed: "bob", "bob")
        let names = fixture.records.stored.filter { $0.key.hasPrefix("name-") }
        #expect(names.count == 6)
        for (key, item) in names {
            for planted in ["alias", "Alias", "alice", "bob", "sub-"] {
                #expect(!key.contains(planted) && !item.value.contains(planted))
            }
            #expect(item.expires == clock.clock.now().seconds + 34_560_000)
        }
        for item in names.values {
            for key in names.keys where key != item.key {
                try await fixture.records.put(.init(key: key, value: item.value), if: nil, now: 0)
            }
        }
        try await fixture.auth.confirmResetPassword("bob", "123456", "N3w!")
        #expect(try await fixture.auth.checkAuth(fixture.context(alice)))
    }

    @Test func `names are found after a rotation as long as the ring holds the old secret`() async throws {
        let fixture = try fixture(secret: "old:one")
        let alice = try await signIn(fixture, typed: "alice")
        fixture.settings.change(to: "new:two,old:one")
        clock.advance(seconds: 60)
        #expect(try await !fixture.auth.checkAuth(fixture.context(alice + "x")))
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(try await !fixture.auth.checkAuth(fixture.context(alice)))
    }

    @Test func `names are found by a process that has not seen the new secret yet`() async throws {
        let bed = try TwoProcesses(rotates: false, clock: clock)
        _ = try await bed.processes[0].sessions.secrets.keys()
        bed.setting.change(to: "new:two,\(AuthFixture<Pool>.secretText)")
        let context = bed.context(nil)
        _ = try await bed.processes[1].signIn("alice", "pw", context: context)
        clock.advance(seconds: 60)
        try await bed.processes[0].confirmResetPassword("alice", "123456", "N3w!")
        #expect(await bed.status(of: bed.processes[1], try #require(context.cookieToSendBack)) == 401)
    }

    @Test func `a refresh notes the names anew`() async throws {
        let fixture = try fixture()
        let alice = try await signIn(fixture, typed: "alias")
        for key in fixture.records.stored.keys where key.hasPrefix("name-") {
            try await fixture.records.delete(key, if: nil, now: 0)
        }
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(fixture.log.text.contains("a name that nobody is known by"))
        fixture.allowRefresh()
        _ = try await fixture.auth.fetchAuthSession(fixture.context(alice), forceRefresh: true)
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(fixture.rows.isEmpty)
    }

    @Test(arguments: [["alice", "ALICE"], ["ALICE", "alice"]])
    func `where case counts, each name is its own user's`(order: [String]) async throws {
        let fixture = try fixture()
        var cookies: [String: String] = [:]
        for name in order {
            let email: JSONObject = ["email": .string("\(name)@example.com")]
            cookies[name] = try await signIn(fixture, typed: name, name, claims: email)
        }
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookies["alice"])))
        #expect(try await fixture.auth.checkAuth(fixture.context(cookies["ALICE"])))
        try await fixture.auth.confirmResetPassword("ALICE", "123456", "N3w!")
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookies["ALICE"])))
    }

    @Test func `in the reference's layout no names are noted, and sessions go on`() async throws {
        let fixture = try fixture(.init(sessionFormat: .compatible))
        let alice = try await signIn(fixture, typed: "alice")
        #expect(fixture.records.stored.count == 1)
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(try await fixture.auth.checkAuth(fixture.context(alice)))
    }
}
