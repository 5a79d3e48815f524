// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

struct ConfirmSignInTests {
    private let invalid = ApiError("Invalid session", status: 400, name: "ExpiredCodeException")

    /// A fixture whose sign-in poses `name`, and the handle of the next step.
    private func challenged(
        _ name: ChallengeName, _ parameters: [String: String] = [:], options: AuthCognitoOptions<Pool> = .init()
    ) async throws -> (AuthFixture<Pool>, String) {
        let fixture = try AuthFixture<Pool>(options: options)
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(AuthChallenge(name: name, session: Secret("C1"), parameters: parameters))
        }
        let result = try await fixture.auth.signIn("alice", "pw", context: fixture.context())
        guard case .continueSignIn(let step) = result else { throw ApiError("not challenged") }
        return (fixture, step.session)
    }

    @Test func `a text-message code, from challenge to session`() async throws {
        let (fixture, handle) = try await challenged(.smsMFA, ["CODE_DELIVERY_DESTINATION": "+*******1234"])
        let tokens = fixture.tokens()
        fixture.cognito.on("RespondToAuthChallenge") { AuthOutput.tokens(tokens) }
        let context = fixture.context()
        let result = try await fixture.auth.confirmSignIn(
            handle, ChallengeResponse("123456"), context: context, options: .init(clientMetadata: ["a": "b"]))
        guard case .signedIn(let user) = result else {
            Issue.record("not signed in")
            return
        }
        #expect(user.username == "alice")
        #expect(context.setCookies.count == 1)
        #expect(
            fixture.cognito.calls.first { $0.operation == "RespondToAuthChallenge" }
                == .init(
                    "RespondToAuthChallenge",
                    [
                        "ChallengeName": "SMS_MFA", "Session": "C1", "ChallengeResponses.SMS_MFA_CODE": "123456",
                        "ChallengeResponses.USERNAME": "alice", "ClientMetadata.a": "b",
                    ]))
    }

    @Test func `the reply to a challenged sign-in`() async throws {
        let (fixture, _) = try await challenged(.smsMFA)
        let result = try await fixture.auth.signIn("alice", "pw", context: fixture.context())
        let wire = try JSONCoding.decode(JSONValue.self, from: JSONCoding.string(result))
        #expect(wire.object?.keys == ["status", "nextStep"])
        #expect(wire["nextStep"]?.object?.keys == ["name", "session", "codeDeliveryDetails"])
        #expect(
            wire["nextStep"]?["codeDeliveryDetails"]
                == ["destination": "***", "deliveryMedium": "SMS", "attributeName": "phone_number"])
    }

    @Test func `an authenticator app is set up while signing in`() async throws {
        let (probe, _) = try await challenged(.emailOTP)
        probe.cognito.on("InitiateAuth") {
            AuthOutput.challenge(
                AuthChallenge(
                    name: .mfaSetup, session: Secret("C1"), parameters: ["MFAS_CAN_SETUP": #"["SOFTWARE_TOKEN_MFA"]"#]))
        }
        probe.cognito.on("AssociateSoftwareToken") {
            AssociateSoftwareTokenOutput(secretCode: Secret("JBSW"), session: Secret("C2"))
        }
        let result = try await probe.auth.signIn("alice", "pw", context: probe.context())
        guard case .continueSignIn(let step) = result else {
            Issue.record("not challenged")
            return
        }
        #expect(step.kind == .totpSetup(sharedSecret: "JBSW"))
        probe.cognito.on("VerifySoftwareToken") { VerifySoftwareTokenOutput(succeeded: true, session: Secret("C3")) }
        let tokens = probe.tokens()
        probe.cognito.on("RespondToAuthChallenge") { AuthOutput.tokens(tokens) }
        _ = try await probe.auth.confirmSignIn(
            step.session, ChallengeResponse("123456"), context: probe.context(), options: .init(friendlyDeviceName: "p")
        )
        #expect(
            probe.cognito.calls.suffix(3).map(\.description)
                == [
                    ScriptedCognito.Call(
                        "VerifySoftwareToken", ["Session": "C2", "UserCode": "123456", "FriendlyDeviceName": "p"]),
                    .init(
                        "RespondToAuthChallenge",
                        ["ChallengeName": "MFA_SETUP", "Session": "C3", "ChallengeResponses.USERNAME": "alice"]),
                    .init("JWKS", ["Issuer": TestTokenIssuer.pool.issuers[0]]),
                ].map(\.description))
    }

    @Test(arguments: ["", "x", "a.b", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s"])
    func `a handle that is not ours asks Cognito nothing`(handle: String) async throws {
        let fixture = try AuthFixture<Pool>()
        await #expect(throws: invalid) {
            try await fixture.auth.confirmSignIn(handle, ChallengeResponse("1"), context: fixture.context())
        }
        #expect(fixture.cognito.calls.isEmpty)
    }

    @Test func `a handle that is too old is refused`() async throws {
        let (fixture, handle) = try await challenged(.smsMFA)
        fixture.clock.advance(seconds: 901)
        await #expect(throws: invalid) {
            try await fixture.auth.confirmSignIn(handle, ChallengeResponse("1"), context: fixture.context())
        }
    }

    @Test(arguments: [
        ("CodeMismatchException", 400, true), ("NotAuthorizedException", 401, false),
        ("ExpiredCodeException", 400, false),
        ("InvalidPasswordException", 400, true), ("TooManyFailedAttemptsException", 429, false),
    ])
    func `a refused answer keeps name and text, and the handle stays usable`(
        name: String, status: Int, retriable: Bool
    ) async throws {
        let (fixture, handle) = try await challenged(.softwareTokenMFA)
        fixture.cognito.fail("RespondToAuthChallenge", AWSError(name: name, message: "Text", status: 400))
        await #expect(throws: ApiError("Text", status: status, name: name, retriable: retriable)) {
            try await fixture.auth.confirmSignIn(handle, ChallengeResponse("1"), context: fixture.context())
        }
        let tokens = fixture.tokens()
        fixture.cognito.on("RespondToAuthChallenge") { AuthOutput.tokens(tokens) }
        _ = try await fixture.auth.confirmSignIn(handle, ChallengeResponse("2"), context: fixture.context())
    }

    @Test(arguments: [
        (#""123""#, "123"), (#"{"code":"1"}"#, "1"), (#"{"newPassword":"n"}"#, "n"), (#"{"email":"e"}"#, "e"),
        (#"{"password":"p"}"#, "p"), (#"{"firstFactor":"f"}"#, "f"), (#"{"credential":"c"}"#, "c"),
        (#"{"mfaType":"m"}"#, "m"), (#"{"mfaType":"m","code":"1"}"#, "1"), (#"{"code":null,"email":"e"}"#, "e"),
        ("{}", ""), (#"{"other":"x"}"#, ""), (#"{"code":""}"#, ""),
    ])
    func `an answer is a text or the first known member`(json: String, expected: String) throws {
        #expect(try JSONCoding.decode(ChallengeResponse.self, from: json).value.exposed == expected)
    }

    @Test(arguments: ["7", "[]", #"{"code":7}"#, "true"])
    func `an answer of another type is refused`(json: String) {
        #expect(throws: (any Error).self) { try JSONCoding.decode(ChallengeResponse.self, from: json) }
    }

    @Test(arguments: [
        ("code", "code", "SMS_MFA"), ("totpSetup", "code", "SMS_MFA"),
        ("newPassword", "newPassword", "NEW_PASSWORD_REQUIRED"),
        ("mfaType", "mfaType", "SELECT_MFA_TYPE"), ("email", "email", "MFA_SETUP"),
        ("password", "password", "PASSWORD"),
        ("firstFactor", "firstFactor", "SELECT_CHALLENGE"), ("webauthn", "credential", "WEB_AUTHN"),
    ])
    func `the form's challenge names the member with the answer`(challenge: String, member: String, name: String)
        async throws
    {
        let (fixture, handle) = try await challenged(
            ChallengeName(rawValue: name), ["MFAS_CAN_SETUP": #"["EMAIL_OTP"]"#])
        let tokens = fixture.tokens()
        fixture.cognito.on("RespondToAuthChallenge") { AuthOutput.tokens(tokens) }
        var input: JSONObject = [
            "action": "confirmSignIn", "session": .string(handle), "challenge": .string(challenge),
        ]
        let missing = try await fixture.auth.setAuthState(AuthActionInput(.object(input)), fixture.context())
        #expect(missing.error == "Missing field: \(member)")
        #expect(missing.retriable == true)
        input[member] = "x@y"
        let state = try await fixture.auth.setAuthState(AuthActionInput(.object(input)), fixture.context())
        #expect(state.state == .signedIn)
        #expect(fixture.cognito.calls.contains { $0.fields.values.contains("x@y") })
    }

    @Test func `required attributes of a new password are asked for and sent`() async throws {
        let (fixture, _) = try await challenged(.smsMFA)
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(
                AuthChallenge(
                    name: .newPasswordRequired, session: Secret("C1"),
                    parameters: ["requiredAttributes": #"["userAttributes.given_name"]"#]))
        }
        let form = try await fixture.auth.setAuthState(
            AuthActionInput(["action": "signIn", "username": "alice", "password": "pw"]), fixture.context())
        #expect(form.state == .confirmingSignIn)
        #expect(form.actions.first?.fields.map(\.name) == ["session", "challenge", "newPassword", "given_name"])
        let handle = try #require(form.actions.first?.fields.first?.defaultValue)
        fixture.cognito.fail("RespondToAuthChallenge", AWSError(name: "InvalidPasswordException", message: "weak"))
        let input: JSONObject = [
            "action": "confirmSignIn", "session": .string(handle), "challenge": "newPassword", "newPassword": "n",
            "given_name": "A",
        ]
        let state = try await fixture.auth.setAuthState(AuthActionInput(.object(input)), fixture.context())
        #expect(state.retriable == true)
        #expect(fixture.cognito.calls.last?.fields["ChallengeResponses.userAttributes.given_name"] == "A")
    }

    @Test(arguments: ["dance", nil]) func `an unknown challenge answers with an empty text`(challenge: String?)
        async throws
    {
        let (fixture, handle) = try await challenged(.smsMFA)
        fixture.cognito.fail("RespondToAuthChallenge", AWSError(name: "CodeMismatchException", message: "Invalid code"))
        var input: JSONObject = ["action": "confirmSignIn", "session": .string(handle), "code": "123456"]
        if let challenge { input["challenge"] = .string(challenge) }
        let state = try await fixture.auth.setAuthState(AuthActionInput(.object(input)), fixture.context())
        #expect(state.errorName == "CodeMismatchException")
        #expect(fixture.cognito.calls.last?.fields["ChallengeResponses.SMS_MFA_CODE"] == "")
    }

    @Test(arguments: [[:], ["session": "x"], ["session": "x", "challenge": "code", "code": "1"]] as [JSONObject])
    func `a form without our handle leads back to the start`(members: JSONObject) async throws {
        let fixture = try AuthFixture<Pool>()
        var input = members
        input["action"] = "confirmSignIn"
        let state = try await fixture.auth.setAuthState(AuthActionInput(.object(input)), fixture.context())
        #expect(state.error == "Invalid session")
        #expect(state.errorName == "ExpiredCodeException")
        #expect(state.actions == fixture.auth.forms.signedOut.actions)
    }

    @Test func `a passkey sign-in asks for that factor`() async throws {
        let fixture = try AuthFixture<Pool>(options: .passkeys)
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(
                AuthChallenge(
                    name: .webAuthn, session: Secret("C1"), parameters: ["CREDENTIAL_REQUEST_OPTIONS": #"{"a":1}"#]))
        }
        let state = try await fixture.auth.setAuthState(
            AuthActionInput(["action": "signInWithPasskey", "username": "alice"]), fixture.context())
        #expect(state.actions.first?.capability == .webAuthnGet)
        #expect(state.actions.first?.fields[2].defaultValue == #"{"a":1}"#)
        #expect(
            fixture.cognito.calls.first?.fields == [
                "AuthFlow": "USER_AUTH", "AuthParameters.USERNAME": "alice",
                "AuthParameters.PREFERRED_CHALLENGE": "WEB_AUTHN",
            ])
    }
}
