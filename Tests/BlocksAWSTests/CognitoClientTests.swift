// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

/// A client of pool `eu-west-1_Pool` over a script, and what it was asked to send.
struct ScriptedCognito {
    let transport: RecordingTransport
    let client: CognitoClient

    init(_ outcomes: [RecordingTransport.Outcome], environment: [String: String] = [:]) throws {
        transport = RecordingTransport(outcomes)
        client = try CognitoClient(
            UserPoolIdentity(userPoolID: "eu-west-1_Pool", clientID: "client"),
            configuration: Surroundings(transport, environment: environment).configuration)
    }

    init(_ answers: InboundResponse...) throws { try self.init(answers.map { .success($0) }) }

    var operations: [String] {
        transport.requests.compactMap { $0.header("x-amz-target")?.split(separator: ".").last.map(String.init) }
    }
}

@Suite struct CognitoClientTests {
    @Test func `calls are unsigned and go to the pool's region`() async throws {
        let cognito = try ScriptedCognito(.json("{}"))
        try await cognito.client.revokeToken(Secret("r"))
        let request = try #require(cognito.transport.requests.first)
        #expect(request.url == "https://cognito-idp.eu-west-1.amazonaws.com/")
        #expect(request.header("content-type") == "application/x-amz-json-1.1")
        #expect(request.header("x-amz-target") == "AWSCognitoIdentityProviderService.RevokeToken")
        #expect(request.header("authorization") == nil)
        #expect(cognito.transport.bodies == [#"{"Token":"r","ClientId":"client"}"#])
    }

    @Test func `SignUp sends attributes even if there are none`() async throws {
        let cognito = try ScriptedCognito(
            .json(
                #"{"UserConfirmed":false,"UserSub":"s","Session":"sess","CodeDeliveryDetails":{"Destination":"a***","#
                    + #""DeliveryMedium":"EMAIL","AttributeName":"email"}}"#),
            .json(#"{"UserConfirmed":true,"UserSub":"s"}"#))
        let first = try await cognito.client.signUp(SignUpInput(username: "u", password: Secret("p")))
        #expect(!first.userConfirmed)
        #expect(first.userSub == "s")
        #expect(first.session?.withExposed { $0 } == "sess")
        #expect(
            first.codeDelivery
                == CodeDelivery(destination: "a***", deliveryMedium: "EMAIL", attributeName: "email"))
        let second = try await cognito.client.signUp(
            SignUpInput(
                username: "u", password: Secret("p\"\u{7}"),
                attributes: [UserAttribute(name: "email", value: "e"), UserAttribute(name: "custom:x", value: "1")],
                clientMetadata: ["b": "2", "a": "1"]))
        #expect(second.userConfirmed)
        #expect(second.codeDelivery == nil)
        #expect(second.session == nil)
        #expect(
            cognito.transport.bodies == [
                #"{"ClientId":"client","Username":"u","Password":"p","UserAttributes":[]}"#,
                #"{"ClientId":"client","Username":"u","Password":"p\"\u0007","UserAttributes":[{"Name":"email","Value":"e"},"#
                    + #"{"Name":"custom:x","Value":"1"}],"ClientMetadata":{"a":"1","b":"2"}}"#,
            ])
    }

    @Test func `confirmation and codes carry what the API names`() async throws {
        let cognito = try ScriptedCognito(
            .json(#"{"Session":"next"}"#), .json("{}"), .json(#"{"CodeDeliveryDetails":{"Destination":"d"}}"#),
            .json(#"{"CodeDeliveryDetails":null}"#), .json("{}"), .json("{}"))
        let client = cognito.client
        let confirmed = try await client.confirmSignUp(
            ConfirmSignUpInput(username: "u", confirmationCode: Secret("1"), session: Secret("s")))
        #expect(confirmed.session?.withExposed { $0 } == "next")
        _ = try await client.confirmSignUp(ConfirmSignUpInput(username: "u", confirmationCode: Secret("1")))
        let delivery = try await client.resendConfirmationCode(ResendConfirmationCodeInput(username: "u"))
        #expect(delivery == CodeDelivery(destination: "d"))
        try #expect(await client.forgotPassword(ForgotPasswordInput(username: "u")) == nil)
        try await client.confirmForgotPassword(
            ConfirmForgotPasswordInput(username: "u", confirmationCode: Secret("1"), password: Secret("p")))
        try await client.globalSignOut(accessToken: Secret("at"))
        #expect(
            cognito.transport.bodies == [
                #"{"ClientId":"client","Username":"u","ConfirmationCode":"1","Session":"s"}"#,
                #"{"ClientId":"client","Username":"u","ConfirmationCode":"1"}"#,
                #"{"ClientId":"client","Username":"u"}"#,
                #"{"ClientId":"client","Username":"u"}"#,
                #"{"ClientId":"client","Username":"u","ConfirmationCode":"1","Password":"p"}"#,
                #"{"AccessToken":"at"}"#,
            ])
        #expect(
            cognito.operations == [
                "ConfirmSignUp", "ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword",
                "GlobalSignOut",
            ])
    }

    @Test func `InitiateAuth yields tokens`() async throws {
        let cognito = try ScriptedCognito(
            .json(
                #"{"AuthenticationResult":{"IdToken":"i","AccessToken":"a","RefreshToken":"r","ExpiresIn":3600,"TokenType":"Bearer"},"#
                    + #""ChallengeParameters":{}}"#))
        let output = try await cognito.client.initiateAuth(
            InitiateAuthInput(
                flow: .userPasswordAuth, parameters: ["USERNAME": Secret("u"), "PASSWORD": Secret("p")],
                clientMetadata: ["k": "v"], session: Secret("s")))
        guard case .tokens(let tokens) = output else { throw Unexpected() }
        #expect(tokens.idToken?.withExposed { $0 } == "i")
        #expect(tokens.accessToken?.withExposed { $0 } == "a")
        #expect(tokens.refreshToken?.withExposed { $0 } == "r")
        #expect(tokens.expiresIn == 3600)
        #expect(
            cognito.transport.bodies == [
                #"{"ClientId":"client","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"PASSWORD":"p","USERNAME":"u"},"#
                    + #""ClientMetadata":{"k":"v"},"Session":"s"}"#
            ])
    }

    @Test func `a challenge keeps its parameters, and a name we have never heard of`() async throws {
        let cognito = try ScriptedCognito(
            .json(
                #"{"ChallengeName":"BRAND_NEW","Session":"s","ChallengeParameters":{"A":"[\"x\"]","B":"y","C":null},"#
                    + #""AvailableChallenges":["PASSWORD","EMAIL_OTP"]}"#))
        let output = try await cognito.client.initiateAuth(InitiateAuthInput(flow: .userAuth, parameters: [:]))
        guard case .challenge(let challenge) = output else { throw Unexpected() }
        #expect(challenge.name == ChallengeName(rawValue: "BRAND_NEW"))
        #expect(challenge.session?.withExposed { $0 } == "s")
        #expect(challenge.parameters == ["A": #"["x"]"#, "B": "y"])
        #expect(challenge.availableChallenges == ["PASSWORD", "EMAIL_OTP"])
    }

    @Test(arguments: ["{}", #"{"AuthenticationResult":null}"#, #"{"AuthenticationResult":{"IdToken":7}}"#, "[]"])
    func `an answer without tokens has none`(_ body: String) async throws {
        let cognito = try ScriptedCognito(.json(body))
        let output = try await cognito.client.initiateAuth(InitiateAuthInput(flow: .userAuth, parameters: [:]))
        guard case .tokens(let tokens) = output else { throw Unexpected() }
        #expect(tokens.idToken == nil)
        #expect(tokens.accessToken == nil)
    }

    @Test(arguments: [TransportError.Code.timeout, .reset])
    func `a sign-in that may have been counted is not repeated`(_ code: TransportError.Code) async throws {
        let cognito = try ScriptedCognito([.failure(TransportError(code)), .success(.json("{}"))])
        let error = await #expect(throws: AWSError.self) {
            try await cognito.client.initiateAuth(InitiateAuthInput(flow: .userPasswordAuth, parameters: [:]))
        }
        #expect(error?.kind == .transport)
        #expect(cognito.transport.requests.count == 1)
    }

    @Test func `a sign-in that was throttled or never sent is repeated`() async throws {
        let cognito = try ScriptedCognito([
            .failure(TransportError(.connect)), .success(.awsError("TooManyRequestsException")), .success(.json("{}")),
        ])
        _ = try await cognito.client.initiateAuth(InitiateAuthInput(flow: .userPasswordAuth, parameters: [:]))
        #expect(cognito.transport.requests.count == 3)
    }

    @Test(arguments: [
        "LimitExceededException", "NotAuthorizedException", "CodeMismatchException", "InternalErrorException",
    ])
    func `what the user has to be told is not repeated`(_ name: String) async throws {
        let cognito = try ScriptedCognito(
            .awsError("ns#" + name, status: name == "InternalErrorException" ? 500 : 400, message: "text"), .json("{}"))
        let error = await #expect(throws: AWSError.self) {
            try await cognito.client.confirmSignUp(ConfirmSignUpInput(username: "u", confirmationCode: Secret("1")))
        }
        #expect(error == AWSError(name: name, kind: .service))
        #expect(error?.message == "text")
        #expect(cognito.transport.requests.count == 1)
    }

    private struct Unexpected: Error {}
}
