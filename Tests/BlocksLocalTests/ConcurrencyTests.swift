// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct ConcurrencyTests {
    private let bed = LocalBed()

    @Test func `of several sign-ups with one name exactly one wins`() async throws {
        let (pool, _) = try bed.pool()
        #expect(await successes { _ in try await pool.signUp("alice") } == 1)
    }

    @Test func `of several confirmations with one code exactly one wins`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        let code = try platform.outbox.code(for: "alice")
        #expect(await successes { _ in _ = try await pool.confirm("alice", code) } == 1)
    }

    @Test func `of several resets with one code exactly one password is set`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        _ = try await pool.forgotPassword(.init(username: "alice"))
        let code = try platform.outbox.code(for: "alice")
        #expect(await successes { try await pool.reset("alice", code, Secret("Passw0rd!\($0)")) } == 1)
        #expect(await successes { _ = try await pool.signIn("alice", Secret("Passw0rd!\($0)")) } == 1)
    }

    @Test func `different users don't disturb each other`() async throws {
        let (pool, platform) = try bed.pool()
        let done = await successes { number in
            try await pool.register("user-\(number)", [:], platform.outbox)
            let tokens = try await pool.signIn("user-\(number)")
            _ = try await pool.refresh(#require(tokens.refreshToken))
        }
        #expect(done == 8)
    }

    /// How many of eight concurrent runs of `body` succeed.
    private func successes(of body: @escaping @Sendable (Int) async throws -> Void) async -> Int {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    do {
                        try await body(number)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
    }
}
