// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct AuthenticatorAppTests {
    private let bed = LocalBed()
    private static let mismatch = AWSError.refusal("CodeMismatchException", "Invalid code")
    private static let used = AWSError.refusal(
        "ExpiredCodeException", "Your software token has already been used once.")

    private func pool(_ mfa: UserPoolConfiguration.MFAMode = .optional) throws -> (LocalUserPool, LocalPlatform) {
        try bed.pool(.init(fullID: "app-auth", mfa: mfa, mfaTypes: [.totp]))
    }

    private var now: Timestamp { bed.clock.now() }

    @Test(arguments: [Int64(-1), 0, 1])
    func `a code may be one step early or late`(steps: Int64) async throws {
        let (pool, platform) = try pool()
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        let secret = try await pool.enrolApp(token, at: now)
        bed.advance(seconds: 300)
        let challenge = try await pool.challenged("alice")
        #expect(challenge.name == .softwareTokenMFA)
        let code = appCode(secret, now, steps: steps)
        #expect(try await pool.answer(challenge, ["SOFTWARE_TOKEN_MFA_CODE": code]).tokens().refreshToken != nil)
    }

    @Test(arguments: ["", "123", "abcdef", "0000000", "１２３４５６"])
    func `other texts are no codes`(text: String) async throws {
        let (pool, platform) = try pool()
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        let secret = try await pool.associateSoftwareToken(.accessToken(token)).secretCode?.exposed ?? ""
        #expect(secret.utf8.count == 32)
        await #expect(
            performing: {
                try await pool.verifySoftwareToken(.init(authority: .accessToken(token), userCode: Secret(text)))
            }, throws: Self.mismatch)
        for steps in [Int64(-2), 2] {
            await #expect(
                performing: {
                    try await pool.verifySoftwareToken(
                        .init(authority: .accessToken(token), userCode: Secret(appCode(secret, now, steps: steps))))
                }, throws: Self.mismatch)
        }
        #expect(try await pool.getUser(accessToken: token).mfaSettings == [])
    }

    @Test func `a code signs in once`() async throws {
        let (pool, platform) = try pool()
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        let secret = try await pool.enrolApp(token, at: now)
        // Who has just set the app up signs in with the code that it still shows.
        let first = try await pool.challenged("alice")
        let code = ["SOFTWARE_TOKEN_MFA_CODE": appCode(secret, now)]
        _ = try await pool.answer(first, code).tokens()
        let second = try await pool.challenged("alice")
        await #expect(performing: { try await pool.answer(second, code) }, throws: Self.used)
        bed.advance(seconds: 30)
        _ = try await pool.answer(second, ["SOFTWARE_TOKEN_MFA_CODE": appCode(secret, now)]).tokens()
    }

    @Test func `an app works until another is verified`() async throws {
        let (pool, platform) = try pool()
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        let secret = try await pool.enrolApp(token, at: now)
        let other = try await pool.associateSoftwareToken(.accessToken(token)).secretCode?.exposed ?? ""
        let challenge = try await pool.challenged("alice")
        await #expect(
            performing: {
                try await pool.answer(challenge, ["SOFTWARE_TOKEN_MFA_CODE": appCode(other, now)])
            }, throws: Self.mismatch)
        _ = try await pool.answer(challenge, ["SOFTWARE_TOKEN_MFA_CODE": appCode(secret, now)]).tokens()
    }

    @Test func `an app outlives a restart`() async throws {
        var secret = ""
        do {
            let (pool, platform) = try pool()
            try await pool.register("alice", [:], platform.outbox)
            let token = try #require(try await pool.signIn("alice").accessToken)
            secret = try await pool.enrolApp(token, at: now)
        }
        let (pool, _) = try pool()
        let challenge = try await pool.challenged("alice")
        _ = try await pool.answer(challenge, ["SOFTWARE_TOKEN_MFA_CODE": appCode(secret, now)]).tokens()
    }

    @Test func `a required app is set up while signing in`() async throws {
        let (pool, platform) = try pool(.required)
        try await pool.register("alice", [:], platform.outbox)
        let challenge = try await pool.challenged("alice")
        #expect(challenge.name == .mfaSetup)
        #expect(challenge.parameters["MFAS_CAN_SETUP"] == #"["SOFTWARE_TOKEN_MFA"]"#)
        // Without a verified app the challenge is not met.
        await #expect(throws: AWSError(name: "InvalidParameterException")) { try await pool.answer(challenge, [:]) }
        let session = try #require(challenge.session)
        let made = try await pool.associateSoftwareToken(.session(session))
        let next = try #require(made.session)
        let secret = made.secretCode?.exposed ?? ""
        await #expect(performing: { try await pool.associateSoftwareToken(.session(session)) }, throws: Self.dead)
        await #expect(
            performing: { try await pool.verifySoftwareToken(.init(authority: .session(next), userCode: Secret("1"))) },
            throws: Self.mismatch)
        let verified = try await pool.verifySoftwareToken(
            .init(authority: .session(next), userCode: Secret(appCode(secret, now))))
        var last = challenge
        last.session = verified.session
        let tokens = try await pool.answer(last, [:]).tokens()
        let user = try await pool.getUser(accessToken: try #require(tokens.accessToken))
        #expect(user.mfaSettings == ["SOFTWARE_TOKEN_MFA"])
        #expect(user.preferredMFASetting == "SOFTWARE_TOKEN_MFA")
    }

    @Test func `a pool without apps sets none up`() async throws {
        let (pool, platform) = try pool(.off)
        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        await #expect(throws: AWSError(name: "SoftwareTokenMFANotFoundException")) {
            try await pool.associateSoftwareToken(.accessToken(token))
        }
        await #expect(throws: AWSError(name: "SoftwareTokenMFANotFoundException")) {
            try await pool.verifySoftwareToken(.init(authority: .accessToken(token), userCode: Secret("123456")))
        }
        await #expect(performing: { try await pool.associateSoftwareToken(.session(Secret("x"))) }, throws: Self.dead)
    }

    private static let dead = AWSError.refusal("ExpiredCodeException", "Challenge session expired")
}
