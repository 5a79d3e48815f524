// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

/// What threat protection is told: `UserContextData` in public calls, `ContextData` in signed ones.
@Suite struct CognitoUserContextTests {
    typealias Call = @Sendable (CognitoClient, UserContext?) async throws -> Void

    private static let page = UserContext.Endpoint(serverName: "app.example.com", serverPath: "/aws-blocks/api")

    static let publicCalls: [(String, Call)] = [
        ("SignUp", { _ = try await $0.signUp(.init(username: "u", password: Secret("p"), userContext: $1)) }),
        (
            "ConfirmSignUp",
            { _ = try await $0.confirmSignUp(.init(username: "u", confirmationCode: Secret("1"), userContext: $1)) }
        ),
        ("ResendConfirmationCode", { _ = try await $0.resendConfirmationCode(.init(username: "u", userContext: $1)) }),
        ("ForgotPassword", { _ = try await $0.forgotPassword(.init(username: "u", userContext: $1)) }),
        (
            "ConfirmForgotPassword",
            {
                try await $0.confirmForgotPassword(
                    .init(username: "u", confirmationCode: Secret("1"), password: Secret("p"), userContext: $1))
            }
        ),
        (
            "InitiateAuth",
            { _ = try await $0.initiateAuth(.init(flow: .userAuth, parameters: [:], userContext: $1)) }
        ),
        (
            "RespondToAuthChallenge",
            {
                _ = try await $0.respondToAuthChallenge(
                    .init(challengeName: .smsMFA, session: Secret("s"), challengeResponses: [:], userContext: $1))
            }
        ),
    ]

    static let signedCalls: [(String, Call)] = [
        (
            "AdminInitiateAuth",
            {
                _ = try await $0.administration().adminInitiateAuth(
                    .init(flow: .adminUserPasswordAuth, parameters: ["USERNAME": Secret("u")], userContext: $1))
            }
        ),
        (
            "AdminRespondToAuthChallenge",
            {
                _ = try await $0.administration().adminRespondToAuthChallenge(
                    .init(challengeName: .smsMFA, session: Secret("s"), challengeResponses: [:], userContext: $1))
            }
        ),
    ]

    /// The last member of the body that `call` sends, which is where the context goes.
    private func sent(_ call: Call, _ context: UserContext?) async throws -> (operation: String, body: String) {
        let cognito = try ScriptedCognito([.success(.json("{}"))], environment: Surroundings.credentials)
        try await call(cognito.client, context)
        return (cognito.operations.first ?? "", cognito.transport.bodies.first ?? "")
    }

    @Test(arguments: publicCalls)
    func `public calls carry address and fingerprint`(operation: String, call: Call) async throws {
        for (address, fingerprint, member) in [
            ("203.0.113.9", "ZnA=", #","UserContextData":{"IpAddress":"203.0.113.9","EncodedData":"ZnA="}}"#),
            ("2001:db8::1", nil, #","UserContextData":{"IpAddress":"2001:db8::1"}}"#),
            (nil, "ZnA=", #","UserContextData":{"EncodedData":"ZnA="}}"#),
        ] as [(String?, String?, String)] {
            let context = UserContext(
                ipAddress: address, encodedData: fingerprint.map { Secret($0) }, endpoint: Self.page)
            let (asked, body) = try await sent(call, context)
            #expect(asked == operation)
            #expect(body.hasSuffix(member), "\(body)")
            #expect(!body.contains("ServerName"))
        }
    }

    @Test(arguments: publicCalls + signedCalls)
    func `where nothing is known nothing is sent`(operation: String, call: Call) async throws {
        for context in [nil, UserContext(ipAddress: nil, endpoint: Self.page)] {
            let (asked, body) = try await sent(call, context)
            #expect(asked == operation)
            #expect(!body.contains("ContextData"), "\(body)")
        }
    }

    @Test(arguments: signedCalls)
    func `signed calls carry everything that ContextData demands`(operation: String, call: Call) async throws {
        let server = #""ServerName":"app.example.com","ServerPath":"/aws-blocks/api","HttpHeaders":[]"#
        for (fingerprint, member) in [
            ("ZnA=", #","ContextData":{"IpAddress":"203.0.113.9",\#(server),"EncodedData":"ZnA="}}"#),
            (nil, #","ContextData":{"IpAddress":"203.0.113.9",\#(server)}}"#),
        ] as [(String?, String)] {
            let context = UserContext(
                ipAddress: "203.0.113.9", encodedData: fingerprint.map { Secret($0) }, endpoint: Self.page)
            let (asked, body) = try await sent(call, context)
            #expect(asked == operation)
            #expect(body.hasSuffix(member), "\(body)")
        }
    }

    @Test(arguments: signedCalls)
    func `a fingerprint without an address is not sent in signed calls, where the address is required`(
        operation: String, call: Call
    ) async throws {
        let context = UserContext(ipAddress: nil, encodedData: Secret("ZnA="), endpoint: Self.page)
        #expect(try await !sent(call, context).body.contains("ContextData"))
    }

    @Test func `signed sign-ins are signed, and never repeated once they may have been counted`() async throws {
        let cognito = try ScriptedCognito(
            [.failure(TransportError(.timeout)), .success(.json("{}"))], environment: Surroundings.credentials)
        let client = try cognito.client.administration()
        await #expect(throws: AWSError.self) {
            _ = try await client.adminInitiateAuth(
                .init(
                    flow: .adminUserPasswordAuth, parameters: ["USERNAME": Secret("u"), "PASSWORD": Secret("p")],
                    clientMetadata: ["k": "v"]))
        }
        #expect(cognito.transport.requests.count == 1)
        #expect(
            cognito.transport.requests.first?.header("authorization")?
                .contains("/eu-west-1/cognito-idp/aws4_request") == true)
        #expect(
            cognito.transport.bodies == [
                #"{"UserPoolId":"eu-west-1_Pool","ClientId":"client","AuthFlow":"ADMIN_USER_PASSWORD_AUTH","#
                    + #""AuthParameters":{"PASSWORD":"p","USERNAME":"u"},"ClientMetadata":{"k":"v"}}"#
            ])
    }

    @Test func `a signed answer is read like a public one`() async throws {
        let cognito = try ScriptedCognito(
            [
                .success(.json(#"{"ChallengeName":"CUSTOM_CHALLENGE","Session":"s","ChallengeParameters":{"q":"?"}}"#)),
                .success(
                    .json(
                        #"{"AuthenticationResult":{"AccessToken":"a","ExpiresIn":60,"NewDeviceMetadata":"#
                            + #"{"DeviceKey":"k","DeviceGroupKey":"g"}}}"#)),
            ], environment: Surroundings.credentials)
        let client = try cognito.client.administration()
        let first = try await client.adminInitiateAuth(.init(flow: .customAuth, parameters: [:]))
        guard case .challenge(let challenge) = first else {
            Issue.record("no challenge")
            return
        }
        #expect(challenge.name == .customChallenge)
        #expect(challenge.parameters == ["q": "?"])
        let second = try await client.adminRespondToAuthChallenge(
            .init(
                challengeName: challenge.name, session: try #require(challenge.session),
                challengeResponses: ["USERNAME": Secret("u"), "ANSWER": Secret("42")], clientMetadata: ["k": "v"]))
        guard case .tokens(let tokens) = second else {
            Issue.record("no tokens")
            return
        }
        #expect(tokens.newDevice == NewDevice(deviceKey: "k", deviceGroupKey: "g"))
        #expect(
            cognito.transport.bodies.last
                == #"{"UserPoolId":"eu-west-1_Pool","ClientId":"client","ChallengeName":"CUSTOM_CHALLENGE","#
                + #""Session":"s","ChallengeResponses":{"ANSWER":"42","USERNAME":"u"},"ClientMetadata":{"k":"v"}}"#)
    }
}
