// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct `Signing in by a proof of the password` {
    private let bed = LocalBed()
    private var now: Timestamp { bed.clock.now() }
    private static let incorrect = AWSError.refusal("NotAuthorizedException", "Incorrect username or password")
    private static let dead = AWSError.refusal("ExpiredCodeException", "Challenge session expired")

    private func pool(
        mfa: UserPoolConfiguration.MFAMode = .off, _ attributes: [String: String] = ["email": "alice@example.com"]
    ) async throws -> (LocalUserPool, LocalPlatform) {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", mfa: mfa, mfaTypes: [.totp]))
        try await pool.register("alice", attributes, platform.outbox)
        return (pool, platform)
    }

    @Test(arguments: ["alice", "alice@example.com"])
    func `the right password signs in, by name and by address`(username: String) async throws {
        let (pool, _) = try await pool()
        let tokens = try await pool.prove(username, at: now).tokens()
        #expect(tokens.refreshToken != nil)
        #expect(try await pool.claims(tokens.idToken)["cognito:username"] == "alice")
    }

    @Test func `the challenge has Cognito's parameters`() async throws {
        let (pool, _) = try await pool()
        let challenge = try await pool.provable("alice", ProvingClient(pool))
        #expect(challenge.name == .passwordVerifier)
        let names = ["SALT", "SECRET_BLOCK", "SRP_B", "USERNAME", "USER_ID_FOR_SRP"]
        #expect(challenge.parameters.keys.sorted() == names)
        let sub = try await pool.getUser(accessToken: #require(pool.signIn("alice").accessToken)).attributes.first
        #expect(challenge.parameters["USER_ID_FOR_SRP"] == sub?.value)
        #expect(challenge.parameters["USERNAME"] == sub?.value)
    }

    @Test func `a choice of first factors may be met by a proof`() async throws {
        let (pool, _) = try await pool()
        let client = try ProvingClient(pool)
        let preferred = try await pool.provable("alice", client, .userAuth, ["PREFERRED_CHALLENGE": "PASSWORD_SRP"])
        _ = try await pool.answer(preferred, client.answers(to: preferred, at: now)).tokens()

        let select = try await pool.challenged("alice", .userAuth)
        let answers = ["ANSWER": "PASSWORD_SRP", "SRP_A": client.client.publicValue]
        for bad in [["ANSWER": "PASSWORD_SRP"], answers.merging(["SRP_A": "0"]) { $1 }] {
            await #expect(throws: AWSError(name: "InvalidParameterException")) { try await pool.answer(select, bad) }
        }
        let chosen = try await pool.answer(select, answers).challenge()
        #expect(chosen.name == .passwordVerifier)
        await #expect(performing: { try await pool.answer(select, answers) }, throws: Self.dead)
        _ = try await pool.answer(chosen, client.answers(to: chosen, at: now)).tokens()
    }

    @Test func `a second factor and a new password follow as after a plain password`() async throws {
        let (pool, _) = try await pool(mfa: .required)
        #expect(try await pool.prove("alice", at: now).challenge().name == .mfaSetup)
        try await pool.adminSetUserPassword(username: "alice", password: otherPassword, permanent: false)
        let next = try await pool.prove("alice", otherPassword, at: now).challenge()
        #expect(next.name == .newPasswordRequired)
        let setUp = try await pool.answer(next, ["NEW_PASSWORD": password.exposed]).challenge()
        #expect(setUp.name == .mfaSetup)
        #expect(try await pool.prove("alice", at: now).challenge().name == .mfaSetup)
    }

    @Test(arguments: ["", "passw0rd!", "Passw0rd! ", "N3wPassw0rd!"])
    func `another password is refused, and the session ends with the third`(text: String) async throws {
        let (pool, _) = try await pool()
        let client = try ProvingClient(pool)
        let challenge = try await pool.provable("alice", client)
        let wrong = try client.answers(to: challenge, Secret(text), at: now)
        for _ in 1...3 {
            await #expect(performing: { try await pool.answer(challenge, wrong) }, throws: Self.incorrect)
        }
        let right = try client.answers(to: challenge, at: now)
        await #expect(performing: { try await pool.answer(challenge, right) }, throws: Self.dead)
    }

    @Test func `a proof counts once`() async throws {
        let (pool, _) = try await pool()
        let client = try ProvingClient(pool)
        let challenge = try await pool.provable("alice", client)
        let proof = try client.answers(to: challenge, at: now)
        _ = try await pool.answer(challenge, proof).tokens()
        await #expect(performing: { try await pool.answer(challenge, proof) }, throws: Self.dead)
        // Nor in another session of the same user and client.
        let other = try await pool.provable("alice", client)
        await #expect(performing: { try await pool.answer(other, proof) }, throws: Self.incorrect)
    }

    @Test(arguments: [-301, -300, 0, 300, 301] as [Int64])
    func `the client's clock may be five minutes off`(seconds: Int64) async throws {
        let (pool, _) = try await pool()
        let client = try ProvingClient(pool)
        let challenge = try await pool.provable("alice", client)
        let proof = try client.answers(to: challenge, at: now.adding(seconds: seconds))
        if abs(seconds) <= 300 {
            _ = try await pool.answer(challenge, proof).tokens()
        } else {
            await #expect(performing: { try await pool.answer(challenge, proof) }, throws: Self.incorrect)
        }
    }

    @Test(arguments: [
        ("TIMESTAMP", "Tue Nov 24 08:05:35 UTC 2026"), ("TIMESTAMP", ""), ("TIMESTAMP", "now"),
        ("PASSWORD_CLAIM_SECRET_BLOCK", "AAAA"), ("PASSWORD_CLAIM_SECRET_BLOCK", ""),
        ("PASSWORD_CLAIM_SECRET_BLOCK", "%"), ("PASSWORD_CLAIM_SIGNATURE", ""), ("PASSWORD_CLAIM_SIGNATURE", "AAAA"),
        ("PASSWORD_CLAIM_SIGNATURE", "\u{0}"), ("PASSWORD_CLAIM_SIGNATURE", String(repeating: "A", count: 10_000_000)),
    ])
    func `a changed answer is refused like a wrong password`(name: String, value: String) async throws {
        let (pool, _) = try await pool()
        let client = try ProvingClient(pool)
        let challenge = try await pool.provable("alice", client)
        let proof = try client.answers(to: challenge, at: now)
        await #expect(
            performing: { try await pool.answer(challenge, proof.merging([name: value]) { $1 }) },
            throws: Self.incorrect)
        let missing = AWSError.refusal("InvalidParameterException", "Missing required parameter \(name)")
        await #expect(
            performing: { try await pool.answer(challenge, proof.filter { $0.key != name }) }, throws: missing)
        _ = try await pool.answer(challenge, proof).tokens()
    }

    @Test func `a proof for one user is none for another`() async throws {
        let (pool, platform) = try await pool()
        try await pool.register("bob", [:], platform.outbox)
        let client = try ProvingClient(pool)
        let alice = try await pool.provable("alice", client)
        let bob = try await pool.provable("bob", client)
        let proof = try client.answers(to: alice, at: now)
        await #expect(performing: { try await pool.answer(bob, proof) }, throws: Self.incorrect)
        // Bob's session with Alice's name, and the other way round.
        for (session, named) in [(bob.session, alice), (alice.session, bob)] {
            var mixed = named
            mixed.session = session
            await #expect(performing: { try await pool.answer(mixed, proof) }, throws: Self.dead)
        }
        _ = try await pool.answer(alice, proof).tokens()
    }

    @Test func `a session of another kind, of nobody, or too old is dead`() async throws {
        let (pool, _) = try await pool()
        let client = try ProvingClient(pool)
        var challenge = try await pool.provable("alice", client)
        let proof = try client.answers(to: challenge, at: now)
        let session = challenge.session
        for other in [Secret(""), Secret("x"), try await pool.challenged("alice", .userAuth).session] {
            challenge.session = other
            await #expect(performing: { try await pool.answer(challenge, proof) }, throws: Self.dead)
        }
        challenge.session = session
        challenge.name = .password
        await #expect(performing: { try await pool.answer(challenge, proof) }, throws: Self.dead)
        challenge.name = .passwordVerifier
        bed.advance(seconds: 180)
        await #expect(performing: { try await pool.answer(challenge, proof) }, throws: Self.dead)
    }

    @Test(
        arguments: [
            nil, "", "0", "zz", "-1", String(repeating: "f", count: 768) + "0", String(repeating: "0", count: 768),
            String(repeating: "1", count: 10_000_000),
        ] as [String?])
    func `an unusable public value is refused, whoever is named`(value: String?) async throws {
        let (pool, _) = try await pool()
        for name in ["alice", "nobody"] {
            var parameters = ["USERNAME": Secret(name)]
            parameters["SRP_A"] = value.map { Secret($0) }
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await pool.initiateAuth(.init(flow: .userSRPAuth, parameters: parameters))
            }
        }
    }

    @Test func `a sign-in under way outlives a restart`() async throws {
        let (challenge, client) = try await {
            let (pool, _) = try await self.pool()
            let client = try ProvingClient(pool)
            return (try await pool.provable("alice", client), client)
        }()
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", mfaTypes: [.totp]))
        _ = try await pool.answer(challenge, client.answers(to: challenge, at: now)).tokens()
    }
}
