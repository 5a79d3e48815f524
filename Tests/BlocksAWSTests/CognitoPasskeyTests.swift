// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct CognitoPasskeyTests {
    private let token = Secret("a")

    @Test func `registration hands the browser's objects over as they are`() async throws {
        let options = #"{"challenge":"Y2g","rp":{"id":"x.io","name":"x"},"timeout":60000,"extensions":{}}"#
        let cognito = try ScriptedCognito(
            .json(#"{"CredentialCreationOptions":\#(options)}"#), .json("{}"), .json("{}"))
        let given = try await cognito.client.startWebAuthnRegistration(accessToken: token)
        #expect(try JSONCoding.string(given) == options)
        #expect(try await cognito.client.startWebAuthnRegistration(accessToken: token) == .object([:]))
        let credential: JSONValue = [
            "id": "aWQ", "response": ["clientDataJSON": "e30", "transports": ["internal"]], "n": 1.5,
        ]
        try await cognito.client.completeWebAuthnRegistration(.init(accessToken: token, credential: credential))
        #expect(
            cognito.transport.bodies == [
                #"{"AccessToken":"a"}"#, #"{"AccessToken":"a"}"#,
                #"{"AccessToken":"a","Credential":{"id":"aWQ","response":{"clientDataJSON":"e30","#
                    + #""transports":["internal"]},"n":1.5}}"#,
            ])
        #expect(
            cognito.operations == [
                "StartWebAuthnRegistration", "StartWebAuthnRegistration", "CompleteWebAuthnRegistration",
            ])
    }

    @Test func `passkeys come by the page`() async throws {
        let cognito = try ScriptedCognito(
            .json(
                #"{"Credentials":[{"CredentialId":"aWQ","FriendlyCredentialName":"n","RelyingPartyId":"x.io","#
                    + #""AuthenticatorAttachment":"platform","AuthenticatorTransports":["internal","hybrid",7],"#
                    + #""CreatedAt":1795496006.123},{"RelyingPartyId":"no id"}],"NextToken":"n2"}"#),
            .json(#"{"Credentials":[{"CredentialId":"b"}]}"#), .json("{}"))
        let first = try await cognito.client.listWebAuthnCredentials(.init(accessToken: token))
        #expect(
            first.credentials == [
                WebAuthnCredential(
                    credentialID: "aWQ", friendlyName: "n", relyingPartyID: "x.io", authenticatorAttachment: "platform",
                    transports: ["internal", "hybrid"], createdAt: Timestamp(milliseconds: 1_795_496_006_123))
            ])
        #expect(first.nextToken == "n2")
        let second = try await cognito.client.listWebAuthnCredentials(
            .init(accessToken: token, maxResults: 20, nextToken: first.nextToken))
        #expect(second.credentials == [WebAuthnCredential(credentialID: "b")])
        #expect(second.nextToken == nil)
        #expect(try await cognito.client.listWebAuthnCredentials(.init(accessToken: token)).credentials.isEmpty)
        #expect(
            cognito.transport.bodies == [
                #"{"AccessToken":"a"}"#, #"{"AccessToken":"a","MaxResults":20,"NextToken":"n2"}"#,
                #"{"AccessToken":"a"}"#,
            ])
    }

    @Test func `a passkey is removed by its id`() async throws {
        let cognito = try ScriptedCognito(.json("{}"))
        try await cognito.client.deleteWebAuthnCredential(accessToken: token, credentialID: "aWQ")
        #expect(cognito.transport.bodies == [#"{"AccessToken":"a","CredentialId":"aWQ"}"#])
        #expect(cognito.operations == ["DeleteWebAuthnCredential"])
    }

    @Test func `a challenge that counts once is answered once`() async throws {
        let cognito = try ScriptedCognito([.failure(TransportError(.reset)), .success(.json("{}"))])
        await #expect(throws: AWSError.self) {
            try await cognito.client.completeWebAuthnRegistration(.init(accessToken: token, credential: .object([:])))
        }
        #expect(cognito.transport.requests.count == 1)
    }

    @Test(arguments: [
        "WebAuthnNotEnabledException", "WebAuthnChallengeNotFoundException", "WebAuthnRelyingPartyMismatchException",
        "WebAuthnClientMismatchException", "WebAuthnOriginNotAllowedException", "WebAuthnConfigurationMissingException",
        "WebAuthnCredentialNotSupportedException",
    ])
    func `refusals keep their names`(name: String) async throws {
        let cognito = try ScriptedCognito(.awsError(name, message: "why"))
        let error = await #expect(throws: AWSError.self) {
            try await cognito.client.completeWebAuthnRegistration(.init(accessToken: token, credential: .object([:])))
        }
        #expect(error == AWSError(name: name, kind: .service))
        #expect(error?.message == "why")
    }
}
