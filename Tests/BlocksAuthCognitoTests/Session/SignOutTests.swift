// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Synchronization
import TestSupport
import Testing

@testable import BlocksAuthCognito

@Suite(.eachSessionFormat) struct SignOutTests {
    private let cleared =
        Tested.prefix + "auth_my-stack-my-app-auth=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"
    private let clock = MovableClock()

    @Test func `signing out revokes the refresh token, deletes the record and clears the cookie`() async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        try await fixture.auth.signOut(context)
        #expect(context.setCookies == [cleared])
        #expect(fixture.rows.isEmpty)
        #expect(fixture.cognito.calls.last == .init("RevokeToken", ["Token": "refresh-1"]))
        #expect(try await fixture.auth.getCurrentUser(context) == nil)
    }

    @Test(arguments: [nil, "auth_my-stack-my-app-auth=a.b", "__Host-auth_my-stack-my-app-auth=a.b", "other=1"])
    func `without a session only the cookie is cleared`(cookie: String?) async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(cookie)
        try await fixture.auth.signOut(context)
        #expect(context.setCookies == [cleared])
        #expect(fixture.cognito.calls.isEmpty)
    }

    @Test func `a loopback client's cookie is cleared with its own attributes`() async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(host: "localhost:3000")
        try await fixture.auth.signOut(context)
        #expect(context.setCookies == ["auth_my-stack-my-app-auth=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0"])
    }

    @Test func `a global sign-out uses the access token and leaves the refresh token to Cognito`() async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        try await fixture.auth.signOut(context, global: true)
        #expect(fixture.cognito.operations == ["InitiateAuth", "GlobalSignOut"])
        #expect(fixture.rows.isEmpty)
    }

    @Test func `a global sign-out refreshes an ended access token first`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 3601)
        fixture.allowRefresh(mark: "2")
        try await fixture.auth.signOut(fixture.context(cookie), global: true)
        #expect(fixture.cognito.operations == ["InitiateAuth", "RefreshTokens", "GlobalSignOut"])
        let sent = try #require(fixture.cognito.calls.last?.fields["AccessToken"])
        #expect(TokenClaims(unverified: Secret(sent))?.string("jti") == "2")
        #expect(fixture.rows.isEmpty)
    }

    @Test(arguments: [true, false]) func `Cognito's failure is logged and stops nothing`(global: Bool) async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        fixture.cognito.fail(global ? "GlobalSignOut" : "RevokeToken", AWSError(name: "NotAuthorizedException"))
        try await fixture.auth.signOut(context, global: global)
        #expect(fixture.rows.isEmpty)
        #expect(fixture.log.text.contains("not at Cognito"))
    }

    @Test func `a record that can't be deleted is an error, with the cookie cleared`() async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        fixture.store.fail(.delete)
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.signOut(context) }
        #expect(error?.status == 503)
        #expect(context.setCookies == [cleared])
    }

    @Test func `one browser's sign-out leaves another one signed in`() async throws {
        let fixture = try AuthFixture<Pool>()
        let first = try await fixture.signIn()
        let second = try await fixture.signIn()
        try await fixture.auth.signOut(fixture.context(first))
        #expect(try await !fixture.auth.checkAuth(fixture.context(first)))
        #expect(try await fixture.auth.checkAuth(fixture.context(second)))
    }

    @Test(arguments: [true, false])
    func `the record is gone before Cognito is told, which gets three seconds`(global: Bool) async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        let seen = Mutex<[Int64?]>([])
        let answer: ScriptedCognito.Answer<Void> = { [fixture] in
            #expect(fixture.rows.isEmpty)
            seen.withLock { $0.append(Deadline.current?.remainingMilliseconds) }
            throw AWSError(name: "DeadlineError", kind: .deadline)
        }
        fixture.cognito.on(global ? "GlobalSignOut" : "RevokeToken", answer)
        try await Deadline.$current.withValue(context.deadline) {
            try await fixture.auth.signOut(context, global: global)
        }
        #expect(seen.withLock { $0 } == [3000])
    }

    @Test func `an invocation with less time left keeps its own deadline`() async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        let seen = Mutex<[Int64?]>([])
        let answer: ScriptedCognito.Answer<Void> = {
            seen.withLock { $0.append(Deadline.current?.remainingMilliseconds) }
        }
        fixture.cognito.on("RevokeToken", answer)
        let now = fixture.clock.clock.now()
        let deadline = Deadline(expires: now.adding(seconds: 1), clock: fixture.clock.clock)
        try await Deadline.$current.withValue(deadline) { try await fixture.auth.signOut(context) }
        #expect(seen.withLock { $0 } == [1000])
    }

    @Test func `a global sign-out whose access token can't be renewed still ends the session here`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 3601)
        fixture.cognito.fail("RefreshTokens", AWSError(name: "TimeoutError", kind: .transport))
        try await fixture.auth.signOut(fixture.context(cookie), global: true)
        #expect(fixture.rows.isEmpty)
        #expect(fixture.cognito.operations == ["InitiateAuth", "RefreshTokens"])
        #expect(fixture.log.text.contains("not at Cognito"))
    }
}
