// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct PasskeySignInTests {
    private let bed: PasskeyBed

    init() throws { bed = try PasskeyBed() }

    @Test func `a passkey signs in, and again`() async throws {
        let token = try await bed.user("alice", ["email": "alice@example.com"])
        let authenticator = try await bed.register(token)
        for _ in 1...2 {
            let challenge = try await bed.challenge("alice")
            #expect(challenge.name == .webAuthn && challenge.parameters["USER_ID_FOR_SRP"]?.count == 36)
            let tokens = try await bed.answer(challenge, authenticator.sign(challenge.credentialOptions)).tokens()
            let access = try #require(tokens.accessToken)
            #expect(try await bed.pool.getUser(accessToken: access).username == "alice")
        }
    }

    @Test func `it is chosen among the factors`() async throws {
        let token = try await bed.user("alice", ["email": "alice@example.com"])
        let authenticator = try await bed.register(token)
        let select = try await bed.pool.challenged("alice", .userAuth)
        #expect(select.availableChallenges == ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"])
        let challenge = try await bed.pool.answer(select, ["ANSWER": "WEB_AUTHN"]).challenge()
        let options = try JSONValue(parsing: Array(challenge.credentialOptions.utf8))
        #expect(options["rpId"] == "localhost" && options["userVerification"] == "preferred")
        #expect(options["allowCredentials"]?[0]?["id"] == .string(Base64URL.encode(authenticator.credentialID)))
        #expect(Base64URL.decode(options["challenge"]?.string ?? "")?.count == 32)
        _ = try await bed.answer(challenge, authenticator.sign(challenge.credentialOptions)).tokens()
    }

    @Test func `it is no choice without a passkey, or where a second factor is due`() async throws {
        let token = try await bed.user("alice")
        let unavailable = AWSError.refusal(
            "InvalidParameterException", "USER_AUTH: first factor 'WEB_AUTHN' not available for this user")
        await #expect(performing: { try await bed.challenge("alice") }, throws: unavailable)
        let authenticator = try await bed.register(token)
        _ = try await bed.challenge("alice")
        try await bed.pool.deleteWebAuthnCredential(
            accessToken: token, credentialID: Base64URL.encode(authenticator.credentialID))
        await #expect(performing: { try await bed.challenge("alice") }, throws: unavailable)
    }

    @Test func `an answer counts once`() async throws {
        let authenticator = try await bed.register(bed.user("alice"))
        let challenge = try await bed.challenge("alice")
        let credential = try authenticator.sign(challenge.credentialOptions)
        _ = try await bed.answer(challenge, credential).tokens()
        await #expect(throws: AWSError(name: "ExpiredCodeException")) {
            try await bed.answer(challenge, credential)
        }
        let next = try await bed.challenge("alice")
        await #expect(throws: AWSError(name: "WebAuthnChallengeNotFoundException")) {
            try await bed.answer(next, credential)
        }
    }

    @Test func `a counter that does not grow is a copy`() async throws {
        var authenticator = try await bed.register(bed.user("alice"))
        authenticator.counter = 7
        let first = try await bed.challenge("alice")
        _ = try await bed.answer(first, authenticator.sign(first.credentialOptions)).tokens()
        for counter: UInt32 in [7, 4, 0] {
            authenticator.counter = counter
            let challenge = try await bed.challenge("alice")
            let credential = try authenticator.sign(challenge.credentialOptions)
            await #expect(throws: AWSError(name: "NotAuthorizedException")) {
                try await bed.answer(challenge, credential)
            }
        }
        authenticator.counter = 8
        let last = try await bed.challenge("alice")
        _ = try await bed.answer(last, authenticator.sign(last.credentialOptions)).tokens()
    }

    @Test func `an authenticator may say whose the passkey is`() async throws {
        let token = try await bed.user("alice")
        var authenticator = try await bed.register(token)
        let sub = try await bed.pool.getUser(accessToken: token).attributes.first?.value ?? ""
        authenticator.userHandle = Array(sub.utf8)
        let challenge = try await bed.challenge("alice")
        _ = try await bed.answer(challenge, authenticator.sign(challenge.credentialOptions)).tokens()
    }

    @Test(
        arguments: [
            ("https://localhost.evil", nil, 0x05, nil, "WebAuthnOriginNotAllowedException"),
            ("http://localhost:3000", "example.org", 0x05, nil, "WebAuthnRelyingPartyMismatchException"),
            ("http://localhost:3000", nil, 0x04, nil, "NotAuthorizedException"),
            ("http://localhost:3000", nil, 0x0D, nil, "NotAuthorizedException"),
            ("http://localhost:3000", nil, 0x05, [1, 2, 3], "NotAuthorizedException"),
            ("http://localhost:3000", nil, 0x45, nil, "InvalidParameterException"),
        ] as [(String, String?, UInt8, [UInt8]?, String)])
    func `an assertion of another page, site or user is refused`(
        origin: String, site: String?, flags: UInt8, user: [UInt8]?, name: String
    ) async throws {
        let authenticator = try await bed.register(bed.user("alice"))
        var changed = authenticator
        changed.origin = origin
        changed.relyingPartyID = site
        changed.flags = flags
        changed.userHandle = user
        let challenge = try await bed.challenge("alice")
        let credential = try changed.sign(challenge.credentialOptions)
        await #expect(throws: AWSError(name: name)) { try await bed.answer(challenge, credential) }
        _ = try await bed.answer(challenge, authenticator.sign(challenge.credentialOptions)).tokens()
    }

    @Test func `a passkey of somebody else, or none any more, is not known`() async throws {
        let (alice, bob) = (try await bed.user("alice"), try await bed.user("bob"))
        let authenticator = try await bed.register(alice)
        let other = try await bed.register(bob)
        let unknown = AWSError.refusal("WebAuthnCredentialNotSupportedException", "Unknown passkey credential")
        let challenge = try await bed.challenge("alice")
        let foreign = try other.sign(challenge.credentialOptions)
        await #expect(performing: { try await bed.answer(challenge, foreign) }, throws: unknown)
        try await bed.pool.deleteWebAuthnCredential(
            accessToken: alice, credentialID: Base64URL.encode(authenticator.credentialID))
        let deleted = try authenticator.sign(challenge.credentialOptions)
        await #expect(performing: { try await bed.answer(challenge, deleted) }, throws: unknown)
    }

    @Test func `a message of another shape is no credential`() async throws {
        let authenticator = try await bed.register(bed.user("alice"))
        let challenge = try await bed.challenge("alice")
        let unreadable = AWSError.refusal("InvalidParameterException", "credential must be JSON")
        for text in ["", "not json", "[]", "5", String(repeating: "[", count: 100_000)] {
            await #expect(
                performing: { try await bed.pool.answer(challenge, ["CREDENTIAL": text]) }, throws: unreadable)
        }
        var credential = try authenticator.sign(challenge.credentialOptions)
        credential["response"]?["signature"] = nil
        let unsigned = credential
        await #expect(throws: AWSError(name: "InvalidParameterException")) {
            try await bed.answer(challenge, unsigned)
        }
    }

    @Test func `three wrong answers end the session`() async throws {
        let authenticator = try await bed.register(bed.user("alice"))
        let challenge = try await bed.challenge("alice")
        var evil = authenticator
        evil.origin = "https://evil.example"
        let wrong = try evil.sign(challenge.credentialOptions)
        for _ in 1...3 {
            await #expect(throws: AWSError(name: "WebAuthnOriginNotAllowedException")) {
                try await bed.answer(challenge, wrong)
            }
        }
        let right = try authenticator.sign(challenge.credentialOptions)
        await #expect(throws: AWSError(name: "ExpiredCodeException")) { try await bed.answer(challenge, right) }
    }

    @Test func `verification of the user is demanded where the pool demands it`() async throws {
        let strict = try PasskeyBed(.init(relyingPartyID: "localhost", userVerification: .required))
        var authenticator = try await strict.register(strict.user("alice"))
        let challenge = try await strict.challenge("alice")
        authenticator.flags = 0x01
        let unverified = try authenticator.sign(challenge.credentialOptions)
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            try await strict.answer(challenge, unverified)
        }
        authenticator.flags = 0x05
        _ = try await strict.answer(challenge, authenticator.sign(challenge.credentialOptions)).tokens()
    }

    @Test func `a passkey does not stand for a second factor`() async throws {
        let bed = try PasskeyBed(mfa: .optional)
        let token = try await bed.user("alice")
        _ = try await bed.register(token)
        _ = try await bed.challenge("alice")
        _ = try await bed.pool.enrolApp(token, at: bed.bed.clock.now())
        await #expect(throws: AWSError(name: "InvalidParameterException")) { try await bed.challenge("alice") }
    }
}
