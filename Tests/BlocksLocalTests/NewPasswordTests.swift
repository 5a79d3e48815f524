// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct NewPasswordTests {
    private let bed = LocalBed()

    @Test func `a temporary password is replaced at the first sign-in`() async throws {
        let (pool, _) = try bed.pool()
        try await pool.adminCreateUser(.init(username: "alice", temporaryPassword: password))
        let challenge = try await pool.challenged("alice")
        #expect(challenge.name == .newPasswordRequired)
        #expect(challenge.parameters["requiredAttributes"] == nil)
        await #expect(throws: AWSError(name: "InvalidPasswordException")) {
            try await pool.answer(challenge, ["NEW_PASSWORD": "weak"])
        }
        await #expect(throws: AWSError(name: "InvalidParameterException")) { try await pool.answer(challenge, [:]) }
        _ = try await pool.answer(challenge, ["NEW_PASSWORD": otherPassword.exposed]).tokens()
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { try await pool.signIn("alice") }
        _ = try await pool.signIn("alice", otherPassword)
        await #expect(throws: AWSError(name: "ExpiredCodeException")) {
            try await pool.answer(challenge, ["NEW_PASSWORD": password.exposed])
        }
    }

    @Test func `the second factor comes after the new password`() async throws {
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", mfa: .required, mfaTypes: [.totp]))
        try await pool.adminCreateUser(.init(username: "alice", temporaryPassword: password))
        let challenge = try await pool.challenged("alice")
        let next = try await pool.answer(challenge, ["NEW_PASSWORD": otherPassword.exposed]).challenge()
        #expect(next.name == .mfaSetup)
    }

    @Test func `required attributes come with the new password`() async throws {
        let (pool, _) = try bed.pool(
            .init(fullID: "app-auth", attributes: [.init(name: "team", required: true, mutable: false)]))
        try await pool.adminCreateUser(.init(username: "alice", temporaryPassword: password))
        let challenge = try await pool.challenged("alice")
        #expect(challenge.parameters["requiredAttributes"] == #"["userAttributes.custom:team"]"#)
        let own = ["NEW_PASSWORD": otherPassword.exposed]
        for extra in [[:], ["userAttributes.custom:other": "x"], ["userAttributes.email": "no address"]] {
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await pool.answer(challenge, own.merging(extra) { $1 })
            }
        }
        let tokens = try await pool.answer(challenge, own.merging(["userAttributes.custom:team": "blue"]) { $1 })
            .tokens()
        #expect(try await pool.claims(tokens.idToken)["custom:team"]?.string == "blue")
    }

    @Test func `an address that comes with it is not verified by that`() async throws {
        let (pool, _) = try bed.pool()
        try await pool.adminCreateUser(
            .init(
                username: "alice", temporaryPassword: password,
                attributes: [.init(name: "email", value: "a@x.io"), .init(name: "email_verified", value: "true")]))
        let challenge = try await pool.challenged("alice")
        let tokens = try await pool.answer(
            challenge, ["NEW_PASSWORD": otherPassword.exposed, "userAttributes.email": "b@x.io"]
        ).tokens()
        let claims = try await pool.claims(tokens.idToken)
        #expect(claims["email"]?.string == "b@x.io")
        #expect(claims["email_verified"] == nil)
    }

    @Test func `a password made up by the pool meets its policy`() async throws {
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", passwordPolicy: .init(minimumLength: 30)))
        let made = try await pool.adminCreateUser(.init(username: "alice"))
        #expect(made.enabled)
        #expect(made.attributes.map(\.name) == ["sub"])
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { try await pool.signIn("alice") }
    }
}
