// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct CognitoRefreshTests {
    private static let tokens = InboundResponse.json(#"{"AuthenticationResult":{"IdToken":"i","AccessToken":"a"}}"#)
    private static let input = RefreshTokensInput(refreshToken: Secret("r"))

    @Test func `the operation that works with rotation is tried first`() async throws {
        let cognito = try ScriptedCognito(Self.tokens)
        _ = try await cognito.client.refreshTokens(Self.input)
        #expect(cognito.operations == ["GetTokensFromRefreshToken"])
        #expect(cognito.transport.bodies == [#"{"RefreshToken":"r","ClientId":"client"}"#])
    }

    @Test(arguments: [
        InboundResponse.awsError("UnknownOperationException"), .awsError("InvalidParameterException"),
        .awsError("UnsupportedOperationException"), .json("<!doctype html>", status: 500), .json("", status: 404),
        .json("{}", status: 501),
    ])
    func `where it is refused the older flow is used, and remembered`(_ refusal: InboundResponse) async throws {
        let cognito = try ScriptedCognito(refusal, Self.tokens, Self.tokens)
        _ = try await cognito.client.refreshTokens(Self.input)
        _ = try await cognito.client.refreshTokens(Self.input)
        #expect(cognito.operations == ["GetTokensFromRefreshToken", "InitiateAuth", "InitiateAuth"])
        #expect(
            cognito.transport.bodies.last
                == #"{"ClientId":"client","AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"r"}}"#)
    }

    @Test func `when a client's rotation is switched on the newer operation is found again`() async throws {
        let cognito = try ScriptedCognito(
            .awsError("UnknownOperationException"), Self.tokens, .awsError("UnsupportedOperationException"),
            Self.tokens,
            Self.tokens)
        for _ in 0..<3 { _ = try await cognito.client.refreshTokens(Self.input) }
        #expect(
            cognito.operations == [
                "GetTokensFromRefreshToken", "InitiateAuth", "InitiateAuth", "GetTokensFromRefreshToken",
                "GetTokensFromRefreshToken",
            ])
    }

    @Test(arguments: [
        "NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException", "TooManyRequestsException",
        "InternalErrorException",
    ])
    func `an answer about the token is final`(_ name: String) async throws {
        let cognito = try ScriptedCognito(Array(repeating: .success(.awsError(name)), count: 3))
        let error = await #expect(throws: AWSError.self) { try await cognito.client.refreshTokens(Self.input) }
        #expect(error?.name == name)
        #expect(!cognito.operations.contains("InitiateAuth"))
    }

    @Test func `a lost answer is not asked for again, by neither way`() async throws {
        let cognito = try ScriptedCognito([.failure(TransportError(.timeout)), .success(Self.tokens)])
        let error = await #expect(throws: AWSError.self) { try await cognito.client.refreshTokens(Self.input) }
        #expect(error?.kind == .transport)
        #expect(cognito.transport.requests.count == 1)
    }

    @Test func `when both are refused the first refusal is reported and nothing is remembered`() async throws {
        let cognito = try ScriptedCognito(
            .json("<html>", status: 500), .awsError("InvalidParameterException"), Self.tokens)
        let error = await #expect(throws: AWSError.self) { try await cognito.client.refreshTokens(Self.input) }
        #expect(error == AWSError(name: "UnrecognizedResponseError", kind: .malformedResponse))
        _ = try await cognito.client.refreshTokens(Self.input)
        #expect(cognito.operations.last == "GetTokensFromRefreshToken")
    }

    @Test func `the older flow's word on the token counts`() async throws {
        let cognito = try ScriptedCognito(.json("<html>", status: 500), .awsError("NotAuthorizedException"))
        let error = await #expect(throws: AWSError.self) { try await cognito.client.refreshTokens(Self.input) }
        #expect(error?.name == "NotAuthorizedException")
    }
}
