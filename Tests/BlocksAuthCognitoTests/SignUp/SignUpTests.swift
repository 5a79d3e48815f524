// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-methods §4: exact requests and exact replies.
struct SignUpTests {
    private let bridgeName = "__Host-autosignin_my-stack-my-app-auth"

    private func fixture(
        confirmed: Bool = false, session: String? = nil, options: AuthCognitoOptions<Pool> = .init()
    ) throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(options: options)
        fixture.cognito.on("SignUp") {
            SignUpOutput(
                userConfirmed: confirmed, userSub: "sub-alice",
                codeDelivery: confirmed
                    ? nil : CodeDelivery(destination: "a***@e***", deliveryMedium: "EMAIL", attributeName: "email"),
                session: session.map { Secret($0) })
        }
        fixture.cognito.on("ConfirmSignUp") { ConfirmSignUpOutput() }
        return fixture
    }

    @Test func `the request carries attributes with their wire names`() async throws {
        let fixture = try fixture()
        let result = try await fixture.auth.signUp(
            "alice", "Passw0rd!",
            options: .init(
                attributes: [.email: "a@example.com", .custom(.department): "x"], clientMetadata: ["source": "test"]))
        #expect(
            fixture.cognito.calls == [
                .init(
                    "SignUp",
                    [
                        "Username": "alice", "Password": "Passw0rd!", "UserAttributes.email": "a@example.com",
                        "UserAttributes.custom:department": "x", "ClientMetadata.source": "test",
                    ])
            ])
        #expect(
            try JSONCoding.string(result)
                == #"{"isSignUpComplete":false,"userId":"sub-alice","nextStep":{"name":"CONFIRM_SIGN_UP","codeDeliveryDetails":"#
                + #"{"destination":"a***@e***","deliveryMedium":"EMAIL","attributeName":"email"}}}"#)
    }

    @Test func `an unreadable session secret leaves no account whose sign-in can't follow`() async throws {
        let fixture = try fixture()
        fixture.settings.fail()
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.signUp("alice", "pw", options: .init(autoSignIn: true), context: fixture.context())
        }
        #expect(error?.status == 503)
        #expect(fixture.cognito.calls.isEmpty)
        _ = try await fixture.auth.signUp("alice", "pw", context: fixture.context())
        #expect(fixture.cognito.operations == ["SignUp"])
    }

    @Test func `a user who needs no confirmation has no next step`() async throws {
        let result = try await fixture(confirmed: true).auth.signUp("alice", "pw")
        #expect(try JSONCoding.string(result) == #"{"isSignUpComplete":true,"userId":"sub-alice"}"#)
    }

    @Test(arguments: [
        (CodeDelivery?.none, "", "EMAIL", ""),
        (
            CodeDelivery(destination: "+1***", deliveryMedium: "SMS", attributeName: "phone_number"), "+1***", "SMS",
            "phone_number"
        ),
        (CodeDelivery(deliveryMedium: "PHONE_NUMBER"), "", "PHONE_NUMBER", ""),
        (CodeDelivery(deliveryMedium: "PIGEON"), "", "EMAIL", ""),
    ])
    func `delivery details`(delivery: CodeDelivery?, destination: String, medium: String, attribute: String) {
        let details = CodeDeliveryDetails(delivery)
        #expect(details == .init(destination: destination, deliveryMedium: medium, attributeName: attribute))
    }

    @Test(arguments: [
        ("department", "custom:department"), ("custom:department", "custom:department"), ("email", "email"),
        ("custom:other", "custom:other"), ("nickname", "nickname"), ("unknown", "unknown"),
    ])
    func `names of an open pool get their prefix where declared`(name: String, wire: String) async throws {
        let fixture = try AuthFixture<OpenPool>(options: .init(userAttributes: [.init(named: "department")]))
        fixture.cognito.on("SignUp") { SignUpOutput(userConfirmed: true, userSub: "s") }
        _ = try await fixture.auth.signUp("a", "pw", options: .init(attributes: [AttributeName(name): "v"]))
        #expect(fixture.cognito.calls.first?.fields["UserAttributes.\(wire)"] == "v")
    }

    @Test func `options decode from JSON, and names that the pool lacks are refused`() throws {
        let text =
            #"{"attributes":{"email":"e","department":"d","custom:employeeId":"7","name":null},"autoSignIn":true}"#
        let options = try JSONCoding.decode(SignUpOptions<Pool>.self, from: text)
        #expect(options.attributes.pairs.map(\.name.name) == ["email", "custom:department", "custom:employeeId"])
        #expect(options.autoSignIn)
        for bad in [
            #"{"attributes":{"cognito:groups":"admins"}}"#, #"{"attributes":{"sub":"x"}}"#,
            #"{"attributes":{"custom:x":"y"}}"#,
            #"{"attributes":{"email":7}}"#, #"{"attributes":[]}"#, #"{"autoSignIn":"yes"}"#,
        ] {
            #expect(throws: (any Error).self) { try JSONCoding.decode(SignUpOptions<Pool>.self, from: bad) }
        }
    }

    /// Cognito takes an empty password, like none, where the pool lets people in without one.
    @Test(arguments: [AuthFlowType.userAuth, .userPasswordAuth])
    func `an empty password reaches the pool, which knows whether one is needed`(flow: AuthFlowType) async throws {
        let fixture = try fixture(session: "S", options: .init(authFlowType: flow))
        let context = fixture.context()
        _ = try await fixture.auth.signUp("alice", "", options: .init(autoSignIn: true), context: context)
        #expect(fixture.cognito.calls == [.init("SignUp", ["Username": "alice", "Password": ""])])
        fixture.cognito.fail("SignUp", AWSError(name: "InvalidPasswordException", message: "needed", status: 400))
        await #expect(throws: ApiError("needed", status: 400, name: "InvalidPasswordException", retriable: true)) {
            try await fixture.auth.signUp("bob", "", context: fixture.context())
        }
    }

    @Test func `no bridge without the option or without a request`() async throws {
        let fixture = try fixture()
        let context = fixture.context()
        _ = try await fixture.auth.signUp("alice", "pw", context: context)
        _ = try await fixture.auth.signUp("alice", "pw", options: .init(autoSignIn: true))
        #expect(context.setCookies.isEmpty)
        #expect(fixture.settings.reads == 0)
    }

    @Test func `the bridge cookie lives for a quarter of an hour`() async throws {
        let fixture = try fixture()
        let context = fixture.context()
        _ = try await fixture.auth.signUp("alice", "pw", options: .init(autoSignIn: true), context: context)
        let cookie = try #require(context.setCookies.first)
        #expect(cookie.hasPrefix("\(bridgeName)=AAECAwQFBgcICQoL."))
        #expect(cookie.hasSuffix("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=900"))
        #expect(!cookie.contains("pw"))
    }

    @Test(arguments: [
        (AuthFlowType.userPasswordAuth, nil, true), (.userPasswordAuth, "S", true), (.userAuth, nil, false),
        (.userAuth, "S", false),
    ])
    func `the password stays out of the bridge where Cognito's handle replaces it`(
        flow: AuthFlowType, session: String?, kept: Bool
    ) async throws {
        let fixture = try fixture(session: session, options: .init(authFlowType: flow))
        let context = fixture.context()
        _ = try await fixture.auth.signUp("alice", "pw", options: .init(autoSignIn: true), context: context)
        let bridge = try await fixture.auth.pendingBridge(for: "alice", fixture.context(context.cookieToSendBack))
        #expect(bridge?.password?.exposed == (kept ? "pw" : nil))
        #expect(bridge?.cognitoSession?.exposed == session)
    }

    @Test func `confirming without a bridge is done`() async throws {
        let fixture = try fixture()
        let result = try await fixture.auth.confirmSignUp("alice", "123456", context: fixture.context())
        #expect(try JSONCoding.string(result) == #"{"isSignUpComplete":true,"nextStep":{"signUpStep":"DONE"}}"#)
        #expect(fixture.cognito.calls == [.init("ConfirmSignUp", ["Username": "alice", "ConfirmationCode": "123456"])])
    }

    @Test func `confirming with a bridge sends its handle and renews it with the same end`() async throws {
        let fixture = try fixture(session: "S1")
        fixture.cognito.on("ConfirmSignUp") { ConfirmSignUpOutput(session: Secret("S2")) }
        let first = fixture.context()
        _ = try await fixture.auth.signUp("alice", "pw", options: .init(autoSignIn: true), context: first)
        fixture.clock.advance(seconds: 600)
        let second = fixture.context(first.cookieToSendBack)
        let result = try await fixture.auth.confirmSignUp("alice", "123456", context: second)
        #expect(result.nextStep.signUpStep == .completeAutoSignIn)
        #expect(fixture.cognito.calls.last?.fields["Session"] == "S1")
        #expect(second.setCookies.first?.hasSuffix("Max-Age=900") == true)
        let renewed = fixture.context(second.cookieToSendBack)
        #expect(try await fixture.auth.pendingBridge(for: "alice", renewed)?.cognitoSession?.exposed == "S2")
        fixture.clock.advance(seconds: 301)
        #expect(try await fixture.auth.pendingBridge(for: "alice", renewed) == nil)
    }

    @Test func `a bridge of another user, or one that was tampered with, is not used`() async throws {
        let fixture = try fixture(session: "S1")
        let first = fixture.context()
        _ = try await fixture.auth.signUp("alice", "pw", options: .init(autoSignIn: true), context: first)
        let cookie = try #require(first.cookieToSendBack)
        for (user, cookies) in [
            ("bob", cookie), ("Alice", cookie), ("alice", cookie + "x"), ("alice", "\(bridgeName)=x"),
        ] {
            let result = try await fixture.auth.confirmSignUp(user, "1", context: fixture.context(cookies))
            #expect(result.nextStep.signUpStep == .done)
            #expect(fixture.cognito.calls.last?.fields["Session"] == nil)
        }
    }

    @Test func `resending asks Cognito and answers nothing`() async throws {
        let fixture = try fixture()
        fixture.cognito.on("ResendConfirmationCode") { CodeDelivery?.some(CodeDelivery()) }
        try await fixture.auth.resendSignUpCode("alice")
        #expect(fixture.cognito.calls == [.init("ResendConfirmationCode", ["Username": "alice"])])
    }

    @Test(arguments: [
        ("SignUp", "UsernameExistsException", 409, false), ("SignUp", "InvalidPasswordException", 400, true),
        ("SignUp", "InvalidParameterException", 400, true), ("ConfirmSignUp", "CodeMismatchException", 400, true),
        ("ConfirmSignUp", "LimitExceededException", 429, false), ("ConfirmSignUp", "AliasExistsException", 400, false),
        ("ResendConfirmationCode", "UserLambdaValidationException", 400, false),
    ])
    func `Cognito's refusals keep name and text`(operation: String, name: String, status: Int, retriable: Bool)
        async throws
    {
        let fixture = try fixture()
        fixture.cognito.fail(operation, AWSError(name: name, message: "Text of Cognito", status: 400))
        let expected = ApiError("Text of Cognito", status: status, name: name, retriable: retriable)
        await #expect(throws: expected) {
            switch operation {
            case "SignUp": _ = try await fixture.auth.signUp("a", "p")
            case "ConfirmSignUp": _ = try await fixture.auth.confirmSignUp("a", "1")
            default: try await fixture.auth.resendSignUpCode("a")
            }
        }
    }

    @Test func `a failed sign-up sets no bridge`() async throws {
        let fixture = try fixture()
        fixture.cognito.fail("SignUp", AWSError(name: "UsernameExistsException"))
        let context = fixture.context()
        await #expect(throws: ApiError.self) {
            try await fixture.auth.signUp("alice", "pw", options: .init(autoSignIn: true), context: context)
        }
        #expect(context.setCookies.isEmpty)
    }
}
