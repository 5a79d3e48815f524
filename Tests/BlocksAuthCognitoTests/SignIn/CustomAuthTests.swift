// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Challenges of the pool's own Lambda triggers (A20, decision 0010).
struct CustomAuthTests {
    private func question(_ parameters: [String: String] = [:], session: String = "C1") -> AuthOutput {
        .challenge(AuthChallenge(name: .customChallenge, session: Secret(session), parameters: parameters))
    }

    private func fixture(startsWithSRP: Bool = false, _ replies: [AuthOutput]) throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(
            options: .init(authFlowType: .customAuth, customAuthStartsWithSRP: startsWithSRP))
        fixture.cognito.script("InitiateAuth", replies)
        return fixture
    }

    private func step(_ result: SignInResult) throws -> SignInNextStep {
        guard case .continueSignIn(let step) = result else { throw ApiError("not challenged") }
        return step
    }

    @Test func `a question, a wrong answer, another question and tokens`() async throws {
        let fixture = try fixture([
            question(["USERNAME": "alice-id", "USER_ID_FOR_SRP": "alice-id", "prompt": "Colour?", "kind": "riddle"])
        ])
        fixture.cognito.script(
            "RespondToAuthChallenge", [question(["prompt": "Number?"], session: "C2"), .tokens(fixture.tokens())])
        let first = try step(
            try await fixture.auth.signIn(
                "alice", "", context: fixture.context(), options: .init(clientMetadata: ["a": "b"])))
        #expect(
            fixture.cognito.last("InitiateAuth") == [
                "AuthFlow": "CUSTOM_AUTH", "AuthParameters.USERNAME": "alice", "ClientMetadata.a": "b",
            ])
        #expect(
            try JSONCoding.string(first)
                == #"{"name":"CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE","session":"\#(first.session)","#
                + #""additionalInfo":{"kind":"riddle","prompt":"Colour?"}}"#)
        let second = try step(
            try await fixture.auth.confirmSignIn(
                first.session, ChallengeResponse("red"), context: fixture.context(),
                options: .init(clientMetadata: ["c": "d"])))
        #expect(
            fixture.cognito.last("RespondToAuthChallenge") == [
                "ChallengeName": "CUSTOM_CHALLENGE", "Session": "C1", "ChallengeResponses.ANSWER": "red",
                "ChallengeResponses.USERNAME": "alice-id", "ClientMetadata.c": "d",
            ])
        #expect(second.kind == .custom(additionalInfo: ["prompt": "Number?"]))
        let answer = try JSONCoding.decode(ChallengeResponse.self, from: #"{"answer":"7"}"#)
        let result = try await fixture.auth.confirmSignIn(second.session, answer, context: fixture.context())
        guard case .signedIn = result else {
            Issue.record("not signed in")
            return
        }
        #expect(fixture.cognito.last("RespondToAuthChallenge")["ChallengeResponses.ANSWER"] == "7")
        #expect(fixture.cognito.last("RespondToAuthChallenge")["Session"] == "C2")
    }

    @Test func `a password that is given all the same goes nowhere`() async throws {
        let fixture = try fixture([question()])
        _ = try await fixture.auth.signIn("alice", "Passw0rd!", context: fixture.context())
        #expect(!fixture.cognito.calls.contains { $0.description.contains("Passw0rd!") })
    }

    @Test func `with SRP first the password is proved before the question`() async throws {
        let peer = try SRPPeer(password: "Passw0rd!")
        let fixture = try fixture(startsWithSRP: true, [try peer.challenge(session: "C1")])
        fixture.cognito.script("RespondToAuthChallenge", [question(["prompt": "?"], session: "C2")])
        let step = try step(try await fixture.auth.signIn("alice", "Passw0rd!", context: fixture.context()))
        #expect(step.kind == .custom(additionalInfo: ["prompt": "?"]))
        let publicValue = try #require(fixture.cognito.publicValue)
        #expect(
            fixture.cognito.last("InitiateAuth") == [
                "AuthFlow": "CUSTOM_AUTH", "AuthParameters.USERNAME": "alice", "AuthParameters.SRP_A": publicValue,
                "AuthParameters.CHALLENGE_NAME": "SRP_A",
            ])
        #expect(try peer.accepts(fixture.cognito.last("RespondToAuthChallenge"), publicValue: publicValue))
    }

    @Test func `the form asks for an answer, not for a password`() async throws {
        let fixture = try fixture([question()])
        fixture.cognito.script("RespondToAuthChallenge", [.tokens(fixture.tokens())])
        let signedOut = try await fixture.auth.authState(fixture.context())
        #expect(signedOut.actions.first?.fields.map(\.name) == ["username"])
        let asked = try await fixture.auth.setAuthState(
            AuthActionInput(["action": "signIn", "username": "alice"]), fixture.context())
        let form = try #require(asked.actions.first)
        let handle = try #require(form.fields.first?.defaultValue)
        #expect(
            try JSONCoding.string(form)
                == #"{"name":"confirmSignIn","label":"Answer Challenge","fields":["#
                + #"{"name":"session","label":"Session","type":"hidden","required":true,"defaultValue":"\#(handle)"},"#
                + #"{"name":"challenge","label":"Challenge","type":"hidden","required":true,"defaultValue":"custom"},"#
                + #"{"name":"answer","label":"Answer","type":"text","required":true}]}"#)
        var input: JSONObject = ["action": "confirmSignIn", "session": .string(handle), "challenge": "custom"]
        let missing = try await fixture.auth.setAuthState(AuthActionInput(.object(input)), fixture.context())
        #expect(missing.error == "Missing field: answer")
        input["answer"] = "red"
        let state = try await fixture.auth.setAuthState(AuthActionInput(.object(input)), fixture.context())
        #expect(state.state == .signedIn)
        #expect(fixture.cognito.last("RespondToAuthChallenge")["ChallengeResponses.ANSWER"] == "red")
    }

    @Test func `with SRP first the form asks for the password`() async throws {
        let fixture = try fixture(startsWithSRP: true, [question()])
        let signedOut = try await fixture.auth.authState(fixture.context())
        #expect(signedOut.actions.first?.fields.map(\.name) == ["username", "password"])
    }

    @Test(arguments: [("NotAuthorizedException", 401), ("UserLambdaValidationException", 400)])
    func `the pool's refusal of an answer ends the sign-in`(name: String, status: Int) async throws {
        let fixture = try fixture([question()])
        let step = try step(try await fixture.auth.signIn("alice", "", context: fixture.context()))
        fixture.cognito.fail("RespondToAuthChallenge", AWSError(name: name, message: "No.", status: 400))
        await #expect(throws: ApiError("No.", status: status, name: name)) {
            try await fixture.auth.confirmSignIn(step.session, ChallengeResponse("x"), context: fixture.context())
        }
    }

    @Test func `the bridge from sign-up keeps no password for a flow that takes none`() async throws {
        for (startsWithSRP, keeps) in [(false, false), (true, true)] {
            let fixture = try fixture(startsWithSRP: startsWithSRP, [question()])
            let bridge = fixture.auth.bridge("alice", Secret("pw"), nil)
            #expect((bridge.password != nil) == keeps)
        }
    }
}
