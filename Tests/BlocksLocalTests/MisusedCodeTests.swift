// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

/// Codes, challenges and names that are used for something else than they were given out for.
@Suite struct MisusedCodeTests {
    private let bed = LocalBed()
    private static let dead = AWSError.refusal("ExpiredCodeException", "Challenge session expired")
    private static let mismatch = AWSError.refusal("CodeMismatchException", "Invalid code")

    private func email(_ pool: LocalUserPool, _ token: Secret<String>, _ address: String) async throws {
        _ = try await pool.updateUserAttributes(
            .init(accessToken: token, attributes: [.init(name: "email", value: address)]))
    }

    private func verified(_ pool: LocalUserPool, _ name: String) async throws -> [String] {
        try await pool.adminGetUser(username: name).attributes.filter { $0.value == "true" }.map(\.name)
    }

    @Test func `a sign-up code verifies no address that it did not go to`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("mallory", ["email": "m@example.com"], platform.outbox)
        let token = try #require(try await pool.signIn("mallory").accessToken)
        _ = try await pool.resendConfirmationCode(.init(username: "mallory"))
        let code = try platform.outbox.code(for: "mallory")
        try await email(pool, token, "victim@example.com")
        await #expect(performing: { try await pool.confirm("mallory", code) }, throws: Self.mismatch)
        #expect(try await verified(pool, "mallory").isEmpty)
    }

    @Test func `a confirmed user who confirms again verifies one address only`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("mallory", ["email": "m@example.com"], platform.outbox)
        let token = try #require(try await pool.signIn("mallory").accessToken)
        _ = try await pool.updateUserAttributes(
            .init(accessToken: token, attributes: [.init(name: "phone_number", value: "+15005550123")]))
        _ = try await pool.resendConfirmationCode(.init(username: "mallory"))
        _ = try await pool.confirm("mallory", platform.outbox.code(for: "mallory"))
        #expect(try await verified(pool, "mallory") == ["email_verified"])
    }

    @Test func `a code of an address that was changed and changed back is gone`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", ["email": "a@example.com"], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        _ = try await pool.forgotPassword(.init(username: "alice"))
        let code = try platform.outbox.code(for: "alice")
        try await email(pool, token, "b@example.com")
        try await email(pool, token, "a@example.com")
        await #expect(performing: { try await pool.reset("alice", code) }, throws: Self.mismatch)
    }

    @Test(arguments: ["set", "reset", "changed", "signed out", "signed out by an administrator"])
    func `a challenge does not outlive the password that it was earned with`(how: String) async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", mfa: .optional, mfaTypes: [.email]))
        try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
        let first = try await pool.challenged("alice")
        let code = try platform.outbox.code(for: "alice")
        let token = try #require(try await pool.answer(first, ["EMAIL_OTP_CODE": code]).tokens().accessToken)
        let challenge = try await pool.challenged("alice")
        let second = try platform.outbox.code(for: "alice")
        switch how {
        case "set":
            try await pool.adminSetUserPassword(username: "alice", password: otherPassword, permanent: true)
        case "reset":
            _ = try await pool.forgotPassword(.init(username: "alice"))
            try await pool.reset("alice", platform.outbox.code(for: "alice"))
        case "changed":
            try await pool.changePassword(
                .init(accessToken: token, previousPassword: password, proposedPassword: otherPassword))
        case "signed out": try await pool.globalSignOut(accessToken: token)
        default: try await pool.adminUserGlobalSignOut(username: "alice")
        }
        await #expect(performing: { try await pool.answer(challenge, ["EMAIL_OTP_CODE": second]) }, throws: Self.dead)
    }

    @Test func `a temporary password that was replaced allows no other`() async throws {
        let (pool, _) = try bed.pool()
        try await pool.adminCreateUser(.init(username: "alice", temporaryPassword: password))
        let (first, second) = (try await pool.challenged("alice"), try await pool.challenged("alice"))
        _ = try await pool.answer(first, ["NEW_PASSWORD": otherPassword.exposed]).tokens()
        await #expect(
            performing: { try await pool.answer(second, ["NEW_PASSWORD": "An0ther!Passw0rd"]) }, throws: Self.dead)
        _ = try await pool.signIn("alice", otherPassword)
    }

    @Test func `new sessions allow no more guesses of a second factor`() async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", mfa: .optional, mfaTypes: [.email]))
        try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
        for times in [3, 2] {
            let challenge = try await pool.challenged("alice")
            let bad = wrong(try platform.outbox.code(for: "alice"))
            for _ in 0..<times {
                await #expect(
                    performing: { try await pool.answer(challenge, ["EMAIL_OTP_CODE": bad]) }, throws: Self.mismatch)
            }
        }
        let challenge = try await pool.challenged("alice")
        let code = try platform.outbox.code(for: "alice")
        await #expect(throws: AWSError.attemptLimit) { try await pool.answer(challenge, ["EMAIL_OTP_CODE": code]) }
        bed.advance(seconds: 1)
        _ = try await pool.answer(challenge, ["EMAIL_OTP_CODE": code]).tokens()
    }

    @Test func `new reset codes allow no more guesses`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
        for times in [3, 2] {
            _ = try await pool.forgotPassword(.init(username: "alice"))
            let bad = wrong(try platform.outbox.code(for: "alice"))
            for _ in 0..<times {
                await #expect(performing: { try await pool.reset("alice", bad) }, throws: Self.mismatch)
            }
        }
        _ = try await pool.forgotPassword(.init(username: "alice"))
        let code = try platform.outbox.code(for: "alice")
        await #expect(throws: AWSError.attemptLimit) { try await pool.reset("alice", code) }
        bed.advance(seconds: 1)
        try await pool.reset("alice", code)
    }

    @Test func `guessing the old password to change it locks the name`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        for _ in 1...5 {
            await #expect(throws: AWSError(name: "NotAuthorizedException")) {
                try await pool.changePassword(
                    .init(accessToken: token, previousPassword: otherPassword, proposedPassword: otherPassword))
            }
        }
        await #expect(throws: AWSError(name: "LimitExceededException")) {
            try await pool.changePassword(
                .init(accessToken: token, previousPassword: password, proposedPassword: otherPassword))
        }
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { try await pool.signIn("alice") }
    }

    @Test func `a name is the very bytes that were stored`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("Kate", [:], platform.outbox)
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { try await pool.signIn("\u{212A}ate") }
        let before = platform.outbox.last()
        _ = try await pool.resendConfirmationCode(.init(username: "\u{212A}ate"))
        #expect(platform.outbox.last() == before)
        await #expect(throws: AWSError(name: "UsernameExistsException")) { try await pool.signUp("\u{212A}ate") }
        _ = try await pool.signIn("Kate")
    }

    @Test func `a verified address is nobody else's username`() async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", signInWith: [.email]))
        try await pool.register("old@example.com", [:], platform.outbox)
        let token = try #require(try await pool.signIn("old@example.com").accessToken)
        try await email(pool, token, "new@example.com")
        let code = Secret(try platform.outbox.code(for: "old@example.com"))
        try await pool.verifyUserAttribute(.init(accessToken: token, attributeName: "email", code: code))
        await #expect(throws: AWSError(name: "UsernameExistsException")) { try await pool.signUp("new@example.com") }
        await #expect(throws: AWSError(name: "UsernameExistsException")) {
            try await pool.adminCreateUser(.init(username: "new@example.com"))
        }
        _ = try await pool.signIn("new@example.com")
    }
}
