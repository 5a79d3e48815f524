// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct WrongPasswordTests {
    private let bed = LocalBed()
    private var now: Timestamp { bed.clock.now() }
    private static let incorrect = AWSError.refusal("NotAuthorizedException", "Incorrect username or password")
    private static let exceeded = AWSError.refusal("NotAuthorizedException", "Password attempts exceeded")

    private func pool() async throws -> (LocalUserPool, LocalPlatform) {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
        return (pool, platform)
    }

    private func fail(_ pool: LocalUserPool, _ name: String, times: Int) async {
        for _ in 0..<times {
            await #expect(performing: { _ = try await pool.signIn(name, otherPassword) }, throws: Self.incorrect)
        }
    }

    @Test(arguments: ["alice", "nobody", ""])
    func `five wrong passwords lock a name for a second, whoever it is`(name: String) async throws {
        let (pool, _) = try await pool()
        await fail(pool, name, times: 5)
        for attempt in [password, otherPassword] {
            await #expect(performing: { _ = try await pool.signIn(name, attempt) }, throws: Self.exceeded)
        }
        bed.advance(seconds: 1)
        await fail(pool, name, times: 1)
        await #expect(performing: { _ = try await pool.signIn(name) }, throws: Self.exceeded)
        bed.advance(seconds: 1)
        await #expect(performing: { _ = try await pool.signIn(name) }, throws: Self.exceeded)
    }

    @Test func `each further one doubles the time, up to fifteen minutes`() async throws {
        let (pool, _) = try await pool()
        await fail(pool, "alice", times: 4)
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] as [Int64] {
            await fail(pool, "alice", times: 1)
            bed.advance(seconds: seconds - 1)
            // Trying makes it no longer.
            await #expect(performing: { _ = try await pool.signIn("alice") }, throws: Self.exceeded)
            bed.advance(seconds: 1)
        }
        _ = try await pool.signIn("alice")
    }

    @Test func `the right password clears the count, and so do fifteen quiet minutes`() async throws {
        let (pool, _) = try await pool()
        for _ in 1...3 {
            await fail(pool, "alice", times: 4)
            _ = try await pool.signIn("alice")
        }
        await fail(pool, "alice", times: 4)
        bed.advance(seconds: 900)
        await fail(pool, "alice", times: 4)
        _ = try await pool.signIn("alice")
        await fail(pool, "alice", times: 4)
        bed.advance(seconds: 899)
        await fail(pool, "alice", times: 1)
        await #expect(performing: { _ = try await pool.signIn("alice") }, throws: Self.exceeded)
    }

    @Test func `names and addresses, passwords and proofs are counted together, users apart`() async throws {
        let (pool, platform) = try await pool()
        try await pool.register("bob", [:], platform.outbox)
        await fail(pool, "alice", times: 1)
        await fail(pool, "alice@example.com", times: 1)
        await #expect(performing: { try await pool.prove("alice", otherPassword, at: now) }, throws: Self.incorrect)
        let select = try await pool.challenged("alice", .userAuth)
        for _ in 1...2 {
            await #expect(
                performing: { try await pool.answer(select, ["ANSWER": "PASSWORD", "PASSWORD": "wrong"]) },
                throws: Self.incorrect)
        }
        await #expect(performing: { _ = try await pool.signIn("alice") }, throws: Self.exceeded)
        await #expect(performing: { try await pool.prove("alice", at: now) }, throws: Self.exceeded)
        await #expect(
            performing: { try await pool.answer(select, ["ANSWER": "PASSWORD", "PASSWORD": password.exposed]) },
            throws: Self.exceeded)
        _ = try await pool.signIn("bob")
        bed.advance(seconds: 1)
        try await pool.prove("alice", at: now)
        await fail(pool, "alice", times: 4)
        _ = try await pool.signIn("alice")
    }

    @Test func `a proof of nobody's password is counted, too`() async throws {
        let (pool, _) = try await pool()
        for _ in 1...5 {
            await #expect(performing: { try await pool.prove("nobody", at: now) }, throws: Self.incorrect)
        }
        await #expect(performing: { try await pool.prove("nobody", at: now) }, throws: Self.exceeded)
        await #expect(performing: { _ = try await pool.signIn("nobody") }, throws: Self.exceeded)
    }

    @Test func `a lock outlives a restart`() async throws {
        try await {
            let (pool, _) = try await self.pool()
            await fail(pool, "alice", times: 5)
        }()
        let (pool, _) = try bed.pool()
        await #expect(performing: { _ = try await pool.signIn("alice") }, throws: Self.exceeded)
    }
}
