// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct SessionTests {
    private let bed = LocalBed()

    @Test func `a refresh shows what is true now and keeps the sign-in`() async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", groups: [.init(name: "admins")]))
        try await pool.register("alice", [:], platform.outbox)
        let first = try await pool.signIn("alice")
        try await pool.adminAddUserToGroup(username: "alice", groupName: "admins")
        bed.advance(seconds: 4000)
        let second = try await pool.refresh(#require(first.refreshToken))
        #expect(second.refreshToken == nil)
        let (before, after) = (try await pool.claims(first.idToken), try await pool.claims(second.idToken))
        #expect(before["cognito:groups"] == nil && after["cognito:groups"] == ["admins"])
        #expect(after["auth_time"] == before["auth_time"] && after["origin_jti"] == before["origin_jti"])
        #expect(after["iat"]?.int == (before["iat"]?.int ?? 0) + 4000)
        _ = try await pool.refresh(#require(first.refreshToken))
    }

    @Test(arguments: ["", "made-up", "access token"])
    func `what is no refresh token is refused`(token: String) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let tokens = try await pool.signIn("alice")
        let secret = token == "access token" ? try #require(tokens.accessToken) : Secret(token)
        await #expect(
            performing: { try await pool.refresh(secret) },
            throws: AWSError.refusal("NotAuthorizedException", "Invalid Refresh Token"))
    }

    @Test(arguments: [(30 * 24 * 3600 - 1, true), (30 * 24 * 3600, false)] as [(Int64, Bool)])
    func `a refresh token is good for thirty days`(age: Int64, isGood: Bool) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").refreshToken)
        bed.advance(seconds: age)
        if isGood {
            _ = try await pool.refresh(token)
        } else {
            await #expect(
                performing: { try await pool.refresh(token) },
                throws: AWSError.refusal("NotAuthorizedException", "Refresh Token has expired"))
            // Later writes forget it altogether.
            try await pool.signUp("bob")
            await #expect(throws: AWSError(name: "NotAuthorizedException")) { _ = try await pool.refresh(token) }
        }
    }

    @Test func `a revoked refresh token is dead, others live`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let (one, two) = (try await pool.signIn("alice"), try await pool.signIn("alice"))
        try await pool.revokeToken(#require(one.refreshToken))
        try await pool.revokeToken(#require(one.refreshToken))
        try await pool.revokeToken(Secret("made-up"))
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            _ = try await pool.refresh(#require(one.refreshToken))
        }
        await #expect(
            performing: { try await pool.globalSignOut(accessToken: #require(one.accessToken)) },
            throws: AWSError.refusal("NotAuthorizedException", "Access Token has been revoked"))
        _ = try await pool.refresh(#require(two.refreshToken))
    }

    @Test func `a global sign-out ends every sign-in of the user and no one else's`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        try await pool.register("bob", [:], platform.outbox)
        let (one, two) = (try await pool.signIn("alice"), try await pool.signIn("alice"))
        let bob = try await pool.signIn("bob")
        try await pool.globalSignOut(accessToken: #require(one.accessToken))
        for tokens in [one, two] {
            await #expect(throws: AWSError(name: "NotAuthorizedException")) {
                _ = try await pool.refresh(#require(tokens.refreshToken))
            }
            await #expect(
                performing: { try await pool.globalSignOut(accessToken: #require(tokens.accessToken)) },
                throws: AWSError.refusal("NotAuthorizedException", "Access Token has been revoked"))
        }
        _ = try await pool.refresh(#require(bob.refreshToken))
        _ = try await pool.signIn("alice")
    }

    @Test(arguments: ["", "a.b.c", "id token", "tampered", "unsigned", "another pool's"])
    func `what is no access token of the pool signs nobody out`(kind: String) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let tokens = try await pool.signIn("alice")
        let parts = try #require(tokens.accessToken).exposed.split(separator: ".").map(String.init)
        let token =
            switch kind {
            case "id token": try #require(tokens.idToken).exposed
            case "tampered": "\(parts[0]).\(parts[1].dropLast())A.\(parts[2])"
            case "unsigned": "\(Base64URL.encode(Array(#"{"alg":"none"}"#.utf8))).\(parts[1])."
            case "another pool's":
                try LocalTokenIssuer(pool: pool.pool, key: .generate(), random: .system).tokens(
                    for: .init(
                        username: "alice", userSub: "s", attributes: [:], groups: [], originID: "o", authenticated: 1),
                    at: bed.clock.now()
                ).accessToken?.exposed ?? ""
            default: kind
            }
        await #expect(
            performing: { try await pool.globalSignOut(accessToken: Secret(token)) },
            throws: AWSError.refusal("NotAuthorizedException", "Invalid Access Token"))
        _ = try await pool.refresh(#require(tokens.refreshToken))
    }

    @Test(arguments: [(3599, true), (3600, false)] as [(Int64, Bool)])
    func `an access token is good for an hour`(age: Int64, isGood: Bool) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        bed.advance(seconds: age)
        if isGood {
            try await pool.globalSignOut(accessToken: token)
        } else {
            await #expect(
                performing: { try await pool.globalSignOut(accessToken: token) },
                throws: AWSError.refusal("NotAuthorizedException", "Access Token has expired"))
        }
    }

    @Test func `tokens of a disabled or deleted user are dead, also for a namesake`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let tokens = try await pool.signIn("alice")
        try await pool.adminDisableUser(username: "alice")
        await #expect(
            performing: { try await pool.refresh(#require(tokens.refreshToken)) },
            throws: AWSError.refusal("NotAuthorizedException", "User is disabled."))
        await #expect(
            performing: { try await pool.globalSignOut(accessToken: #require(tokens.accessToken)) },
            throws: AWSError.refusal("NotAuthorizedException", "User is disabled."))
        try await pool.adminDeleteUser(username: "alice")
        try await pool.register("alice", [:], platform.outbox)
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            _ = try await pool.refresh(#require(tokens.refreshToken))
        }
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            try await pool.globalSignOut(accessToken: #require(tokens.accessToken))
        }
    }
}
