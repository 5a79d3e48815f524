// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct CognitoChallengeTests {
    @Test func `an answer carries its responses in order of their names`() async throws {
        let cognito = try ScriptedCognito(
            .json(#"{"ChallengeName":"EMAIL_OTP","Session":"s2","ChallengeParameters":{"USERNAME":"u"}}"#),
            .json(#"{"AuthenticationResult":{"IdToken":"i","AccessToken":"a","RefreshToken":"r","ExpiresIn":60}}"#))
        let first = try await cognito.client.respondToAuthChallenge(
            RespondToAuthChallengeInput(
                challengeName: .smsMFA, session: Secret("s1"),
                challengeResponses: ["USERNAME": Secret("u"), "SMS_MFA_CODE": Secret("1\"2")],
                clientMetadata: ["a": "b"]))
        guard case .challenge(let challenge) = first else {
            Issue.record("no challenge")
            return
        }
        #expect(challenge.name == .emailOTP)
        #expect(challenge.parameters == ["USERNAME": "u"])
        let second = try await cognito.client.respondToAuthChallenge(
            RespondToAuthChallengeInput(challengeName: .emailOTP, session: Secret("s2"), challengeResponses: [:]))
        guard case .tokens(let tokens) = second else {
            Issue.record("no tokens")
            return
        }
        #expect(tokens.refreshToken?.withExposed { $0 } == "r")
        #expect(cognito.operations == ["RespondToAuthChallenge", "RespondToAuthChallenge"])
        #expect(
            cognito.transport.bodies == [
                #"{"ClientId":"client","ChallengeName":"SMS_MFA","Session":"s1","ChallengeResponses":"#
                    + #"{"SMS_MFA_CODE":"1\"2","USERNAME":"u"},"ClientMetadata":{"a":"b"}}"#,
                #"{"ClientId":"client","ChallengeName":"EMAIL_OTP","Session":"s2","ChallengeResponses":{}}"#,
            ])
    }

    @Test func `an authenticator app is set up by handle or by access token`() async throws {
        let cognito = try ScriptedCognito(
            .json(#"{"SecretCode":"JBSW","Session":"s2"}"#), .json("{}"),
            .json(#"{"Status":"SUCCESS","Session":"s3"}"#),
            .json(#"{"Status":"ERROR"}"#), .json("{}"))
        let client = cognito.client
        let first = try await client.associateSoftwareToken(.session(Secret("s1")))
        #expect(first.secretCode?.withExposed { $0 } == "JBSW")
        #expect(first.session?.withExposed { $0 } == "s2")
        #expect(try await client.associateSoftwareToken(.accessToken(Secret("a"))).secretCode == nil)
        let verified = try await client.verifySoftwareToken(
            VerifySoftwareTokenInput(authority: .session(Secret("s2")), userCode: Secret("1"), friendlyDeviceName: "p"))
        #expect(verified.succeeded)
        #expect(verified.session?.withExposed { $0 } == "s3")
        let input = VerifySoftwareTokenInput(authority: .accessToken(Secret("a")), userCode: Secret("1"))
        #expect(try await !client.verifySoftwareToken(input).succeeded)
        #expect(try await !client.verifySoftwareToken(input).succeeded)
        #expect(
            cognito.transport.bodies == [
                #"{"Session":"s1"}"#, #"{"AccessToken":"a"}"#,
                #"{"Session":"s2","UserCode":"1","FriendlyDeviceName":"p"}"#, #"{"AccessToken":"a","UserCode":"1"}"#,
                #"{"AccessToken":"a","UserCode":"1"}"#,
            ])
    }
}
