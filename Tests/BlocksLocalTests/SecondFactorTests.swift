// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct SecondFactorTests {
    private let bed = LocalBed()
    private static let both = ["email": "alice@example.com", "phone_number": "+15005550123"]
    private static let dead = AWSError.refusal("ExpiredCodeException", "Challenge session expired")
    private static let mismatch = AWSError.refusal("CodeMismatchException", "Invalid code")

    private func pool(
        _ mfa: UserPoolConfiguration.MFAMode, _ types: [UserPoolConfiguration.MFAType],
        _ attributes: [String: String] = both
    ) async throws -> (LocalUserPool, LocalPlatform) {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", mfa: mfa, mfaTypes: types))
        try await pool.register("alice", attributes, platform.outbox)
        return (pool, platform)
    }

    @Test(arguments: [
        (UserPoolConfiguration.MFAType.email, ChallengeName.emailOTP, "alice@example.com"),
        (.sms, .smsMFA, "+15005550123"),
    ])
    func `a verified address gets a code`(
        type: UserPoolConfiguration.MFAType, name: ChallengeName, destination: String
    ) async throws {
        let (pool, platform) = try await pool(.optional, [type])
        let challenge = try await pool.challenged("alice")
        #expect(challenge.name == name)
        #expect(challenge.parameters["CODE_DELIVERY_DESTINATION"] == destination)
        #expect(platform.outbox.newest(for: "alice")?.purpose == .mfa)
        let code = try platform.outbox.code(for: "alice")
        for bad in [wrong(code), ""] {
            await #expect(
                performing: { try await pool.answer(challenge, [name.rawValue + "_CODE": bad]) }, throws: Self.mismatch)
        }
        _ = try await pool.answer(challenge, [name.rawValue + "_CODE": code]).tokens()
        await #expect(
            performing: { try await pool.answer(challenge, [name.rawValue + "_CODE": code]) }, throws: Self.dead)
    }

    @Test func `three wrong codes end the session, the right one then included`() async throws {
        let (pool, platform) = try await pool(.optional, [.email])
        let challenge = try await pool.challenged("alice")
        let code = try platform.outbox.code(for: "alice")
        for _ in 1...3 {
            await #expect(
                performing: { try await pool.answer(challenge, ["EMAIL_OTP_CODE": wrong(code)]) }, throws: Self.mismatch
            )
        }
        await #expect(performing: { try await pool.answer(challenge, ["EMAIL_OTP_CODE": code]) }, throws: Self.dead)
    }

    @Test func `a session is worth nothing later, elsewhere, or to another user`() async throws {
        let (pool, platform) = try await pool(.optional, [.email])
        try await pool.register("bob", ["email": "bob@example.com"], platform.outbox)
        let challenge = try await pool.challenged("alice")
        let code = try platform.outbox.code(for: "alice")
        func refused(_ name: ChallengeName, _ username: String, _ session: Secret<String>?) async {
            let other = AuthChallenge(name: name, session: session, parameters: ["USER_ID_FOR_SRP": username])
            await #expect(
                performing: { try await pool.answer(other, ["EMAIL_OTP_CODE": code, "SMS_MFA_CODE": code]) },
                throws: Self.dead)
        }
        await refused(.smsMFA, "alice", challenge.session)
        await refused(.emailOTP, "bob", challenge.session)
        await refused(.emailOTP, "alice", Secret("unknown"))
        await refused(.emailOTP, "alice", Secret(""))
        bed.advance(seconds: 180)
        await #expect(performing: { try await pool.answer(challenge, ["EMAIL_OTP_CODE": code]) }, throws: Self.dead)
    }

    @Test func `a code belongs to the session that it was sent for`() async throws {
        let (pool, platform) = try await pool(.optional, [.email])
        let first = try await pool.challenged("alice")
        let code = try platform.outbox.code(for: "alice")
        let second = try await pool.challenged("alice")
        if try platform.outbox.code(for: "alice") != code {
            await #expect(
                performing: { try await pool.answer(second, ["EMAIL_OTP_CODE": code]) }, throws: Self.mismatch)
        }
        _ = try await pool.answer(first, ["EMAIL_OTP_CODE": code]).tokens()
    }

    @Test func `several factors are a choice, and only those offered`() async throws {
        let (pool, platform) = try await pool(.optional, [.sms, .totp, .email])
        let challenge = try await pool.challenged("alice")
        #expect(challenge.name == .selectMFAType)
        #expect(challenge.parameters["MFAS_CAN_CHOOSE"] == #"["EMAIL_OTP","SMS_MFA"]"#)
        for bogus in ["SOFTWARE_TOKEN_MFA", "EMAIL", "", "PASSWORD"] {
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await pool.answer(challenge, ["ANSWER": bogus])
            }
        }
        let chosen = try await pool.answer(challenge, ["ANSWER": "SMS_MFA"]).challenge()
        #expect(chosen.name == .smsMFA)
        await #expect(performing: { try await pool.answer(challenge, ["ANSWER": "SMS_MFA"]) }, throws: Self.dead)
        _ = try await pool.answer(chosen, ["SMS_MFA_CODE": platform.outbox.code(for: "alice")]).tokens()
    }

    @Test func `preferences decide what is asked for`() async throws {
        let (pool, platform) = try await pool(.optional, [.sms, .email])
        let select = try await pool.challenged("alice")
        let chosen = try await pool.answer(select, ["ANSWER": "EMAIL_OTP"]).challenge()
        let tokens = try await pool.answer(chosen, ["EMAIL_OTP_CODE": platform.outbox.code(for: "alice")]).tokens()
        let token = try #require(tokens.accessToken)
        try await pool.setUserMFAPreference(.init(accessToken: token, sms: .init(enabled: true, preferred: true)))
        #expect(try await pool.getUser(accessToken: token).preferredMFASetting == "SMS_MFA")
        #expect(try await pool.challenged("alice").name == .smsMFA)
        try await pool.setUserMFAPreference(.init(accessToken: token, sms: .init(enabled: true, preferred: false)))
        #expect(try await pool.getUser(accessToken: token).preferredMFASetting == nil)
        #expect(try await pool.challenged("alice").name == .selectMFAType)
        try await pool.setUserMFAPreference(.init(accessToken: token, sms: .init(enabled: false, preferred: false)))
        #expect(try await pool.getUser(accessToken: token).mfaSettings == ["EMAIL_OTP", "SMS_MFA"])
    }

    @Test func `what a user cannot be asked for is not switched on`() async throws {
        let (pool, _) = try await pool(.optional, [.sms, .totp], [:])
        let token = try #require(try await pool.signIn("alice").accessToken)
        let on = SetUserMFAPreferenceInput.Setting(enabled: true, preferred: true)
        for (input, name) in [
            (SetUserMFAPreferenceInput(accessToken: token, sms: on), "InvalidParameterException"),
            (.init(accessToken: token, email: on), "InvalidParameterException"),
            (.init(accessToken: token, softwareToken: on), "SoftwareTokenMFANotFoundException"),
            (.init(accessToken: token, sms: on, softwareToken: on), "InvalidParameterException"),
            (.init(accessToken: Secret("none"), sms: on), "NotAuthorizedException"),
        ] {
            await #expect(throws: AWSError(name: name)) { try await pool.setUserMFAPreference(input) }
        }
    }

    @Test func `a required address is set up while signing in, and is the user's once proven`() async throws {
        let (pool, platform) = try await pool(.required, [.email], [:])
        let challenge = try await pool.challenged("alice")
        #expect(challenge.parameters["MFAS_CAN_SETUP"] == #"["EMAIL_OTP"]"#)
        for bad in ["", "alice", "@", "a b@c"] {
            await #expect(
                performing: { try await pool.answer(challenge, ["EMAIL": bad]) },
                throws: AWSError.refusal("InvalidParameterException", "Invalid email address"))
        }
        let sent = try await pool.answer(challenge, ["EMAIL": "alice@example.com"]).challenge()
        #expect(sent.parameters["CODE_DELIVERY_DESTINATION"] == "a***@e***")
        let code = try platform.outbox.code(for: "alice")
        let tokens = try await pool.answer(sent, ["EMAIL_OTP_CODE": code]).tokens()
        let claims = try await pool.claims(tokens.idToken)
        #expect(claims["email"]?.string == "alice@example.com")
        #expect(claims["email_verified"] == true)
        #expect(try await pool.challenged("alice").name == .emailOTP)
    }

    @Test func `someone else's address cannot be set up`() async throws {
        let (pool, platform) = try await pool(.required, [.email], [:])
        try await pool.register("bob", ["email": "bob@example.com"], platform.outbox)
        let sent = try await pool.answer(pool.challenged("alice"), ["EMAIL": "bob@example.com"]).challenge()
        let code = try platform.outbox.code(for: "alice")
        await #expect(throws: AWSError(name: "AliasExistsException")) {
            try await pool.answer(sent, ["EMAIL_OTP_CODE": code])
        }
    }

    @Test func `nobody gets in where a factor is required and none can be set up`() async throws {
        let (pool, _) = try await pool(.required, [.sms], [:])
        await #expect(throws: AWSError(name: "InvalidParameterException")) { try await pool.challenged("alice") }
    }

    @Test func `a disabled user does not finish a sign-in`() async throws {
        let (pool, platform) = try await pool(.optional, [.email])
        let challenge = try await pool.challenged("alice")
        try await pool.adminDisableUser(username: "alice")
        let code = try platform.outbox.code(for: "alice")
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            try await pool.answer(challenge, ["EMAIL_OTP_CODE": code])
        }
    }
}
