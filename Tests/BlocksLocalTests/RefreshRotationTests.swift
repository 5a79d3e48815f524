// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct RefreshRotationTests {
    private let bed = LocalBed()
    private static let reused = AWSError.refusal("RefreshTokenReuseException", "Refresh Token has been used already")
    private static let invalid = AWSError.refusal("NotAuthorizedException", "Invalid Refresh Token")

    private func pool(gracePeriod: Int) async throws -> (LocalUserPool, LocalPlatform, AuthTokens) {
        let (pool, platform) = try bed.pool(
            .init(fullID: "app-auth", refreshTokenRotation: .init(retryGracePeriod: gracePeriod)))
        try await pool.register("alice", [:], platform.outbox)
        return (pool, platform, try await pool.signIn("alice"))
    }

    @Test func `a refresh replaces the token, and the old one is dead at once`() async throws {
        let (pool, _, first) = try await pool(gracePeriod: 0)
        let one = try #require(first.refreshToken)
        let second = try await pool.refresh(one)
        let two = try #require(second.refreshToken)
        #expect(one.exposed != two.exposed)
        await #expect(performing: { try await pool.refresh(one) }, throws: Self.reused)
        // The sign-in goes on with the new one, and access tokens of before are good.
        let third = try await pool.refresh(two)
        #expect(try await pool.claims(third.idToken)["origin_jti"] == pool.claims(first.idToken)["origin_jti"])
        for tokens in [first, second, third] {
            _ = try await pool.getUser(accessToken: #require(tokens.accessToken))
        }
        await #expect(performing: { try await pool.refresh(two) }, throws: Self.reused)
    }

    @Test func `within the grace period the old one works again`() async throws {
        let (pool, _, first) = try await pool(gracePeriod: 30)
        let one = try #require(first.refreshToken)
        let two = try #require(try await pool.refresh(one).refreshToken)
        bed.advance(seconds: 29)
        let other = try #require(try await pool.refresh(one).refreshToken)
        #expect(other.exposed != two.exposed)
        bed.advance(seconds: 1)
        await #expect(performing: { try await pool.refresh(one) }, throws: Self.reused)
        for token in [two, other] { _ = try await pool.refresh(token) }
    }

    @Test func `a new token ends when the first would have`() async throws {
        let (pool, _, first) = try await pool(gracePeriod: 0)
        bed.advance(seconds: 20 * 24 * 3600)
        let one = try #require(first.refreshToken)
        let two = try #require(try await pool.refresh(one).refreshToken)
        bed.advance(seconds: 10 * 24 * 3600)
        await #expect(
            performing: { try await pool.refresh(two) },
            throws: AWSError.refusal("NotAuthorizedException", "Refresh Token has expired"))
    }

    @Test(arguments: [true, false])
    func `revoking any token of a sign-in ends it whole`(revokesOld: Bool) async throws {
        let (pool, _, first) = try await pool(gracePeriod: 60)
        let one = try #require(first.refreshToken)
        let second = try await pool.refresh(one)
        let two = try #require(second.refreshToken)
        let other = try await pool.signIn("alice")
        try await pool.revokeToken(revokesOld ? one : two)
        for token in [one, two] {
            await #expect(performing: { try await pool.refresh(token) }, throws: Self.invalid)
        }
        let access = try #require(second.accessToken)
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { try await pool.getUser(accessToken: access) }
        _ = try await pool.refresh(#require(other.refreshToken))
    }

    @Test func `of many refreshes at the same time one counts`() async throws {
        let (pool, _, first) = try await pool(gracePeriod: 0)
        let one = try #require(first.refreshToken)
        let names = await withTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do throws(AWSError) {
                        _ = try await pool.refreshTokens(.init(refreshToken: one))
                        return "ok"
                    } catch {
                        return error.name
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(names.sorted() == Array(repeating: "RefreshTokenReuseException", count: 7) + ["ok"])
    }

    @Test(arguments: [(-1, 0), (0, 0), (60, 60), (61, 60), (Int.max, 60)])
    func `the grace period has Cognito's bounds`(given: Int, taken: Int) {
        #expect(UserPoolConfiguration.RefreshTokenRotation(retryGracePeriod: given).retryGracePeriod == taken)
    }
}
