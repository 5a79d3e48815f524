// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Proofs by SRP and devices as lists of inputs and actions, without I/O.
struct SignInProofFlowTests {
    private let device = RememberedDevice(
        names: ["alice"], deviceKey: "key", deviceGroupKey: "group", password: Secret("device pw"))

    /// What a flow is given.
    private enum Input {
        case client, proof
        case reply(String)
        case tokens
        case refusal(String, String)
    }

    private func flow(_ type: AuthFlowType, password: String = "pw", device: RememberedDevice? = nil) -> SignInFlow {
        SignInFlow(
            starting: .init(
                flow: type, username: "typed", password: Secret(password), preferred: .passwordSRP, startsWithSRP: true),
            .init(userPoolID: "eu-west-1_Pool", device: device))
    }

    /// The actions of `flow` for its start and then for each input; public values and proofs are fixed.
    private func actions(_ flow: SignInFlow, _ inputs: [Input]) throws -> [String] {
        var flow = flow
        let client = try SRPClient(random: SequenceRandom().source)
        var actions = [text(flow.start())]
        for input in inputs {
            switch input {
            case .client: actions.append(text(flow.received(client: client)))
            case .proof: actions.append(text(flow.received(proof: .init(signature: "sig", timestamp: "now"))))
            case .reply(let name):
                let parameters = [
                    "SRP_B": "2", "SALT": "1", "SECRET_BLOCK": "AAAA", "USER_ID_FOR_SRP": "id", "USERNAME": "id",
                ]
                let challenge = AuthChallenge(
                    name: ChallengeName(rawValue: name), session: Secret("C"), parameters: parameters)
                actions.append(text(flow.received(.challenge(challenge))))
            case .tokens: actions.append(text(flow.received(.tokens(.init(idToken: nil, accessToken: nil)))))
            case .refusal(let name, let message):
                actions.append(flow.refused(AWSError(name: name, message: message)).map(text) ?? "passed on")
            }
        }
        return actions
    }

    /// An action in short; values of secrets where they tell something.
    private func text(_ action: SignInFlow.Action) -> String {
        switch action {
        case .initiate(let input): "initiate " + input.parameters.keys.sorted().joined(separator: ",")
        case .drawClient: "draw"
        case .prove(let request):
            "prove \(request.identity.realm)/\(request.identity.name) \(request.password.exposed)"
        case .respond(let input):
            "\(input.challengeName.rawValue) " + input.challengeResponses.keys.sorted().joined(separator: ",")
        case .next(let kind, _): SignInNextStep(kind: kind, session: "").name
        case .signedIn: "signed in"
        case .fail(let error): "fail \(error.status)"
        case .associateSoftwareToken, .verifySoftwareToken: "software token"
        }
    }

    private let claim = "PASSWORD_CLAIM_SECRET_BLOCK,PASSWORD_CLAIM_SIGNATURE,TIMESTAMP,USERNAME"
    private let claimOfDevice = "DEVICE_KEY,PASSWORD_CLAIM_SECRET_BLOCK,PASSWORD_CLAIM_SIGNATURE,TIMESTAMP,USERNAME"

    @Test(arguments: [
        (AuthFlowType.userSRPAuth, "SRP_A,USERNAME"), (.customAuth, "CHALLENGE_NAME,SRP_A,USERNAME"),
        (.userAuth, "PREFERRED_CHALLENGE,SRP_A,USERNAME"),
    ])
    func `a proof is announced at the start and made for the challenge`(type: AuthFlowType, parameters: String) throws {
        #expect(
            try actions(flow(type), [.client, .reply("PASSWORD_VERIFIER"), .proof, .tokens])
                == ["draw", "initiate " + parameters, "prove Pool/id pw", "PASSWORD_VERIFIER " + claim, "signed in"])
    }

    @Test func `a device follows the password`() throws {
        #expect(
            try actions(
                flow(.userSRPAuth, device: device),
                [
                    .client, .reply("PASSWORD_VERIFIER"), .proof, .reply("DEVICE_SRP_AUTH"),
                    .reply("DEVICE_PASSWORD_VERIFIER"), .proof, .tokens,
                ])
                == [
                    "draw", "initiate DEVICE_KEY,SRP_A,USERNAME", "prove Pool/id pw",
                    "PASSWORD_VERIFIER " + claimOfDevice, "DEVICE_SRP_AUTH DEVICE_KEY,SRP_A,USERNAME",
                    "prove group/key device pw", "DEVICE_PASSWORD_VERIFIER " + claimOfDevice, "signed in",
                ])
    }

    @Test func `a device after a plain password draws its own value`() throws {
        #expect(
            try actions(
                flow(.userPasswordAuth, device: device),
                [.reply("DEVICE_SRP_AUTH"), .client, .reply("DEVICE_PASSWORD_VERIFIER"), .proof, .tokens])
                == [
                    "initiate DEVICE_KEY,PASSWORD,USERNAME", "draw", "DEVICE_SRP_AUTH DEVICE_KEY,SRP_A,USERNAME",
                    "prove group/key device pw", "DEVICE_PASSWORD_VERIFIER " + claimOfDevice, "signed in",
                ])
    }

    @Test func `PASSWORD_SRP is answered with the password at hand, else asked for`() throws {
        #expect(
            try actions(
                flow(.userAuth), [.client, .reply("PASSWORD_SRP"), .reply("PASSWORD_VERIFIER"), .proof, .tokens])
                == [
                    "draw", "initiate PREFERRED_CHALLENGE,SRP_A,USERNAME", "PASSWORD_SRP SRP_A,USERNAME",
                    "prove Pool/id pw", "PASSWORD_VERIFIER " + claim, "signed in",
                ])
        #expect(
            try actions(flow(.userAuth, password: ""), [.reply("PASSWORD_SRP")])
                == ["initiate USERNAME", "CONFIRM_SIGN_IN_WITH_PASSWORD"])
    }

    @Test func `whatever Cognito repeats is answered once`() throws {
        let password = try actions(
            flow(.userSRPAuth), [.client, .reply("PASSWORD_VERIFIER"), .proof, .reply("PASSWORD_VERIFIER")])
        #expect(password.last == "fail 503")
        let srp = try actions(flow(.userAuth), [.client, .reply("PASSWORD_SRP"), .reply("PASSWORD_SRP")])
        #expect(srp.last == "fail 503")
        let announced = try actions(
            flow(.userPasswordAuth, device: device), [.reply("DEVICE_SRP_AUTH"), .client, .reply("DEVICE_SRP_AUTH")])
        #expect(announced.last == "fail 503")
        let proved = try actions(
            flow(.userPasswordAuth, device: device),
            [
                .reply("DEVICE_SRP_AUTH"), .client, .reply("DEVICE_PASSWORD_VERIFIER"), .proof,
                .reply("DEVICE_PASSWORD_VERIFIER"),
            ])
        #expect(proved.last == "fail 503")
    }

    @Test func `a refused device is left out and the sign-in begun again, once`() throws {
        for refusal in [
            Input.refusal("ResourceNotFoundException", "x"), .refusal("NotAuthorizedException", "x"),
        ] {
            #expect(
                try actions(
                    flow(.userPasswordAuth, device: device),
                    [
                        .reply("DEVICE_SRP_AUTH"), .client, refusal, .reply("DEVICE_SRP_AUTH"),
                    ]
                ).suffix(2) == ["initiate PASSWORD,USERNAME", "fail 501"])
            #expect(
                try actions(
                    flow(.userPasswordAuth, device: device), [.reply("DEVICE_SRP_AUTH"), .client, refusal, refusal]
                ).suffix(2) == ["initiate PASSWORD,USERNAME", "passed on"])
        }
    }

    @Test(arguments: [
        ("NotAuthorizedException", "Incorrect username or password.", "passed on"),
        ("ResourceNotFoundException", "User pool client x does not exist.", "passed on"),
        ("ResourceNotFoundException", "Device does not exist.", "initiate PASSWORD,USERNAME"),
        ("UserNotFoundException", "", "fail 401"), ("TooManyRequestsException", "device", "passed on"),
    ])
    func `refusals of the start`(name: String, message: String, expected: String) throws {
        #expect(
            try actions(flow(.userPasswordAuth, device: device), [.refusal(name, message)]).last == expected)
    }

    @Test func `inputs out of order are refused in every state`() throws {
        #expect(try actions(flow(.userPasswordAuth), [.client]).last == "fail 400")
        #expect(try actions(flow(.userPasswordAuth), [.proof]).last == "fail 400")
        #expect(try actions(flow(.userSRPAuth), [.tokens]).last == "fail 400")
        #expect(try actions(flow(.userSRPAuth), [.client, .proof]).last == "fail 400")
        #expect(try actions(flow(.userSRPAuth), [.client, .reply("PASSWORD_VERIFIER"), .tokens]).last == "fail 400")
        #expect(try actions(flow(.userSRPAuth), [.client, .client]).last == "fail 400")
    }

    @Test func `a sign-in that goes on can't begin`() {
        let envelope = ChallengeEnvelope(name: .smsMFA, cognitoSession: Secret("C"), username: "a")
        var flow = SignInFlow(resuming: envelope, options: .init(), .init(userPoolID: "p"))
        #expect(text(flow.start()) == "fail 400")
    }

    @Test(arguments: ["PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"])
    func `a handle of a step that no user answers is none`(name: String) {
        let envelope = ChallengeEnvelope(
            name: ChallengeName(rawValue: name), cognitoSession: Secret("C"), username: "a")
        var flow = SignInFlow(resuming: envelope, options: .init(), .init(userPoolID: "p"))
        #expect(text(flow.answered(Secret("x"), to: envelope)) == "fail 400")
    }

    @Test(arguments: [
        (["PASSWORD_SRP"], false, [FirstFactor.password], true),
        (["PASSWORD", "PASSWORD_SRP"], false, [.password], false),
        (["PASSWORD_SRP", "EMAIL_OTP", "PASSWORD"], true, [.password, .emailOTP], true),
        (["PASSWORD"], true, [.password], false), (["WEB_AUTHN"], true, [.webAuthn], false), ([], true, [], false),
    ])
    func `clients see one kind of password`(offered: [String], prefers: Bool, shown: [FirstFactor], bySRP: Bool) {
        var flow = SignInFlow(
            starting: .init(flow: .userAuth, username: "a", password: Secret("")),
            .init(userPoolID: "p", prefersSRP: prefers))
        _ = flow.start()
        let challenge = AuthChallenge(
            name: .selectChallenge, session: Secret("C"), parameters: [:], availableChallenges: offered)
        guard case .next(let kind, let envelope) = flow.received(.challenge(challenge)) else {
            Issue.record("no step")
            return
        }
        #expect(kind == .firstFactorSelection(shown))
        #expect(envelope.passwordBySRP == bySRP)
    }
}
