// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

/// App clients with a secret: every operation that takes a proof gets it, the others don't.
@Suite struct CognitoClientSecretTests {
    /// How the environment gives the secret.
    enum Source: String, CaseIterable { case text, parameter }

    /// The hashes are Python's: `base64(hmac.new(b"app-secret", (username + "client").encode(), "sha256"))`.
    static let hashOfU = "uY6NAbAIgWenh1gcqzppUAvu2tP8AlAX2ImbEcYBIt8="
    static let hashOfJürgen = "VH/nRkeiiBYLsaP22ojw46PZyQNWBXI7lETXvQhcUzQ="
    static let hashOfAlice = "VP7gaFKVjQ3rP6LRHsYqhGqPc+NKP90WCIOLP+GcdD0="

    private static let prefix = "BLOCKS_AUTH_COGNITO_APP_AUTH_"
    private static let ids = [prefix + "USER_POOL_ID": "eu-west-1_Pool", prefix + "CLIENT_ID": "client"]
    static let answer = RecordingTransport.Outcome.success(.json("{}"))
    static let parameter = RecordingTransport.Outcome.success(
        .json(#"{"Parameter":{"Name":"/app/secret","Value":"app-secret"}}"#))

    func client(
        _ source: Source, _ outcomes: [RecordingTransport.Outcome]
    ) throws -> (CognitoClient, RecordingTransport) {
        let transport = RecordingTransport(outcomes)
        let secret =
            source == .text
            ? [Self.prefix + "CLIENT_SECRET": "app-secret"]
            : [Self.prefix + "CLIENT_SECRET_PARAMETER": "/app/secret"]
        let environment = Surroundings.credentials.merging(Self.ids) { $1 }.merging(secret) { $1 }
        let client = try CognitoClient(
            UserPoolConfiguration(fullID: "app-auth"),
            configuration: Surroundings(transport, environment: environment).configuration)
        return (client, transport)
    }

    typealias Call = @Sendable (CognitoClient) async throws -> Void

    /// Every operation of a signed-out user, its call and its exact body.
    static let calls: [(String, Call, String)] = [
        (
            "SignUp", { _ = try await $0.signUp(.init(username: "u", password: Secret("p"))) },
            #"{"ClientId":"client","Username":"u","SecretHash":"\#(hashOfU)","Password":"p","UserAttributes":[]}"#
        ),
        (
            "ConfirmSignUp",
            { _ = try await $0.confirmSignUp(.init(username: "jürgen@example.com", confirmationCode: Secret("1"))) },
            #"{"ClientId":"client","Username":"jürgen@example.com","SecretHash":"\#(hashOfJürgen)","#
                + #""ConfirmationCode":"1"}"#
        ),
        (
            "ResendConfirmationCode", { _ = try await $0.resendConfirmationCode(.init(username: "u")) },
            #"{"ClientId":"client","Username":"u","SecretHash":"\#(hashOfU)"}"#
        ),
        (
            "ForgotPassword", { _ = try await $0.forgotPassword(.init(username: "u")) },
            #"{"ClientId":"client","Username":"u","SecretHash":"\#(hashOfU)"}"#
        ),
        (
            "ConfirmForgotPassword",
            {
                try await $0.confirmForgotPassword(
                    .init(username: "u", confirmationCode: Secret("1"), password: Secret("p")))
            },
            #"{"ClientId":"client","Username":"u","SecretHash":"\#(hashOfU)","ConfirmationCode":"1","Password":"p"}"#
        ),
        (
            "InitiateAuth",
            {
                _ = try await $0.initiateAuth(
                    .init(flow: .userPasswordAuth, parameters: ["USERNAME": Secret("u"), "PASSWORD": Secret("p")]))
            },
            #"{"ClientId":"client","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":"#
                + #"{"PASSWORD":"p","SECRET_HASH":"\#(hashOfU)","USERNAME":"u"}}"#
        ),
        (
            "RespondToAuthChallenge",
            {
                _ = try await $0.respondToAuthChallenge(
                    .init(
                        challengeName: .smsMFA, session: Secret("s"),
                        challengeResponses: ["USERNAME": Secret("alice-real-name"), "SMS_MFA_CODE": Secret("1")]))
            },
            #"{"ClientId":"client","ChallengeName":"SMS_MFA","Session":"s","ChallengeResponses":"#
                + #"{"SECRET_HASH":"\#(hashOfAlice)","SMS_MFA_CODE":"1","USERNAME":"alice-real-name"}}"#
        ),
        (
            "GetTokensFromRefreshToken",
            { _ = try await $0.refreshTokens(.init(refreshToken: Secret("r"), username: "u", deviceKey: "k")) },
            #"{"RefreshToken":"r","ClientId":"client","ClientSecret":"app-secret","DeviceKey":"k"}"#
        ),
        (
            "RevokeToken", { try await $0.revokeToken(Secret("r")) },
            #"{"Token":"r","ClientId":"client","ClientSecret":"app-secret"}"#
        ),
        (
            "AdminInitiateAuth",
            {
                _ = try await $0.administration().adminInitiateAuth(
                    .init(flow: .userPasswordAuth, parameters: ["USERNAME": Secret("u")]))
            },
            #"{"UserPoolId":"eu-west-1_Pool","ClientId":"client","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":"#
                + #"{"SECRET_HASH":"\#(hashOfU)","USERNAME":"u"}}"#
        ),
        (
            "AdminRespondToAuthChallenge",
            {
                _ = try await $0.administration().adminRespondToAuthChallenge(
                    .init(
                        challengeName: .softwareTokenMFA, session: Secret("s"),
                        challengeResponses: ["USERNAME": Secret("u"), "SOFTWARE_TOKEN_MFA_CODE": Secret("1")]))
            },
            #"{"UserPoolId":"eu-west-1_Pool","ClientId":"client","ChallengeName":"SOFTWARE_TOKEN_MFA","Session":"s","#
                + #""ChallengeResponses":{"SECRET_HASH":"\#(hashOfU)","SOFTWARE_TOKEN_MFA_CODE":"1","USERNAME":"u"}}"#
        ),
    ]

    @Test(arguments: Source.allCases, calls)
    func `the proof goes along`(source: Source, row: (operation: String, call: Call, body: String)) async throws {
        let script = source == .text ? [Self.answer, Self.answer] : [Self.parameter, Self.answer, Self.answer]
        let (client, transport) = try client(source, script)
        try await row.call(client)
        try await row.call(client)
        #expect(transport.bodies.suffix(2) == [row.body, row.body])
        #expect(transport.requests.last?.header("x-amz-target")?.hasSuffix("." + row.operation) == true)
        #expect(transport.requests.count == script.count, "a parameter is read once")
        if source == .parameter {
            #expect(transport.bodies.first == #"{"Name":"/app/secret","WithDecryption":true}"#)
        }
    }

    @Test func `the older refresh hashes the real name, and proves nothing without one`() async throws {
        let refusal = RecordingTransport.Outcome.success(.awsError("UnsupportedOperationException"))
        let tokens = RecordingTransport.Outcome.success(.json(#"{"AuthenticationResult":{"IdToken":"i"}}"#))
        let (client, transport) = try client(.text, [refusal, tokens, tokens])
        _ = try await client.refreshTokens(.init(refreshToken: Secret("r"), username: "alice-real-name"))
        _ = try await client.refreshTokens(.init(refreshToken: Secret("r")))
        let start = #"{"ClientId":"client","AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"r""#
        #expect(
            transport.bodies.suffix(2) == [start + #","SECRET_HASH":"\#(Self.hashOfAlice)"}}"#, start + "}}"])
    }

    @Test func `calls with an access token carry no proof`() async throws {
        let (client, transport) = try client(.text, Array(repeating: Self.answer, count: 4))
        let token = Secret("a")
        _ = try await client.associateSoftwareToken(.accessToken(token))
        try await client.globalSignOut(accessToken: token)
        _ = try await client.listDevices(.init(accessToken: token))
        try await client.changePassword(
            .init(accessToken: token, previousPassword: Secret("o"), proposedPassword: Secret("n")))
        #expect(!transport.bodies.joined().contains("ecret"))
        #expect(!transport.bodies.joined().contains("SECRET"))
    }

    @Test func `a sign-in that names nobody is sent as it is`() async throws {
        let (client, transport) = try client(.text, [Self.answer])
        _ = try await client.initiateAuth(.init(flow: .userAuth, parameters: [:]))
        #expect(transport.bodies == [#"{"ClientId":"client","AuthFlow":"USER_AUTH","AuthParameters":{}}"#])
    }

    @Test func `a parameter that could not be read is asked for again`() async throws {
        let missing = RecordingTransport.Outcome.success(.awsError("ParameterNotFound"))
        let (client, transport) = try client(.parameter, [missing, Self.parameter, Self.answer])
        let error = await #expect(throws: AWSError.self) { try await client.revokeToken(Secret("r")) }
        #expect(error == AWSError(name: "ParameterNotFound", kind: .credentials))
        #expect(transport.requests.count == 1, "nothing is sent without the proof")
        try await client.revokeToken(Secret("r"))
        #expect(transport.requests.count == 3)
    }

    @Test func `text and parameter together are a mistake, told at start`() {
        let environment = Surroundings.credentials.merging(Self.ids) { $1 }.merging([
            Self.prefix + "CLIENT_SECRET": "app-secret", Self.prefix + "CLIENT_SECRET_PARAMETER": "/app/secret",
        ]) { $1 }
        let error = #expect(throws: ConfigurationError.self) {
            try CognitoClient(
                UserPoolConfiguration(fullID: "app-auth"),
                configuration: Surroundings(RecordingTransport(), environment: environment).configuration)
        }
        #expect(error?.setting == Self.prefix + "CLIENT_SECRET")
        #expect(error.map { "\($0)".contains("not both") } == true)
        #expect(error.map { "\($0)".contains("app-secret") } == false)
    }

    @Test func `a parameter needs credentials, a text does not`() throws {
        for (name, works) in [("CLIENT_SECRET", true), ("CLIENT_SECRET_PARAMETER", false)] {
            let environment = Self.ids.merging(["AWS_REGION": "eu-west-1", Self.prefix + name: "x"]) { $1 }
            let make = {
                try CognitoClient(
                    UserPoolConfiguration(fullID: "app-auth"),
                    configuration: Surroundings(RecordingTransport(), environment: environment).configuration)
            }
            if works { _ = try make() } else { #expect(throws: ConfigurationError.self) { try make() } }
        }
    }

    @Test func `an empty secret is none`() async throws {
        let environment = Surroundings.credentials.merging(Self.ids) { $1 }.merging([
            Self.prefix + "CLIENT_SECRET": "", Self.prefix + "CLIENT_SECRET_PARAMETER": "",
        ]) { $1 }
        let transport = RecordingTransport([Self.answer])
        let client = try CognitoClient(
            UserPoolConfiguration(fullID: "app-auth"),
            configuration: Surroundings(transport, environment: environment).configuration)
        try await client.revokeToken(Secret("r"))
        #expect(transport.bodies == [#"{"Token":"r","ClientId":"client"}"#])
    }
}
