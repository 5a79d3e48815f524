// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// What has a message sent counts, also where it is right; what sends none and proves something does not.
struct SentMessageTests {
    @Test(
        arguments: [
            (.emailOTP, .userAuth, true), (.smsOTP, .userAuth, true), (.customChallenge, .customAuth, true),
            (.smsMFA, .userPasswordAuth, true), (.emailOTP, .userPasswordAuth, true),
            (.softwareTokenMFA, .userPasswordAuth, false),
            (.selectChallenge, .userAuth, false), (.newPasswordRequired, .userPasswordAuth, false),
            (.selectMFAType, .userPasswordAuth, false),
        ] as [(ChallengeName, AuthFlowType, Bool)])
    func `a sign-in counts on where something was sent`(
        name: ChallengeName, flow: AuthFlowType, counts: Bool
    ) async throws {
        let fixture = try AuthFixture<Pool>(options: .init(authFlowType: flow, attemptLimits: AttemptBed.limits))
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(AuthChallenge(name: name, session: Secret("C"), parameters: [:]))
        }
        var refused = 0
        for _ in 0..<6 {
            let password = flow == .userPasswordAuth ? "p" : ""
            do {
                _ = try await fixture.auth.signIn("alice", password, context: fixture.context(clientIP: "203.0.113.1"))
            } catch let error as ApiError where error.isTooMany { refused += 1 }
        }
        #expect(refused == (counts ? 3 : 0))
    }

    @Test(arguments: [ChallengeName.selectMFAType, .mfaSetup], ["SMS", "EMAIL", "x@example.com"])
    func `an answer counts on where something was sent`(name: ChallengeName, answer: String) async throws {
        let fixture = try AuthFixture<Pool>(options: .init(attemptLimits: AttemptBed.limits))
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(
                AuthChallenge(
                    name: name, session: Secret("C"),
                    parameters: ["MFAS_CAN_SETUP": #"["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#]))
        }
        let sent: ChallengeName = answer == "SMS" ? .smsMFA : .emailOTP
        fixture.cognito.on("RespondToAuthChallenge") {
            AuthOutput.challenge(AuthChallenge(name: sent, session: Secret("D"), parameters: [:]))
        }
        guard case .continueSignIn(let step) = try await fixture.auth.signIn("alice", "p", context: fixture.context())
        else { return #expect(Bool(false), "a challenge was scripted") }
        var refused = 0
        for _ in 0..<6 {
            let context = fixture.context(clientIP: "203.0.113.1")
            do {
                _ = try await fixture.auth.confirmSignIn(step.session, .init(answer), context: context)
            } catch let error as ApiError where error.isTooMany { refused += 1 }
        }
        // The choice of e-mail for the set-up asks for an address first: nothing is sent.
        let sends = name == .selectMFAType || answer != "EMAIL"
        #expect(refused == (sends ? 3 : 0))
        #expect(fixture.cognito.operations.count { $0 == "RespondToAuthChallenge" } == (sends ? 3 : 0))
    }

    @Test func `a user with codes by text message signs in ten times in a quarter of an hour`() async throws {
        let fixture = try AuthFixture<Pool>(random: .system)
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(AuthChallenge(name: .smsMFA, session: Secret("C"), parameters: [:]))
        }
        fixture.cognito.on("RespondToAuthChallenge") { AuthOutput.tokens(tokens) }
        for _ in 0..<10 {
            let context = fixture.context(clientIP: "203.0.113.1")
            guard case .continueSignIn(let step) = try await fixture.auth.signIn("alice", "p", context: context)
            else { return #expect(Bool(false), "a challenge was scripted") }
            _ = try await fixture.auth.confirmSignIn(step.session, .init("123456"), context: context)
        }
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.signIn("alice", "p", context: fixture.context(clientIP: "203.0.113.1"))
        }
        #expect(error?.isTooMany == true)
    }

    @Test func `three hundred users of an address sign in by codes in a quarter of an hour`() async throws {
        let fixture = try AuthFixture<Pool>(options: .init(authFlowType: .userAuth), random: .system)
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(AuthChallenge(name: .emailOTP, session: Secret("C"), parameters: [:]))
        }
        var refused = 0
        for number in 0..<301 {
            let context = fixture.context(clientIP: "203.0.113.1")
            do {
                _ = try await fixture.auth.signIn("user-\(number)", "", context: context)
            } catch let error as ApiError where error.isTooMany { refused += 1 }
        }
        #expect(refused == 1)
    }

    @Test(arguments: [true, false]) func `a sign-up with a weak password sends nothing and costs nothing`(
        conceals: Bool
    ) async throws {
        let fixture = try AuthFixture<Pool>(
            options: .init(concealsTakenNames: conceals, attemptLimits: AttemptBed.limits), random: .system)
        fixture.cognito.fail("SignUp", AWSError(name: "InvalidPasswordException"))
        let context = fixture.context(clientIP: "203.0.113.1")
        for _ in 0..<10 {
            let error = await #expect(throws: ApiError.self) {
                try await fixture.auth.signUp("alice", "weak", context: context)
            }
            #expect(error?.name == "InvalidPasswordException")
        }
        #expect(
            Set(fixture.records.stored.filter { $0.key.hasPrefix("limit:") }.map(\.value.value)).isSubset(of: ["0"]))
        CountedMethod.signUp.accept(fixture)
        _ = try await fixture.auth.signUp("alice", "Passw0rd!", context: context)
    }

    @Test func `a weak new password is a guess at the code, and counts`() async throws {
        let bed = try await AttemptBed(.confirmResetPassword)
        bed.fixture.cognito.fail("ConfirmForgotPassword", AWSError(name: "InvalidPasswordException"))
        for _ in 0..<3 { #expect(await bed.attempt()?.name == "InvalidPasswordException") }
        #expect(await bed.attempt()?.isTooMany == true)
    }
}
