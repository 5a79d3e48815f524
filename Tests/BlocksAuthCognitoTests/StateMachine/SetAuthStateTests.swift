// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-state-machine §8 and §9: what each action asks of Cognito and where it leads.
struct SetAuthStateTests {
    private func fixture(_ options: AuthCognitoOptions<Pool> = .init()) throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(options: options)
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        fixture.cognito.on("SignUp") { SignUpOutput(userConfirmed: false, userSub: "sub-alice") }
        fixture.cognito.on("ConfirmSignUp") { ConfirmSignUpOutput() }
        fixture.cognito.on("ResendConfirmationCode") { CodeDelivery?.none }
        fixture.cognito.on("ForgotPassword") { CodeDelivery?.none }
        return fixture
    }

    private func submit(
        _ fixture: AuthFixture<Pool>, _ input: JSONValue, _ context: BlocksContext? = nil
    ) async throws -> AuthState {
        try await fixture.auth.setAuthState(AuthActionInput(input), context ?? fixture.context())
    }

    @Test func `the whole flow`() async throws {
        let fixture = try fixture()
        #expect(try await fixture.auth.authState(fixture.context()).state == .signedOut)

        let first = fixture.context()
        let confirming = try await submit(
            fixture, ["action": "signUp", "username": "alice", "password": "pw", "email": "a@example.com"], first)
        #expect(confirming == fixture.auth.forms.confirmingSignUp("alice"))
        let bridge = try #require(first.cookieToSendBack)

        let continuing = try await submit(
            fixture, ["action": "confirmSignUp", "username": "alice", "code": "123456"], fixture.context(bridge))
        #expect(continuing == fixture.auth.forms.continuingToSignIn("alice"))

        let third = fixture.context(bridge)
        let signedIn = try await submit(fixture, ["action": "autoSignIn", "username": "ignored"], third)
        #expect(signedIn.state == .signedIn)
        #expect(signedIn.user?.username == "alice")
        #expect(third.setCookies.count == 2)

        let fourth = fixture.context(third.cookieToSendBack)
        #expect(try await fixture.auth.authState(fourth) == signedIn)
        #expect(try await submit(fixture, ["action": "signOut", "surplus": 1], fourth) == fixture.auth.forms.signedOut)
        #expect(try await fixture.auth.authState(fourth) == fixture.auth.forms.signedOut)
    }

    @Test func `sign-up without bridge on request of the form`() async throws {
        let fixture = try fixture()
        let context = fixture.context()
        let state = try await submit(
            fixture, ["action": "signUp", "username": "a", "password": "p", "autoSignIn": "false"], context)
        #expect(state.state == .confirmingSignUp)
        #expect(context.setCookies.isEmpty)
        #expect(fixture.cognito.calls.last == .init("SignUp", ["Username": "a", "Password": "p"]))
        let done = try await submit(fixture, ["action": "confirmSignUp", "username": "a", "code": "1"], context)
        #expect(done == fixture.auth.forms.signedOut)
    }

    @Test(arguments: [("true", AuthState.Phase.confirmingSignUp), ("false", .signedOut)])
    func `a user who needs no confirmation is not asked for a code`(autoSignIn: String, phase: AuthState.Phase)
        async throws
    {
        let fixture = try fixture()
        fixture.cognito.on("SignUp") { SignUpOutput(userConfirmed: true, userSub: "s") }
        let state = try await submit(
            fixture, ["action": "signUp", "username": "a", "password": "p", "autoSignIn": .string(autoSignIn)])
        #expect(state.state == phase)
        #expect(state.actions.count == (phase == .confirmingSignUp ? 1 : 3))
    }

    @Test func `other inputs of sign-up are attributes`() async throws {
        let fixture = try fixture()
        _ = try await submit(
            fixture,
            [
                "action": "signUp", "username": "a", "password": "p", "email": "e", "department": "d",
                "custom:employeeId": "7",
            ])
        #expect(
            fixture.cognito.calls.last?.fields == [
                "Username": "a", "Password": "p", "UserAttributes.email": "e", "UserAttributes.custom:department": "d",
                "UserAttributes.custom:employeeId": "7",
            ])
    }

    @Test(arguments: ["session", "challenge", "sub", "cognito:groups", "custom:role", "surplus", ""])
    func `an input that is no attribute of the pool is refused`(name: String) async throws {
        let fixture = try fixture()
        var input: JSONObject = ["action": "signUp", "username": "a", "password": "p"]
        input[name] = "x"
        let state = try await submit(fixture, .object(input))
        #expect(state.errorName == "InvalidParameterException")
        #expect(state.retriable == true)
        #expect(fixture.cognito.calls.isEmpty)
    }

    @Test(arguments: [
        ("signIn", ["username", "password"]), ("signUp", ["username", "password"]),
        ("confirmSignUp", ["username", "code"]),
        ("resendSignUpCode", ["username"]), ("resetPassword", ["username"]),
        ("confirmResetPassword", ["username", "code", "newPassword"]),
    ])
    func `an input that is missing or no text is named and nothing is sent`(action: String, names: [String])
        async throws
    {
        let fixture = try fixture()
        let wrong: [JSONValue?] = [nil, .null, 7, true, [], [:]]
        for missing in names {
            for value in wrong {
                var input: JSONObject = ["action": .string(action)]
                for name in names { input[name] = .string("x") }
                input[missing] = value
                let state = try await submit(fixture, .object(input))
                #expect(state.error == "Missing field: \(missing)")
                #expect(state.errorName == "InvalidParameterException")
                #expect(state.retriable == true)
                #expect(state.actions.isEmpty)
            }
        }
        #expect(fixture.cognito.calls.isEmpty)
    }

    @Test(arguments: [
        (#"{"action":"dance"}"#, "dance"), (#"{"action":"signup"}"#, "signup"), (#"{"username":"x"}"#, "undefined"),
        (#"{"action":null}"#, "null"), (#"{"action":7}"#, "7"), (#"{"action":true}"#, "true"),
        (#"{"action":{}}"#, "[object Object]"), ("[]", "undefined"), (#""signIn""#, "undefined"), ("null", "undefined"),
        (#"{"action":""}"#, ""),
    ])
    func `an unknown action is answered with the forms`(input: String, name: String) async throws {
        let fixture = try fixture()
        let state = try await submit(fixture, try JSONValue(parsing: Array(input.utf8)))
        #expect(state.state == .signedOut)
        #expect(state.actions == fixture.auth.forms.signedOut.actions)
        #expect(state.error == "Unknown action: \(name)")
        #expect(state.errorName == nil)
    }

    @Test func `a long unknown action is not repeated whole`() async throws {
        let state = try await submit(fixture(), ["action": .string(String(repeating: "x", count: 1_000_000))])
        #expect(state.error?.count == "Unknown action: ".count + 64)
    }

    @Test(arguments: [
        ("signIn", "InitiateAuth", "NotAuthorizedException", false),
        ("signIn", "InitiateAuth", "UserNotConfirmedException", false),
        ("signUp", "SignUp", "UsernameExistsException", false), ("signUp", "SignUp", "InvalidPasswordException", true),
        ("confirmSignUp", "ConfirmSignUp", "CodeMismatchException", true),
        ("confirmSignUp", "ConfirmSignUp", "LimitExceededException", false),
        ("resendSignUpCode", "ResendConfirmationCode", "UserLambdaValidationException", false),
        ("confirmResetPassword", "ConfirmForgotPassword", "CodeMismatchException", true),
    ])
    func `failures are part of the state`(action: String, operation: String, name: String, retriable: Bool) async throws
    {
        let fixture = try fixture()
        fixture.cognito.fail(operation, AWSError(name: name, message: "Text"))
        var input: JSONObject = ["action": .string(action), "username": "a", "password": "p"]
        if action != "signUp" { input["code"] = "1" }
        if action != "signUp" { input["newPassword"] = "n" }
        let state = try await submit(fixture, .object(input))
        #expect(state.error == "Text")
        #expect(state.errorName == name)
        #expect(state.retriable == (retriable ? true : nil))
        #expect(state.actions.isEmpty == retriable)
        #expect(state.state == .signedOut)
    }

    @Test(arguments: [
        (AWSError(name: "TimeoutError", message: "10.0.0.1", kind: .transport), "ERROR", "ServiceUnavailableException"),
        (AWSError(name: "NotAuthorizedException", message: "wrong"), "INFO", "NotAuthorizedException"),
    ])
    func `what led to a failure is in the log`(error: AWSError, level: String, name: String) async throws {
        let fixture = try fixture()
        fixture.cognito.fail("InitiateAuth", error)
        _ = try await submit(fixture, ["action": "signIn", "username": "a", "password": "p"])
        let line = try #require(fixture.log.text.split(separator: "\n").last { $0.contains(name) })
        #expect(line.contains(#""level":"\#(level)""#))
        #expect(line.contains(#""operation":"my-stack-my-app-auth-api.setAuthState""#))
        #expect(line.contains(#""errorName":"\#(name)""#))
        #expect(line.contains(error.message))
    }

    @Test func `the reset form also comes for unknown users`() async throws {
        let fixture = try fixture()
        fixture.cognito.fail("ForgotPassword", AWSError(name: "UserNotFoundException"))
        let state = try await submit(fixture, ["action": "resetPassword", "username": "nobody"])
        #expect(state == fixture.auth.forms.confirmingPasswordReset("nobody"))
        let done = try await submit(
            fixture, ["action": "confirmResetPassword", "username": "a", "code": "1", "newPassword": "n"])
        #expect(done == fixture.auth.forms.signedOut)
    }

    @Test func `a failure does not show a signed-in user the forms of a stranger`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        fixture.cognito.fail("InitiateAuth", AWSError(name: "NotAuthorizedException", message: "No"))
        let state = try await submit(
            fixture, ["action": "signIn", "username": "bob", "password": "p"], fixture.context(cookie))
        #expect(state.state == .signedIn)
        #expect(state.user?.username == "alice")
        #expect(state.error == "No")
    }

    @Test func `while nobody can tell who is signed in, a failure keeps the form, and both are logged`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        fixture.cognito.fail("InitiateAuth", AWSError(name: "NotAuthorizedException", message: "No"))
        fixture.store.fail(.get)
        let state = try await submit(
            fixture, ["action": "signIn", "username": "bob", "password": "p"], fixture.context(cookie))
        #expect(
            try JSONCoding.string(state)
                == #"{"state":"signedOut","actions":[],"error":"No","retriable":true,"errorName":"NotAuthorizedException"}"#
        )
        #expect(fixture.log.text.contains("throttled"))
    }

    @Test func `an outage keeps the form`() async throws {
        let fixture = try fixture()
        fixture.cognito.fail("InitiateAuth", AWSError(name: "TimeoutError", kind: .transport))
        let state = try await submit(fixture, ["action": "signIn", "username": "a", "password": "p"])
        #expect(state.retriable == true)
        #expect(state.errorName == "ServiceUnavailableException")
        fixture.store.fail(.get)
        let context = fixture.context(try await { try await self.fixture().signIn() }())
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.authState(context) }
        #expect(error?.status == 503)
    }

    @Test func `a typed password is used at once in a USER_AUTH pool without preference`() async throws {
        let fixture = try fixture(.init(authFlowType: .userAuth))
        _ = try await submit(fixture, ["action": "signIn", "username": "a", "password": "p"])
        #expect(fixture.cognito.calls.first?.fields["AuthParameters.PREFERRED_CHALLENGE"] == "PASSWORD")
        #expect(fixture.cognito.calls.first?.fields["AuthParameters.PASSWORD"] == "p")
    }
}
