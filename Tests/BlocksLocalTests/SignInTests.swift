// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct SignInTests {
    private let bed = LocalBed()
    private static let incorrect = AWSError.refusal("NotAuthorizedException", "Incorrect username or password")

    @Test(arguments: ["wrong", "", "passw0rd!", "Passw0rd! ", "Passw0rd"])
    func `a wrong password is refused`(wrong: String) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        await #expect(performing: { try await pool.signIn("alice", Secret(wrong)) }, throws: Self.incorrect)
    }

    @Test(arguments: ["nobody", "", "Alice", "alice ", "alice@example.com", "+15005550123"])
    func `an unknown user gets the same answer as a wrong password`(name: String) async throws {
        let (pool, platform) = try bed.pool()
        // The phone number is no alias here, and the address is another user's.
        try await pool.register("alice", ["phone_number": "+15005550123"], platform.outbox)
        await #expect(performing: { try await pool.signIn(name) }, throws: Self.incorrect)
    }

    @Test func `a disabled user gets the same answer as a wrong password`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        try await pool.adminDisableUser(username: "alice")
        await #expect(performing: { try await pool.signIn("alice") }, throws: Self.incorrect)
        try await pool.adminEnableUser(username: "alice")
        _ = try await pool.signIn("alice")
    }

    @Test func `only who knows the password learns that the user is not confirmed`() async throws {
        let (pool, _) = try bed.pool()
        try await pool.signUp("alice")
        await #expect(
            performing: { try await pool.signIn("alice") },
            throws: AWSError.refusal("UserNotConfirmedException", "User not confirmed"))
        await #expect(performing: { try await pool.signIn("alice", Secret("wrong")) }, throws: Self.incorrect)
    }

    @Test(arguments: [
        "REFRESH_TOKEN_AUTH", "ADMIN_USER_PASSWORD_AUTH", "",
    ])
    func `another flow is refused`(flow: String) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        await #expect(
            performing: {
                try await pool.initiateAuth(
                    .init(
                        flow: AuthFlow(rawValue: flow), parameters: ["USERNAME": Secret("alice"), "PASSWORD": password])
                )
            },
            throws: AWSError.refusal(
                "InvalidParameterException", "This authentication flow is not enabled for this client"))
    }

    @Test func `a signed call may carry a password`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        func input(_ password: Secret<String>) -> InitiateAuthInput {
            .init(flow: .adminUserPasswordAuth, parameters: ["USERNAME": Secret("alice"), "PASSWORD": password])
        }
        _ = try await pool.adminInitiateAuth(input(password)).tokens()
        await #expect(
            performing: { _ = try await pool.adminInitiateAuth(input(otherPassword)) }, throws: Self.incorrect)
    }

    @Test func `a call without a username is refused`() async throws {
        let (pool, _) = try bed.pool()
        await #expect(throws: AWSError(name: "InvalidParameterException")) {
            try await pool.initiateAuth(.init(flow: .userPasswordAuth, parameters: ["PASSWORD": password]))
        }
    }

    @Test func `a call without a password is a wrong password`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        await #expect(
            performing: {
                try await pool.initiateAuth(.init(flow: .userPasswordAuth, parameters: ["USERNAME": Secret("alice")]))
            }, throws: Self.incorrect)
    }

    @Test(arguments: [
        ([UserPoolConfiguration.SignInAlias.username, .email], "alice@example.com", true),
        ([.username, .email], "+15005550123", false),
        ([.username, .email, .phone], "+15005550123", true),
        ([.username], "alice@example.com", false),
        ([.username, .phone], "alice@example.com", false),
    ])
    func `verified addresses of the declared kinds sign in`(
        signInWith: [UserPoolConfiguration.SignInAlias], identifier: String, works: Bool
    ) async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", signInWith: signInWith))
        try await pool.register(
            "alice", ["email": "alice@example.com", "phone_number": "+15005550123"], platform.outbox)
        if works {
            #expect(try await pool.claims(pool.signIn(identifier).idToken)["cognito:username"]?.string == "alice")
        } else {
            await #expect(performing: { try await pool.signIn(identifier) }, throws: Self.incorrect)
        }
    }

    @Test func `an address that is not verified does not sign in`() async throws {
        let (pool, _) = try bed.pool()
        try await pool.signUp("alice", password, ["email": "alice@example.com", "email_verified": "true"])
        await #expect(performing: { try await pool.signIn("alice@example.com") }, throws: Self.incorrect)
    }

    @Test func `where the address is the username it signs in`() async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", signInWith: [.email]))
        try await pool.register("me@example.com", [:], platform.outbox)
        let claims = try await pool.claims(pool.signIn("me@example.com").idToken)
        #expect(claims["email"]?.string == "me@example.com")
        #expect(claims["email_verified"] == true)
        #expect(claims["cognito:username"]?.string == "me@example.com")
    }
}

extension LocalUserPool {
    /// The claims of a token whose signature fits the published key.
    func claims(_ token: Secret<String>?) async throws -> JSONValue {
        let jwt = try UnverifiedJWT(token?.exposed ?? "")
        let header = try JSONValue(parsing: jwt.headerBytes)
        let keys = try await jwks(issuer: pool.issuers.first ?? "")
        guard header["alg"]?.string == "RS256", let key = keys.key(id: header["kid"]?.string ?? ""),
            jwt.hasValidRS256Signature(of: try key.rsaPublicKey())
        else { throw LocalBed.BedError.noTokens }
        return try JSONValue(parsing: jwt.payloadBytes)
    }
}
