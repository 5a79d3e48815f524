// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Foundation
import Testing

@testable import BlocksLocal

/// What a proof tells about who exists, and what the pool keeps for it.
@Suite struct `Proofs and the users behind them` {
    private let bed = LocalBed()
    private var now: Timestamp { bed.clock.now() }
    private static let incorrect = AWSError.refusal("NotAuthorizedException", "Incorrect username or password")
    private static let dead = AWSError.refusal("ExpiredCodeException", "Challenge session expired")

    @Test(arguments: ["nobody", "nobody@example.com", "", "+15005550123"])
    func `nobody is asked like somebody, with the same salt each time`(name: String) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let client = try ProvingClient(pool)
        let alice = try await pool.provable("alice", client)
        let first = try await pool.provable(name, client)
        let second = try await pool.provable(name, client)
        #expect(first.name == alice.name)
        #expect(first.parameters.keys == alice.parameters.keys)
        for constant in ["SALT", "USERNAME", "USER_ID_FOR_SRP"] {
            #expect(first.parameters[constant] == second.parameters[constant])
            #expect(first.parameters[constant] != alice.parameters[constant])
        }
        #expect(first.parameters["USER_ID_FOR_SRP"]?.count == alice.parameters["USER_ID_FOR_SRP"]?.count)
        #expect(first.parameters["SECRET_BLOCK"]?.count == alice.parameters["SECRET_BLOCK"]?.count)
        #expect(first.parameters["SRP_B"] != second.parameters["SRP_B"])

        let proof = try client.answers(to: first, at: now)
        for _ in 1...3 { await #expect(performing: { try await pool.answer(first, proof) }, throws: Self.incorrect) }
        await #expect(performing: { try await pool.answer(first, proof) }, throws: Self.dead)
    }

    @Test func `two pools have different decoys`() async throws {
        var salts: Set<String> = []
        for bed in [LocalBed(), LocalBed()] {
            let (pool, _) = try bed.pool()
            salts.insert(try await pool.provable("nobody", ProvingClient(pool)).parameters["SALT"] ?? "")
        }
        #expect(salts.count == 2)
    }

    @Test func `a name that appears meanwhile is not signed in`() async throws {
        let (pool, platform) = try bed.pool()
        let client = try ProvingClient(pool)
        let challenge = try await pool.provable("alice", client)
        try await pool.register("alice", [:], platform.outbox)
        let proof = try client.answers(to: challenge, at: now)
        await #expect(performing: { try await pool.answer(challenge, proof) }, throws: Self.incorrect)
    }

    @Test func `the state of an account is told to who knows the password only`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        await #expect(performing: { try await pool.prove("alice", otherPassword, at: now) }, throws: Self.incorrect)
        await #expect(throws: AWSError(name: "UserNotConfirmedException")) { try await pool.prove("alice", at: now) }
        _ = try await pool.confirm("alice", platform.outbox.code(for: "alice"))
        try await pool.adminResetUserPassword(username: "alice")
        await #expect(performing: { try await pool.prove("alice", otherPassword, at: now) }, throws: Self.incorrect)
        await #expect(throws: AWSError(name: "PasswordResetRequiredException")) {
            try await pool.prove("alice", at: now)
        }
        try await pool.adminDisableUser(username: "alice")
        await #expect(performing: { try await pool.prove("alice", at: now) }, throws: Self.incorrect)
    }

    @Test func `another password needs another proof, however it was set`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        func expect(_ right: Secret<String>, not wrong: Secret<String>) async throws {
            try await pool.prove("alice", right, at: now)
            await #expect(performing: { try await pool.prove("alice", wrong, at: now) }, throws: Self.incorrect)
        }
        try await expect(password, not: otherPassword)
        let token = try #require(try await pool.signIn("alice").accessToken)
        try await pool.changePassword(
            .init(accessToken: token, previousPassword: password, proposedPassword: otherPassword))
        try await expect(otherPassword, not: password)
        _ = try await pool.forgotPassword(.init(username: "alice"))
        try await pool.reset("alice", platform.outbox.code(for: "alice"), password)
        try await expect(password, not: otherPassword)
        try await pool.adminSetUserPassword(username: "alice", password: otherPassword, permanent: true)
        try await expect(otherPassword, not: password)
    }

    @Test func `users of an older file get a verifier when their password is next seen`() async throws {
        try await {
            let (pool, platform) = try bed.pool()
            try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
            try await pool.register("bob", ["email": "bob@example.com"], platform.outbox)
        }()
        try editState { $0.replacing(/"sealedVerifier":"[^"]*",?/, with: "") }
        let (pool, _) = try bed.pool()
        for name in ["alice", "bob"] {
            await #expect(performing: { try await pool.prove(name, at: now) }, throws: Self.incorrect)
        }
        _ = try await pool.signIn("alice")
        try await pool.prove("alice", at: now)
        let select = try await pool.challenged("bob", .userAuth)
        _ = try await pool.answer(select, ["ANSWER": "PASSWORD", "PASSWORD": password.exposed]).tokens()
        try await pool.prove("bob", at: now)
    }

    @Test(arguments: ["", "nonsense", "00"])
    func `a lost sealing key costs one sign-in by password`(content: String) async throws {
        try await {
            let (pool, platform) = try bed.pool()
            try await pool.register("alice", [:], platform.outbox)
        }()
        #expect(try bed.mode("app-auth/sealing-key") == 0o600)
        try Data(content.utf8).write(to: URL(fileURLWithPath: bed.folder + "/app-auth/sealing-key"))
        let (pool, _) = try bed.pool()
        await #expect(performing: { try await pool.prove("alice", at: now) }, throws: Self.incorrect)
        _ = try await pool.signIn("alice")
        try await pool.prove("alice", at: now)
        #expect(try bed.names("app-auth").contains { $0.hasPrefix("sealing-key.corrupt-") })
        #expect(try bed.mode("app-auth/sealing-key") == 0o600)
    }

    @Test func `verifiers and secrets of apps are not readable in the file`() async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", mfa: .optional, mfaTypes: [.totp]))
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        let secret = try await pool.enrolApp(token, at: now)
        let challenge = try await pool.provable("alice", ProvingClient(pool))
        let state = try bed.text("app-auth/state.json")
        let key = try bed.text("app-auth/sealing-key").dropLast()
        let salt = try #require(challenge.parameters["SALT"])
        let secretBytes = try #require(Base32.decode(secret))
        for text in [secret, Base64.encode(secretBytes), Hex.encode(secretBytes), salt, String(key)] {
            #expect(!state.contains(text))
        }
        #expect(state.contains("sealedVerifier") && state.contains("sealedSecret"))
    }

    @Test func `the secret of an app that was kept readable still works, and is sealed when used`() async throws {
        let plain = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        let configuration = UserPoolConfiguration(fullID: "app-auth", mfa: .optional, mfaTypes: [.totp])
        try await {
            let (pool, platform) = try bed.pool(configuration)
            try await pool.register("alice", [:], platform.outbox)
            _ = try await pool.enrolApp(#require(pool.signIn("alice").accessToken), at: now)
        }()
        try editState { $0.replacing(/"sealedSecret":"[^"]*"/, with: #""secret":"\#(plain)""#) }
        bed.advance(seconds: 300)
        let (pool, _) = try bed.pool(configuration)
        let challenge = try await pool.challenged("alice")
        #expect(challenge.name == .softwareTokenMFA)
        _ = try await pool.answer(challenge, ["SOFTWARE_TOKEN_MFA_CODE": appCode(plain, now)]).tokens()
        #expect(try !bed.text("app-auth/state.json").contains(plain))
        bed.advance(seconds: 300)
        let again = try await pool.challenged("alice")
        _ = try await pool.answer(again, ["SOFTWARE_TOKEN_MFA_CODE": appCode(plain, now)]).tokens()
    }

    private func editState(_ edit: (String) -> String) throws {
        let edited = edit(try bed.text("app-auth/state.json"))
        try Data(edited.utf8).write(to: URL(fileURLWithPath: bed.folder + "/app-auth/state.json"))
    }
}
