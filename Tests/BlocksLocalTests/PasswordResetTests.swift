// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct PasswordResetTests {
    private let bed = LocalBed()

    @Test func `a code allows a new password, once`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
        let delivery = try await pool.forgotPassword(.init(username: "alice"))
        #expect(delivery?.destination == "a***@e***")
        #expect(platform.outbox.last()?.purpose == .resetPassword)
        let code = try platform.outbox.code(for: "alice")
        await #expect(
            performing: { try await pool.reset("alice", wrong(code)) },
            throws: AWSError.refusal("CodeMismatchException", "Invalid code"))
        try await pool.reset("alice", code)
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { _ = try await pool.signIn("alice") }
        _ = try await pool.signIn("alice", otherPassword)
        await #expect(throws: AWSError(name: "CodeMismatchException")) { try await pool.reset("alice", code, password) }
    }

    @Test func `a code goes to no address that is not verified`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register(
            "alice", ["email": "alice@example.com", "phone_number": "+15550100123"], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        _ = try await pool.updateUserAttributes(
            .init(accessToken: token, attributes: [.init(name: "email", value: "mistyped@example.com")]))
        #expect(try await pool.forgotPassword(.init(username: "alice"))?.destination == "********0123")
        _ = try await pool.updateUserAttributes(
            .init(accessToken: token, attributes: [.init(name: "phone_number", value: "+15550100999")]))
        let shown = try await pool.forgotPassword(.init(username: "alice"))
        #expect(shown?.deliveryMedium == "EMAIL")
        #expect(platform.outbox.last()?.purpose == .attribute)
    }

    @Test func `a weak password does not use up the code`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        _ = try await pool.forgotPassword(.init(username: "alice"))
        let code = try platform.outbox.code(for: "alice")
        for _ in 1...6 {
            await #expect(
                performing: { try await pool.reset("alice", code, Secret("weakling")) },
                throws: AWSError.refusal(
                    "InvalidPasswordException", "Password must contain an uppercase letter, a digit, a symbol"))
        }
        try await pool.reset("alice", code)
    }

    @Test func `an expired code changes nothing`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        _ = try await pool.forgotPassword(.init(username: "alice"))
        bed.advance(seconds: 600)
        await #expect(
            performing: { try await pool.reset("alice", platform.outbox.code(for: "alice")) },
            throws: AWSError.refusal("CodeMismatchException", "Invalid code"))
        _ = try await pool.signIn("alice")
    }

    @Test func `guessing ends after five tries`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        _ = try await pool.forgotPassword(.init(username: "alice"))
        let code = try platform.outbox.code(for: "alice")
        for _ in 1...5 { _ = try? await pool.reset("alice", wrong(code)) }
        await #expect(throws: AWSError(name: "LimitExceededException")) { try await pool.reset("alice", code) }
        _ = try await pool.signIn("alice")
    }

    @Test func `asking tells nothing about unknown, disabled and unreachable users`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("unreachable", [:], platform.outbox)
        try await pool.register("disabled", ["email": "d@example.com"], platform.outbox)
        try await pool.adminDisableUser(username: "disabled")
        let before = platform.outbox.last()
        let made = #/[a-z]\*\*\*@[a-z]\*\*\*/#
        for name in ["nobody", "disabled", "unreachable"] {
            let answer = try await pool.forgotPassword(.init(username: name))
            #expect(answer?.deliveryMedium == "EMAIL" && answer?.attributeName == "email")
            #expect(answer?.destination?.wholeMatch(of: made) != nil, "\(name)")
            #expect(try await pool.forgotPassword(.init(username: name)) == answer)
            if name != "unreachable" { #expect(platform.outbox.last() == before) }
        }
        let address = try await pool.forgotPassword(.init(username: "bob@example.com"))
        #expect(address?.destination == "b***@e***")
    }

    @Test func `a pool of phone numbers makes numbers up`() async throws {
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", signInWith: [.username, .phone]))
        let answer = try await pool.forgotPassword(.init(username: "nobody"))
        #expect(answer?.deliveryMedium == "SMS" && answer?.attributeName == "phone_number")
        #expect(answer?.destination?.wholeMatch(of: #/\*{8}[0-9]{4}/#) != nil)
    }

    @Test func `a code that an administrator had sent outlives a stranger's request`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        _ = try await pool.updateUserAttributes(
            .init(accessToken: token, attributes: [.init(name: "email", value: "new@example.com")]))
        try await pool.adminResetUserPassword(username: "alice")
        let code = try platform.outbox.code(for: "alice")
        _ = try await pool.forgotPassword(.init(username: "alice"))
        try await pool.reset("alice", code)
    }

    @Test func `a reset does not confirm a user`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        _ = try await pool.forgotPassword(.init(username: "alice"))
        try await pool.reset("alice", platform.outbox.code(for: "alice"))
        await #expect(throws: AWSError(name: "UserNotConfirmedException")) {
            _ = try await pool.signIn("alice", otherPassword)
        }
    }
}
