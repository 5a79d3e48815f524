// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksAWS

/// What becomes of a secret that Cognito refuses, and of one that can't be read.
extension CognitoClientSecretTests {
    static let refusals = [
        "Unable to verify secret hash for client 1example23456789",
        "SecretHash does not match for the client: 1example23456789",
        "Client 1example23456789 is configured with secret but SECRET_HASH was not received",
        "Client 1example23456789 is configured for secret but secret was not received",
    ]

    private static func refusal(_ text: String = refusals[0]) -> RecordingTransport.Outcome {
        .success(.awsError("NotAuthorizedException", message: text))
    }

    private static let rotated = RecordingTransport.Outcome.success(
        .json(#"{"Parameter":{"Name":"/app/secret","Value":"new-secret"}}"#))

    @Test(arguments: refusals)
    func `a refused secret is a matter of credentials and not of the user's`(text: String) async throws {
        let (client, transport) = try client(.text, [Self.refusal(text), Self.refusal(text)])
        for call in [0, 1] {
            let error = await #expect(throws: AWSError.self) {
                if call == 0 {
                    _ = try await client.refreshTokens(.init(refreshToken: Secret("r")))
                } else {
                    _ = try await client.signUp(.init(username: "u", password: Secret("p")))
                }
            }
            #expect(error == AWSError(name: "NotAuthorizedException", kind: .credentials))
        }
        #expect(transport.requests.count == 2, "a secret given as text is not tried again")
    }

    @Test(arguments: [
        ("NotAuthorizedException", "Incorrect username or password."),
        ("NotAuthorizedException", "Refresh Token has expired"),
        ("UserLambdaValidationException", "PreSignUp failed with error the secret word is missing."),
        ("InvalidParameterException", "secret"),
    ])
    func `another refusal stays one of the service`(name: String, text: String) async throws {
        let (client, transport) = try client(.parameter, [Self.parameter, .success(.awsError(name, message: text))])
        let error = await #expect(throws: AWSError.self) { try await client.revokeToken(Secret("r")) }
        #expect(error == AWSError(name: name))
        #expect(transport.requests.count == 2)
    }

    @Test(arguments: calls)
    func `a rotated parameter is read again and the call made once more`(
        row: (operation: String, call: Call, body: String)
    ) async throws {
        let (client, transport) = try client(
            .parameter, [Self.parameter, Self.refusal(), Self.rotated, Self.answer, Self.answer])
        try await row.call(client)
        try await row.call(client)
        let bodies = transport.bodies
        #expect(bodies.count == 5)
        #expect(bodies[1] == row.body)
        #expect(bodies[0] == bodies[2])
        #expect(bodies[3] != row.body, "the new secret proves otherwise")
        #expect(bodies[4] == bodies[3], "and is kept")
    }

    @Test func `the older refresh proves the new secret too`() async throws {
        let unknown = RecordingTransport.Outcome.success(.awsError("UnsupportedOperationException"))
        let (client, transport) = try client(
            .parameter, [Self.parameter, unknown, Self.refusal(), Self.rotated, Self.answer])
        _ = try await client.refreshTokens(.init(refreshToken: Secret("r"), username: "alice-real-name"))
        #expect(transport.bodies[2].contains(Self.hashOfAlice))
        #expect(transport.bodies[4].contains("SECRET_HASH"))
        #expect(!transport.bodies[4].contains(Self.hashOfAlice))
    }

    @Test func `a parameter that is wrong itself is read once more for each call, not for ever`() async throws {
        let (client, transport) = try client(
            .parameter, [Self.parameter, Self.refusal(), Self.parameter, Self.refusal()])
        let error = await #expect(throws: AWSError.self) { try await client.revokeToken(Secret("r")) }
        #expect(error == AWSError(name: "NotAuthorizedException", kind: .credentials))
        #expect(transport.requests.count == 4)
    }

    @Test(arguments: [
        ("ParameterNotFound", 400, AWSError.Kind.credentials), ("ParameterVersionNotFound", 400, .credentials),
        ("InvalidKeyId", 400, .credentials), ("AccessDeniedException", 400, .credentials),
        ("NotAuthorizedException", 400, .credentials), ("ExpiredTokenException", 400, .credentials),
        ("ThrottlingException", 400, .throttled), ("InternalServerError", 500, .service),
    ])
    func `what Parameter Store refuses is not told as Cognito's word`(
        name: String, status: Int, kind: AWSError.Kind
    ) async throws {
        let answer = RecordingTransport.Outcome.success(.awsError(name, status: status))
        let (client, _) = try client(.parameter, Array(repeating: answer, count: 6))
        let error = await #expect(throws: AWSError.self) { try await client.revokeToken(Secret("r")) }
        #expect(error == AWSError(name: name, kind: kind))
    }
}
