// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// What goes along with calls: `ClientMetadata` for triggers and `UserContextData` for threat protection.
struct ClientMetadataTests {
    private let metadata = ["a": "b"]

    private func fixture(threatProtection: Bool = false) async throws -> (AuthFixture<Pool>, String) {
        let fixture = try AuthFixture<Pool>(options: .init(threatProtection: threatProtection))
        let cookies = try await fixture.signIn()
        fixture.cognito.on("SignUp") { SignUpOutput(userConfirmed: false, userSub: "s") }
        fixture.cognito.on("ConfirmSignUp") { ConfirmSignUpOutput() }
        fixture.cognito.on("ResendConfirmationCode") { CodeDelivery?.none }
        fixture.cognito.on("ForgotPassword") { CodeDelivery?.none }
        fixture.cognito.on("GetUserAttributeVerificationCode") { CodeDelivery?.none }
        fixture.allowRefresh()
        return (fixture, cookies)
    }

    /// Calls every method that takes options.
    private func callAll(
        _ fixture: AuthFixture<Pool>, _ context: BlocksContext, _ metadata: [String: String],
        _ fingerprint: Secret<String>?
    ) async throws {
        let auth = fixture.auth
        let call = CallOptions(clientMetadata: metadata, encodedData: fingerprint)
        _ = try await auth.signUp(
            "a", "p", options: .init(clientMetadata: metadata, autoSignIn: true, encodedData: fingerprint),
            context: context)
        _ = try await auth.confirmSignUp("a", "1", options: call, context: context)
        try await auth.resendSignUpCode("a", options: call, context: context)
        _ = try await auth.resetPassword("a", options: call, context: context)
        try await auth.confirmResetPassword("a", "1", "n", options: call, context: context)
        _ = try await auth.signIn(
            "alice", "p", context: context, options: .init(clientMetadata: metadata, encodedData: fingerprint))
        fixture.cognito.script(
            "InitiateAuth", [.challenge(AuthChallenge(name: .smsMFA, session: Secret("C1"), parameters: [:]))])
        fixture.cognito.script("RespondToAuthChallenge", [.tokens(fixture.tokens())])
        guard case .continueSignIn(let step) = try await auth.signIn("alice", "p", context: context) else {
            Issue.record("no challenge was posed")
            return
        }
        _ = try await auth.confirmSignIn(
            step.session, ChallengeResponse("1"), context: context,
            options: .init(clientMetadata: metadata, encodedData: fingerprint))
    }

    @Test func `every method without session hands its metadata over`() async throws {
        let (fixture, _) = try await fixture()
        try await callAll(fixture, fixture.context(), metadata, Secret("print"))
        for operation in [
            "SignUp", "ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword",
            "RespondToAuthChallenge",
        ] {
            let sent = fixture.cognito.last(operation)
            #expect(sent["ClientMetadata.a"] == "b", "\(operation)")
            // Off by default: neither address nor fingerprint.
            #expect(!sent.keys.contains { $0.hasPrefix("UserContextData") }, "\(operation)")
        }
        #expect(
            fixture.cognito.calls.contains { $0.operation == "InitiateAuth" && $0.fields["ClientMetadata.a"] == "b" })
    }

    @Test func `every method with a session hands its metadata over`() async throws {
        let (fixture, cookies) = try await fixture()
        let (auth, context) = (fixture.auth, fixture.context(cookies))
        _ = try await auth.updateUserAttributes(context, [.name: "A"], clientMetadata: metadata)
        #expect(fixture.cognito.last("UpdateUserAttributes")["ClientMetadata.a"] == "b")
        _ = try await auth.updateUserAttribute(context, .name, "A", clientMetadata: ["c": "d"])
        #expect(fixture.cognito.last("UpdateUserAttributes")["ClientMetadata.c"] == "d")
        try await auth.sendUserAttributeVerificationCode(context, .email, clientMetadata: metadata)
        #expect(fixture.cognito.last("GetUserAttributeVerificationCode")["ClientMetadata.a"] == "b")
        _ = try await auth.fetchAuthSession(context, forceRefresh: true, clientMetadata: metadata)
        #expect(
            fixture.cognito.last("RefreshTokens")
                == ["RefreshToken": "refresh-1", "Username": "alice", "ClientMetadata.a": "b"])
    }

    @Test func `without metadata none is sent`() async throws {
        let (fixture, _) = try await fixture()
        try await callAll(fixture, fixture.context(), [:], nil)
        #expect(!fixture.cognito.calls.contains { $0.description.contains("ClientMetadata") })
    }

    @Test func `the bridge's sign-in carries metadata too`() async throws {
        let (fixture, _) = try await fixture()
        let context = fixture.context()
        _ = try await fixture.auth.signUp("alice", "p", options: .init(autoSignIn: true), context: context)
        _ = try await fixture.auth.autoSignIn(
            fixture.context(context.cookieToSendBack), options: .init(clientMetadata: metadata))
        #expect(fixture.cognito.last("InitiateAuth")["ClientMetadata.a"] == "b")
    }

    @Test func `threat protection tells the address that the front door saw, never a forwarded one`() async throws {
        let (fixture, _) = try await fixture(threatProtection: true)
        let forwarded = BlocksRequest.Header(name: "x-forwarded-for", value: "203.0.113.9")
        let context = fixture.context(headers: [forwarded], clientIP: "192.0.2.7")
        try await callAll(fixture, context, [:], Secret("print"))
        for operation in [
            "SignUp", "ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword",
            "InitiateAuth", "RespondToAuthChallenge",
        ] {
            #expect(fixture.cognito.last(operation)["UserContextData.IpAddress"] == "192.0.2.7", "\(operation)")
        }
        #expect(fixture.cognito.last("SignUp")["UserContextData.EncodedData"] == "print")
        #expect(fixture.cognito.last("RespondToAuthChallenge")["UserContextData.EncodedData"] == "print")
        #expect(!fixture.cognito.calls.contains { $0.description.contains("203.0.113.9") })
    }

    @Test func `an address that is not known is not made up`() async throws {
        let (fixture, _) = try await fixture(threatProtection: true)
        let forwarded = BlocksRequest.Header(name: "x-forwarded-for", value: "203.0.113.9")
        try await callAll(fixture, fixture.context(headers: [forwarded]), [:], nil)
        #expect(!fixture.cognito.calls.contains { $0.description.contains("UserContextData") })
    }

    @Test func `a signed call says what was asked for`() throws {
        let fixture = try AuthFixture<Pool>(options: .init(threatProtection: true))
        let context = try #require(fixture.auth.userContext(fixture.context(clientIP: "192.0.2.7"), nil))
        #expect(context.endpoint.serverName == "app.example.com")
        #expect(context.endpoint.serverPath == "/aws-blocks/api")
        #expect(fixture.auth.userContext(nil, Secret("print")) == nil)
    }

    @Test func `signed calls carry the address from start to answer`() async throws {
        let fixture = try AuthFixture<Pool>(
            options: .init(authFlowType: .adminUserPasswordAuth, threatProtection: true))
        fixture.cognito.script(
            "AdminInitiateAuth", [.challenge(AuthChallenge(name: .smsMFA, session: Secret("C1"), parameters: [:]))])
        fixture.cognito.script("AdminRespondToAuthChallenge", [.tokens(fixture.tokens())])
        let context = fixture.context(clientIP: "192.0.2.7")
        let result = try await fixture.auth.signIn("alice", "p", context: context)
        guard case .continueSignIn(let step) = result else {
            Issue.record("no challenge was posed")
            return
        }
        _ = try await fixture.auth.confirmSignIn(step.session, ChallengeResponse("1"), context: context)
        for operation in ["AdminInitiateAuth", "AdminRespondToAuthChallenge"] {
            #expect(fixture.cognito.last(operation)["UserContextData.IpAddress"] == "192.0.2.7", "\(operation)")
        }
    }

    @Test(arguments: [
        (#"{"clientMetadata":{"a":"b"},"encodedData":"x"}"#, ["a": "b"], "x"), ("{}", [:], nil),
        (#"{"clientMetadata":null,"encodedData":null}"#, [:], nil),
    ])
    func `options come from JSON`(json: String, metadata: [String: String], fingerprint: String?) throws {
        let call = try JSONCoding.decode(CallOptions.self, from: json)
        #expect(call.clientMetadata == metadata)
        #expect(call.encodedData?.exposed == fingerprint)
        #expect(try JSONCoding.decode(SignInOptions.self, from: json).encodedData?.exposed == fingerprint)
        #expect(try JSONCoding.decode(ConfirmSignInOptions.self, from: json).encodedData?.exposed == fingerprint)
        #expect(try JSONCoding.decode(SignUpOptions<Pool>.self, from: json).encodedData?.exposed == fingerprint)
    }

    @Test(arguments: [#"{"clientMetadata":"a"}"#, #"{"clientMetadata":{"a":1}}"#, #"{"encodedData":1}"#, "[]"])
    func `options of another type are refused`(json: String) {
        #expect(throws: (any Error).self) { try JSONCoding.decode(CallOptions.self, from: json) }
        #expect(throws: (any Error).self) { try JSONCoding.decode(SignInOptions.self, from: json) }
        #expect(throws: (any Error).self) { try JSONCoding.decode(ConfirmSignInOptions.self, from: json) }
    }

    @Test(arguments: ["PASSWORD_SRP", "CUSTOM_CHALLENGE", "password", ""])
    func `clients can't prefer what is not on the wire`(factor: String) {
        #expect(throws: (any Error).self) {
            try JSONCoding.decode(SignInOptions.self, from: #"{"preferredChallenge":"\#(factor)"}"#)
        }
    }
}
