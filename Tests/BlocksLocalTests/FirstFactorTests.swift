// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct FirstFactorTests {
    private let bed = LocalBed()
    private static let incorrect = AWSError.refusal("NotAuthorizedException", "Incorrect username or password")

    private func pool(
        _ attributes: [String: String], mfa: UserPoolConfiguration.MFAMode = .off
    ) async throws -> (LocalUserPool, LocalPlatform) {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", mfa: mfa, mfaTypes: [.totp]))
        try await pool.register("alice", attributes, platform.outbox)
        return (pool, platform)
    }

    @Test(arguments: [
        (["email": "alice@example.com"], ["PASSWORD", "EMAIL_OTP"]),
        (["phone_number": "+15005550123"], ["PASSWORD", "SMS_OTP"]),
        (["email": "alice@example.com", "phone_number": "+15005550123"], ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]),
    ])
    func `verified addresses are a choice`(attributes: [String: String], available: [String]) async throws {
        let (pool, platform) = try await pool(attributes)
        let select = try await pool.challenged("alice", .userAuth)
        #expect(select.name == .selectChallenge)
        #expect(select.availableChallenges == available)
        let factor = try #require(available.last)
        let sent = try await pool.answer(select, ["ANSWER": factor]).challenge()
        #expect(sent.name.rawValue == factor)
        let shown = sent.parameters["CODE_DELIVERY_DESTINATION"]
        #expect(shown == (factor == "EMAIL_OTP" ? "a***@e***" : "********0123"))
        let code = try platform.outbox.code(for: "alice")
        await #expect(throws: AWSError(name: "CodeMismatchException")) {
            try await pool.answer(sent, [factor + "_CODE": wrong(code)])
        }
        _ = try await pool.answer(sent, [factor + "_CODE": code]).tokens()
    }

    @Test func `the password may be chosen, asked for, or sent at once`() async throws {
        let (pool, _) = try await pool(["email": "alice@example.com"])
        let select = try await pool.challenged("alice", .userAuth)
        await #expect(
            performing: { try await pool.answer(select, ["ANSWER": "PASSWORD", "PASSWORD": "wrong"]) },
            throws: Self.incorrect)
        _ = try await pool.answer(select, ["ANSWER": "PASSWORD", "PASSWORD": password.exposed]).tokens()

        let asked = try await pool.challenged("alice", .userAuth, ["PREFERRED_CHALLENGE": "PASSWORD"])
        #expect(asked.name == .password)
        for _ in 1...3 {
            await #expect(performing: { try await pool.answer(asked, ["PASSWORD": "wrong"]) }, throws: Self.incorrect)
        }
        await #expect(throws: AWSError(name: "ExpiredCodeException")) {
            try await pool.answer(asked, ["PASSWORD": password.exposed])
        }

        let parameters = ["USERNAME": Secret("alice"), "PREFERRED_CHALLENGE": Secret("PASSWORD"), "PASSWORD": password]
        _ = try await pool.initiateAuth(.init(flow: .userAuth, parameters: parameters)).tokens()
        await #expect(
            performing: {
                try await pool.initiateAuth(
                    .init(flow: .userAuth, parameters: parameters.merging(["PASSWORD": Secret("wrong")]) { $1 }))
            }, throws: Self.incorrect)
    }

    @Test func `who has only a password is asked for it`() async throws {
        let (pool, _) = try await pool([:])
        let asked = try await pool.challenged("alice", .userAuth)
        #expect(asked.name == .password)
        _ = try await pool.answer(asked, ["PASSWORD": password.exposed]).tokens()
    }

    @Test(arguments: [
        ("SMS_OTP", "USER_AUTH: first factor 'SMS_OTP' not available for this user"),
        ("WEB_AUTHN", "USER_AUTH: first factor 'WEB_AUTHN' not available for this user"),
        ("EMAIL", "USER_AUTH: unknown first factor"), ("Passw0rd!", "USER_AUTH: unknown first factor"),
        ("", "USER_AUTH: unknown first factor"),
    ])
    func `what is not there is refused, and the choice stays open`(factor: String, message: String) async throws {
        let (pool, _) = try await pool(["email": "alice@example.com"])
        let refusal = AWSError.refusal("InvalidParameterException", message)
        await #expect(
            performing: { try await pool.challenged("alice", .userAuth, ["PREFERRED_CHALLENGE": factor]) },
            throws: refusal)
        let select = try await pool.challenged("alice", .userAuth)
        await #expect(performing: { try await pool.answer(select, ["ANSWER": factor]) }, throws: refusal)
        _ = try await pool.answer(select, ["ANSWER": "EMAIL_OTP"]).challenge()
    }

    @Test func `unknown, disabled and unconfirmed users get nowhere`() async throws {
        let (pool, platform) = try await pool(["email": "alice@example.com"])
        try await pool.signUp("bob")
        try await pool.register("eve", [:], platform.outbox)
        try await pool.adminDisableUser(username: "eve")
        for name in ["nobody", "bob", "eve"] {
            let select = try await pool.challenged(name, .userAuth)
            #expect(select.name == .selectChallenge && select.availableChallenges == ["PASSWORD", "EMAIL_OTP"])
            await #expect(
                performing: { try await pool.answer(select, ["ANSWER": "PASSWORD", "PASSWORD": "wrong"]) },
                throws: Self.incorrect)
            let before = platform.outbox.last()
            let sent = try await pool.answer(select, ["ANSWER": "EMAIL_OTP"]).challenge()
            #expect(sent.name == .emailOTP && platform.outbox.last() == before)
            await #expect(throws: AWSError(name: "CodeMismatchException")) {
                try await pool.answer(sent, ["EMAIL_OTP_CODE": "123456"])
            }
            await #expect(throws: AWSError(name: "ExpiredCodeException")) {
                try await pool.answer(select, ["ANSWER": "EMAIL_OTP"])
            }
        }
    }

    @Test func `why a user may not sign in is told to who knows the password`() async throws {
        let (pool, platform) = try await pool(["email": "alice@example.com"])
        try await pool.signUp("bob")
        let right = ["ANSWER": "PASSWORD", "PASSWORD": password.exposed]
        let bobs = try await pool.challenged("bob", .userAuth)
        await #expect(throws: AWSError(name: "UserNotConfirmedException")) { try await pool.answer(bobs, right) }
        try await pool.adminResetUserPassword(username: "alice")
        let alices = try await pool.challenged("alice", .userAuth)
        await #expect(throws: AWSError(name: "PasswordResetRequiredException")) {
            try await pool.answer(alices, right)
        }
        // A way that leads nowhere stays one when the user may sign in again.
        let late = try await pool.challenged("bob", .userAuth)
        _ = try await pool.confirm("bob", platform.outbox.code(for: "bob"))
        await #expect(throws: AWSError(name: "ExpiredCodeException")) { try await pool.answer(late, right) }
    }

    @Test func `the session of a confirmed sign-up signs in once`() async throws {
        let (pool, platform) = try bed.pool()
        let signedUp = try await pool.signUp("alice", password, ["email": "alice@example.com"])
        let early = try await signIn(pool, signedUp.session)
        #expect(early == "UserNotConfirmedException")
        let confirmed = try await pool.confirm(
            "alice", platform.outbox.code(for: "alice"), session: signedUp.session)
        #expect(try await signIn(pool, signedUp.session) == "SELECT_CHALLENGE")
        #expect(try await signIn(pool, confirmed.session) == nil)
        #expect(try await signIn(pool, confirmed.session) == "SELECT_CHALLENGE")
    }

    @Test func `a second factor is not skipped by a code`() async throws {
        let (pool, _) = try await pool(["email": "alice@example.com"], mfa: .required)
        let asked = try await pool.challenged("alice", .userAuth)
        #expect(asked.name == .password)
        #expect(try await pool.answer(asked, ["PASSWORD": password.exposed]).challenge().name == .mfaSetup)
    }

    /// What a sign-in with a session leads to: `nil` for tokens, else the challenge or the error.
    private func signIn(_ pool: LocalUserPool, _ session: Secret<String>?) async throws -> String? {
        do {
            let input = InitiateAuthInput(
                flow: .userAuth, parameters: ["USERNAME": Secret("alice")], session: session)
            switch try await pool.initiateAuth(input) {
            case .tokens: return nil
            case .challenge(let challenge): return challenge.name.rawValue
            }
        } catch {
            return error.name
        }
    }
}
