// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// ASVS 7.5.1 and 7.5.3: what asks for a recent sign-in is refused to a session that was left open.
@Suite(.eachSessionFormat) struct RecentSignInTests {
    typealias Method = @Sendable (AuthFixture<Pool>, BlocksContext) async throws -> Void

    static let changes: [(String, Method)] = [
        ("UpdateUserAttributes", { _ = try await $0.auth.updateUserAttribute($1, .email, "n@x.io") }),
        ("UpdateUserAttributes", { _ = try await $0.auth.updateUserAttributes($1, [.phoneNumber: "+1", .name: "x"]) }),
        ("UpdateUserAttributes", { _ = try await $0.auth.updateUserAttribute($1, .standard(.preferredUsername), "a") }),
        ("SetUserMFAPreference", { try await $0.auth.updateMFAPreference($1, [.totp: .preferred]) }),
        ("AssociateSoftwareToken", { _ = try await $0.auth.setUpTOTP($1) }),
        ("VerifySoftwareToken", { try await $0.auth.verifyTOTPSetup($1, "123456") }),
        ("StartWebAuthnRegistration", { _ = try await $0.auth.startPasskeyRegistration($1) }),
        ("CompleteWebAuthnRegistration", { _ = try await $0.auth.completePasskeyRegistration($1, "{}") }),
        ("DeleteWebAuthnCredential", { try await $0.auth.deletePasskey($1, "AQ") }),
        ("ForgetDevice", { try await $0.auth.forgetDevice($1, "eu-west-1_k") }),
        ("DeleteUser", { try await $0.auth.deleteUser($1) }),
    ]
    static let others: [(String, Method)] = [
        ("UpdateUserAttributes", { _ = try await $0.auth.updateUserAttribute($1, .name, "x") }),
        ("UpdateUserAttributes", { _ = try await $0.auth.updateUserAttributes($1, [.custom(.department): "x"]) }),
        ("ChangePassword", { try await $0.auth.updatePassword($1, "old", "new") }),
    ]

    private let clock = MovableClock()
    private let refusal = ApiError(
        "Please sign in again to do this.", status: 403, name: "RecentSignInRequiredException")

    private func fixture(_ seconds: Int64? = nil) throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(
            options: .init(recentSignInForChanges: seconds), clock: clock, random: .system)
        fixture.cognito.on("UpdateUserAttributes") { [CodeDelivery]() }
        fixture.cognito.on("AssociateSoftwareToken") { AssociateSoftwareTokenOutput(secretCode: Secret("JBSW")) }
        fixture.cognito.on("VerifySoftwareToken") { VerifySoftwareTokenOutput(succeeded: true) }
        fixture.cognito.on("StartWebAuthnRegistration") { JSONValue.object([:]) }
        return fixture
    }

    /// Tokens whose ID token says `time`.
    private func tokens(_ fixture: AuthFixture<Pool>, authTime time: JSONValue?) -> AuthTokens {
        var claims = fixture.issuer.idClaims(now: clock.clock.now())
        claims["auth_time"] = time
        var tokens = fixture.tokens()
        tokens.idToken = Secret(fixture.issuer.sign(claims))
        return tokens
    }

    private func signIn(_ fixture: AuthFixture<Pool>, authTime time: JSONValue?) async throws -> String {
        let tokens = tokens(fixture, authTime: time)
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        return try #require(context.cookieToSendBack)
    }

    private var now: Int64 { clock.clock.now().seconds }

    @Test func `a sign-in is recent until its time is over`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 299)
        let user = try await fixture.auth.requireRecentSignIn(fixture.context(cookie), within: 300)
        #expect(user.username == "alice")
        clock.advance(seconds: 1)
        await #expect(throws: refusal) {
            try await fixture.auth.requireRecentSignIn(fixture.context(cookie), within: 300)
        }
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)), "the session itself goes on")
    }

    @Test func `a refresh is no sign-in`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        let began = now
        clock.advance(seconds: 3601)
        let tokens = tokens(fixture, authTime: .number(JSONNumber(began)))
        fixture.cognito.on("RefreshTokens") { AuthOutput.tokens(tokens) }
        await #expect(throws: refusal) {
            try await fixture.auth.requireRecentSignIn(fixture.context(cookie), within: 3600)
        }
        #expect(fixture.cognito.operations.contains("RefreshTokens"))
        #expect(try await fixture.auth.requireRecentSignIn(fixture.context(cookie), within: 3602).username == "alice")
    }

    @Test func `signing in again helps`() async throws {
        let fixture = try fixture(60)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 60)
        let context = fixture.context(cookie)
        await #expect(throws: refusal) { try await fixture.auth.updateMFAPreference(context, [.totp: .enabled]) }
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let again = fixture.context(cookie)
        _ = try await fixture.auth.signIn("alice", "pw", context: again)
        try await fixture.auth.updateMFAPreference(
            fixture.context(again.cookieToSendBack), [.totp: .enabled])
        #expect(fixture.cognito.operations.last == "SetUserMFAPreference")
    }

    @Test(arguments: [nil, "soon", .string("1795496006"), true, .null, -1, .array([])] as [JSONValue?])
    func `a token that does not say when is refused`(time: JSONValue?) async throws {
        let fixture = try fixture()
        let cookie = try await signIn(fixture, authTime: time)
        await #expect(throws: refusal) {
            try await fixture.auth.requireRecentSignIn(fixture.context(cookie), within: 3_155_760_000 / 100)
        }
    }

    @Test(arguments: [(60, true), (61, false), (Int64(3600 * 24), false)])
    func `a time ahead of ours is believed for a minute`(ahead: Int64, isRecent: Bool) async throws {
        let fixture = try fixture()
        let cookie = try await signIn(fixture, authTime: .number(JSONNumber(now + ahead)))
        let user = try? await fixture.auth.requireRecentSignIn(fixture.context(cookie), within: 300)
        #expect((user != nil) == isRecent)
    }

    @Test(arguments: [0, -1, Int64.min])
    func `no sign-in is recent within no time`(seconds: Int64) async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        await #expect(throws: refusal) {
            try await fixture.auth.requireRecentSignIn(fixture.context(cookie), within: seconds)
        }
    }

    @Test(arguments: [nil, "__Host-auth_my-stack-my-app-auth=a.b.c"])
    func `nobody is a 401`(cookie: String?) async throws {
        let fixture = try fixture(60)
        await #expect(throws: ApiError.notAuthenticated) {
            try await fixture.auth.requireRecentSignIn(fixture.context(cookie), within: 300)
        }
        await #expect(throws: ApiError.notAuthenticated) { try await fixture.auth.deleteUser(fixture.context(cookie)) }
    }

    @Test(arguments: changes)
    func `with the option a change needs a recent sign-in, before Cognito is asked`(
        operation: String, change: Method
    ) async throws {
        let fixture = try fixture(300)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 300)
        let context = fixture.context(cookie)
        await #expect(throws: refusal) { try await change(fixture, context) }
        #expect(fixture.cognito.operations == ["InitiateAuth"])
        #expect(context.setCookies.isEmpty)
        clock.advance(seconds: -1)
        try await change(fixture, fixture.context(cookie))
        #expect(fixture.cognito.operations.contains(operation))
    }

    @Test func `remembering a device, which spares the second factor, needs one too`() async throws {
        let fixture = try fixture(300)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 300)
        await #expect(throws: refusal) { try await fixture.auth.rememberDevice(fixture.context(cookie)) }
        clock.advance(seconds: -1)
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.rememberDevice(fixture.context(cookie))
        }
        #expect(error?.status == 501, "devices are not tracked here")
    }

    @Test(arguments: changes) func `without it any sign-in will do`(operation: String, change: Method) async throws {
        let fixture = try fixture()
        let cookie = try await signIn(fixture, authTime: nil)
        clock.advance(seconds: 3000)
        try await change(fixture, fixture.context(cookie))
        #expect(fixture.cognito.operations.contains(operation))
    }

    @Test(arguments: others) func `other changes don't need one`(operation: String, change: Method) async throws {
        let fixture = try fixture(60)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 3000)
        try await change(fixture, fixture.context(cookie))
        #expect(fixture.cognito.operations.contains(operation))
    }

    @Test(arguments: [59, 0, -1, Int64.max]) func `an option that means nothing is told at start`(seconds: Int64) {
        let error = #expect(throws: ConfigurationError.self) {
            try AuthFixture<Pool>(options: .init(recentSignInForChanges: seconds))
        }
        #expect(error?.message.contains("recentSignInForChanges is \(seconds)") == true)
    }

    @Test func `the developer tool's pool tells when, and keeps it with a refresh`() async throws {
        let browser = try LocalBrowser(.init(mfa: .optional, recentSignInForChanges: 300))
        try await browser.register("alice", email: "alice@example.com")
        _ = try await browser.signIn("alice")
        _ = try await browser.request { try await browser.auth.setUpTOTP($0) }
        browser.clock.advance(seconds: 3601)
        await #expect(throws: refusal) {
            try await browser.request { try await browser.auth.setUpTOTP($0) }
        }
        _ = try await browser.signIn("alice")
        _ = try await browser.request { try await browser.auth.setUpTOTP($0) }
    }
}
