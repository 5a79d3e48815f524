// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

/// The signed-in user's own account: attributes, addresses and their codes, password, deletion.
@Suite struct ProfileTests {
    private let bed = LocalBed()

    private func signedIn(
        _ attributes: [UserPoolConfiguration.CustomAttribute] = []
    ) async throws -> (LocalUserPool, LocalPlatform, Secret<String>) {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", attributes: attributes))
        try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
        return (pool, platform, try #require(try await pool.signIn("alice").accessToken))
    }

    private func attributes(_ pool: LocalUserPool, _ token: Secret<String>) async throws -> [String: String] {
        let user = try await pool.getUser(accessToken: token)
        return Dictionary(user.attributes.map { ($0.name, $0.value) }) { $1 }
    }

    @Test func `a user reads as Cognito describes it`() async throws {
        let (pool, _, token) = try await signedIn()
        let user = try await pool.getUser(accessToken: token)
        #expect(user.username == "alice")
        #expect(user.attributes.map(\.name) == ["sub", "email", "email_verified"])
    }

    @Test func `a changed address is unverified until its own code comes back`() async throws {
        let (pool, platform, token) = try await signedIn()
        let deliveries = try await pool.updateUserAttributes(
            .init(
                accessToken: token,
                attributes: [
                    .init(name: "email", value: "new@example.org"), .init(name: "phone_number", value: "+15005550123"),
                ]))
        #expect(deliveries.map(\.attributeName) == ["email", "phone_number"])
        #expect(deliveries.first?.destination == "n***@e***")
        #expect(try await attributes(pool, token)["email_verified"] == nil)
        let phoneCode = try #require(platform.outbox.last()?.code)
        let wrong = VerifyUserAttributeInput(accessToken: token, attributeName: "email", code: Secret(phoneCode))
        await #expect(throws: AWSError.codeMismatch) { try await pool.verifyUserAttribute(wrong) }
        let right = VerifyUserAttributeInput(accessToken: token, attributeName: "phone_number", code: Secret(phoneCode))
        try await pool.verifyUserAttribute(right)
        #expect(try await attributes(pool, token)["phone_number_verified"] == "true")
        #expect(try await attributes(pool, token)["email_verified"] == nil)
        await #expect(throws: AWSError.codeMismatch) { try await pool.verifyUserAttribute(right) }
    }

    @Test func `a code can be sent again, in place of the first`() async throws {
        let (pool, platform, token) = try await signedIn()
        let input = GetUserAttributeVerificationCodeInput(accessToken: token, attributeName: "email")
        #expect(try await pool.getUserAttributeVerificationCode(input)?.attributeName == "email")
        let code = try #require(platform.outbox.last())
        #expect(code.purpose == .attribute)
        try await pool.verifyUserAttribute(
            .init(accessToken: token, attributeName: "email", code: Secret(code.code)))
    }

    @Test(arguments: ["phone_number", "name", "sub", "", "custom:x"])
    func `only an address that is there can be confirmed`(name: String) async throws {
        let (pool, _, token) = try await signedIn()
        await #expect(throws: AWSError.invalidParameter("")) {
            try await pool.getUserAttributeVerificationCode(.init(accessToken: token, attributeName: name))
        }
        await #expect(throws: AWSError.invalidParameter("")) {
            try await pool.verifyUserAttribute(.init(accessToken: token, attributeName: name, code: Secret("1")))
        }
    }

    @Test(arguments: [
        ("sub", "x"), ("cognito:groups", "admins"), ("custom:unknown", "x"), ("email", "no address"),
        ("phone_number", "1"),
        ("custom:fixed", "x"), ("custom:number", "x"),
    ])
    func `what the pool would not take is refused`(name: String, value: String) async throws {
        let (pool, _, token) = try await signedIn([
            .init(name: "fixed", mutable: false), .init(name: "number", type: .number),
        ])
        let before = try await attributes(pool, token)
        await #expect(throws: AWSError.invalidParameter("")) {
            try await pool.updateUserAttributes(
                .init(accessToken: token, attributes: [.init(name: name, value: value)]))
        }
        #expect(try await attributes(pool, token) == before)
    }

    @Test func `verified flags from a client are ignored, an empty value removes`() async throws {
        let (pool, _, token) = try await signedIn()
        _ = try await pool.updateUserAttributes(
            .init(
                accessToken: token,
                attributes: [.init(name: "phone_number_verified", value: "true"), .init(name: "name", value: "A")]))
        #expect(try await attributes(pool, token)["phone_number_verified"] == nil)
        _ = try await pool.updateUserAttributes(.init(accessToken: token, attributes: [.init(name: "name", value: "")]))
        #expect(try await attributes(pool, token)["name"] == nil)
    }

    @Test func `the password changes only for who knows the old one`() async throws {
        let (pool, _, token) = try await signedIn()
        for (old, new, error) in [
            (Secret("wrong"), otherPassword, AWSError.incorrectPassword),
            (Secret(""), otherPassword, .incorrectPassword),
            (Secret("wrong"), Secret("weak"), .incorrectPassword), (password, Secret("weak"), .invalidPassword("")),
        ] {
            await #expect(throws: error) {
                try await pool.changePassword(.init(accessToken: token, previousPassword: old, proposedPassword: new))
            }
        }
        try await pool.changePassword(
            .init(accessToken: token, previousPassword: password, proposedPassword: otherPassword))
        _ = try await pool.signIn("alice", otherPassword)
        await #expect(throws: AWSError.incorrectCredentials) { try await pool.signIn("alice") }
    }

    @Test func `a deleted user is gone with tokens and codes, and the name is free`() async throws {
        let (pool, platform, token) = try await signedIn()
        try await pool.deleteUser(accessToken: token)
        await #expect(throws: AWSError.accessTokenRevoked) { try await pool.getUser(accessToken: token) }
        await #expect(throws: AWSError.incorrectCredentials) { try await pool.signIn("alice") }
        try await pool.register("alice", [:], platform.outbox)
    }

    @Test(arguments: ["", "made-up"]) func `without a live access token nothing works`(token: String) async throws {
        let (pool, _, _) = try await signedIn()
        let token = Secret(token)
        await #expect(throws: AWSError.invalidAccessToken) { try await pool.getUser(accessToken: token) }
        await #expect(throws: AWSError.invalidAccessToken) { try await pool.deleteUser(accessToken: token) }
        await #expect(throws: AWSError.invalidAccessToken) {
            try await pool.updateUserAttributes(.init(accessToken: token, attributes: []))
        }
        await #expect(throws: AWSError.invalidAccessToken) {
            try await pool.changePassword(
                .init(accessToken: token, previousPassword: password, proposedPassword: otherPassword))
        }
    }
}
