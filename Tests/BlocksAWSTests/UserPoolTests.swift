// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksHTTP
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct UserPoolTests {
    @Test func `a pool has exactly two issuers`() {
        let pool = UserPoolIdentity(userPoolID: "eu-west-1_AbC", clientID: "c")
        #expect(pool.region == "eu-west-1")
        #expect(
            pool.issuers == [
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC",
                "https://issuer.cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC",
            ])
    }

    @Test(
        arguments: [
            ("cn-north-1_X", nil, "cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_X"),
            ("eu-west-1_X", "us-east-2", "us-east-2", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_X"),
            ("local", "ap-south-1", "ap-south-1", "https://cognito-idp.ap-south-1.amazonaws.com/local"),
            ("_x", nil, "us-east-1", "https://cognito-idp.us-east-1.amazonaws.com/_x"),
        ] as [(String, String?, String, String)])
    func `the issuer's region is the pool's, the called one can be another`(
        _ id: String, _ region: String?, _ called: String, _ issuer: String
    ) {
        let pool = UserPoolIdentity(userPoolID: id, clientID: "c", region: region)
        #expect(pool.region == called)
        #expect(pool.issuers.first == issuer)
    }

    private func client(_ environment: [String: String]) throws -> CognitoClient {
        try CognitoClient(
            UserPoolConfiguration(fullID: "my-stack-auth"),
            configuration: Surroundings(RecordingTransport(), environment: environment).configuration)
    }

    @Test func `the ids come from variables named after the block; no credentials are needed`() throws {
        let client = try client([
            "BLOCKS_AUTH_COGNITO_MY_STACK_AUTH_USER_POOL_ID": "eu-west-1_P",
            "BLOCKS_AUTH_COGNITO_MY_STACK_AUTH_CLIENT_ID": "c",
        ])
        #expect(client.pool == UserPoolIdentity(userPoolID: "eu-west-1_P", clientID: "c"))
    }

    @Test(
        arguments: [
            ("USER_POOL_ID", nil), ("USER_POOL_ID", ""), ("CLIENT_ID", nil), ("CLIENT_ID", ""), ("USER_POOL_ID", "a/b"),
            ("USER_POOL_ID", "evil.example_x"), ("CLIENT_ID", "c d"), ("REGION", "evil.example/"),
            ("USER_POOL_ID", "eu-1_ü"),
        ] as [(String, String?)])
    func `a missing or malformed variable is named`(_ name: String, _ value: String?) {
        let prefix = "BLOCKS_AUTH_COGNITO_MY_STACK_AUTH_"
        var environment = [prefix + "USER_POOL_ID": "eu-west-1_P", prefix + "CLIENT_ID": "c"]
        environment[prefix + name] = value
        let error = #expect(throws: ConfigurationError.self) { try client(environment) }
        #expect(error?.setting == prefix + name)
    }

    @Test func `keys come from the issuer, or from the emulator in its place`() async throws {
        let keys = #"{"keys":[{"kty":"RSA","kid":"1","alg":"RS256","use":"sig","n":"AQ","e":"AQAB"},{"kty":7}]}"#
        let aws = try ScriptedCognito(.json(keys))
        let set = try await aws.client.jwks(issuer: aws.client.pool.issuers[1])
        #expect(set.keys.map(\.kid) == ["1"])
        #expect(
            aws.transport.requests.map(\.url) == [
                "https://issuer.cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool/.well-known/jwks.json"
            ])
        #expect(aws.transport.requests.map(\.method) == [.get])
        let emulated = try ScriptedCognito(
            [.success(.json(keys))],
            environment: ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://localhost:5000/"])
        _ = try await emulated.client.jwks(issuer: emulated.client.pool.issuers[0])
        #expect(
            emulated.transport.requests.map(\.url) == ["http://localhost:5000/eu-west-1_Pool/.well-known/jwks.json"])
    }

    @Test func `keys of any other issuer are not fetched`() async throws {
        let cognito = try ScriptedCognito(.json(#"{"keys":[]}"#))
        let error = await #expect(throws: AWSError.self) {
            try await cognito.client.jwks(issuer: "https://evil.example/eu-west-1_Pool")
        }
        #expect(error?.name == "UnknownIssuerError")
        #expect(cognito.transport.requests.isEmpty)
    }

    @Test(arguments: ["{}", "[]", #"{"keys":{}}"#])
    func `what is no key set is malformed`(_ body: String) async throws {
        let cognito = try ScriptedCognito(.json(body))
        let error = await #expect(throws: AWSError.self) {
            try await cognito.client.jwks(issuer: cognito.client.pool.issuers[0])
        }
        #expect(error?.kind == .malformedResponse)
    }

    @Test func `inputs and outputs print no secret`() {
        let secret = Secret("hidden")
        let values: [Any] = [
            SignUpInput(username: "u", password: secret),
            SignUpOutput(userConfirmed: false, userSub: "s", session: secret),
            ConfirmSignUpInput(username: "u", confirmationCode: secret, session: secret),
            InitiateAuthInput(flow: .userAuth, parameters: ["PASSWORD": secret], session: secret),
            RefreshTokensInput(refreshToken: secret), AuthChallenge(name: .smsMFA, session: secret),
            AuthTokens(idToken: secret, accessToken: secret, refreshToken: secret),
            ConfirmForgotPasswordInput(username: "u", confirmationCode: secret, password: secret),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] { #expect(!text.contains("hidden")) }
        }
    }
}
