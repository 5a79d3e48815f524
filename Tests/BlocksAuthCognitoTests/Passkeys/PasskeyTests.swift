// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

extension AuthCognitoOptions where Pool == BlocksAuthCognitoTests.Pool {
    /// Passkeys for `example.com`.
    static var passkeys: Self {
        .init(
            authFlowType: .userAuth, enablePasskeys: true,
            webAuthnRelyingParty: .init(id: "example.com", origins: ["https://example.com"]))
    }
}

/// Spec auth-methods §9 on passkeys: exact requests, exact replies.
///
/// What holds for every method with a token is in `ProfileTests`.
struct PasskeyTests {
    private func fixture() async throws -> (AuthFixture<Pool>, BlocksContext, String) {
        let fixture = try AuthFixture<Pool>(options: .passkeys)
        let context = fixture.context(try await fixture.signIn())
        return (fixture, context, fixture.tokens().accessToken?.exposed ?? "")
    }

    @Test func `a registration begins with Cognito's options as text`() async throws {
        let (fixture, context, token) = try await fixture()
        fixture.cognito.on("StartWebAuthnRegistration") {
            JSONValue.object(["challenge": "AA", "rp": ["id": "example.com"], "timeout": 60000])
        }
        let result = try await fixture.auth.startPasskeyRegistration(context)
        #expect(
            try JSONCoding.string(result)
                == #"{"credentialCreationOptions":"{\"challenge\":\"AA\",\"rp\":{\"id\":\"example.com\"},\"timeout\":60000}"}"#
        )
        #expect(fixture.cognito.calls.last == .init("StartWebAuthnRegistration", ["AccessToken": token]))
    }

    @Test func `options that Cognito leaves out are an empty object`() async throws {
        let (fixture, context, _) = try await fixture()
        fixture.cognito.on("StartWebAuthnRegistration") { JSONValue.object([:]) }
        #expect(try await fixture.auth.startPasskeyRegistration(context).credentialCreationOptions == "{}")
    }

    @Test(arguments: [
        (#"{"id":"AQ","type":"public-key"}"#, "AQ"), (#"{"rawId":"AQ"}"#, ""), (#"{"id":7}"#, ""), ("{}", ""),
    ])
    func `the credential is passed on as an object`(credential: String, id: String) async throws {
        let (fixture, context, token) = try await fixture()
        let result = try await fixture.auth.completePasskeyRegistration(context, credential)
        #expect(try JSONCoding.string(result) == #"{"credentialId":"\#(id)"}"#)
        #expect(
            fixture.cognito.calls.last
                == .init("CompleteWebAuthnRegistration", ["AccessToken": token, "Credential": credential]))
    }

    @Test(arguments: ["", "not json", "{", "[]", "7", "null", #""{}""#, "\0", String(repeating: "[", count: 1_000_000)])
    func `a credential that is no JSON object is refused and not sent`(credential: String) async throws {
        let (fixture, context, _) = try await fixture()
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.completePasskeyRegistration(context, credential)
        }
        #expect(error?.message == "credential must be valid JSON")
        #expect(error?.name == "InvalidParameterException" && error?.status == 400 && error?.retriable == false)
        #expect(fixture.cognito.operations == ["InitiateAuth"])
    }

    @Test func `all pages are listed`() async throws {
        let (fixture, context, token) = try await fixture()
        let cognito = fixture.cognito
        cognito.on("ListWebAuthnCredentials") {
            cognito.calls.last?.fields["NextToken"] == nil
                ? ListWebAuthnCredentialsOutput(
                    credentials: [
                        .init(
                            credentialID: "AQ", friendlyName: "Phone", relyingPartyID: "example.com",
                            authenticatorAttachment: "platform", transports: ["internal", "hybrid"],
                            createdAt: Timestamp(milliseconds: 1_700_000_000_123))
                    ], nextToken: "two")
                : ListWebAuthnCredentialsOutput(credentials: [.init(credentialID: "Ag")])
        }
        let passkeys = try await fixture.auth.listPasskeys(context)
        #expect(
            try JSONCoding.string(passkeys)
                == #"[{"credentialId":"AQ","friendlyName":"Phone","transports":["internal","hybrid"],"#
                + #""authenticatorAttachment":"platform","createdAt":1700000000123},{"credentialId":"Ag"}]"#)
        #expect(
            Array(cognito.calls.suffix(2)) == [
                .init("ListWebAuthnCredentials", ["AccessToken": token]),
                .init("ListWebAuthnCredentials", ["AccessToken": token, "NextToken": "two"]),
            ])
    }

    @Test func `a page that leads to itself is the last`() async throws {
        let (fixture, context, _) = try await fixture()
        fixture.cognito.on("ListWebAuthnCredentials") {
            ListWebAuthnCredentialsOutput(credentials: [.init(credentialID: "AQ")], nextToken: "same")
        }
        #expect(try await fixture.auth.listPasskeys(context).count == 2)
    }

    @Test func `a passkey is deleted by its id`() async throws {
        let (fixture, context, token) = try await fixture()
        try await fixture.auth.deletePasskey(context, "AQ")
        #expect(
            fixture.cognito.calls.last
                == .init("DeleteWebAuthnCredential", ["AccessToken": token, "CredentialId": "AQ"]))
    }

    @Test(arguments: [
        ("WebAuthnNotEnabledException", 400), ("WebAuthnOriginNotAllowedException", 400),
        ("WebAuthnRelyingPartyMismatchException", 400), ("WebAuthnChallengeNotFoundException", 400),
        ("WebAuthnCredentialNotSupportedException", 400), ("WebAuthnClientMismatchException", 400),
        ("WebAuthnConfigurationMissingException", 400), ("ResourceNotFoundException", 404),
        ("LimitExceededException", 429),
    ])
    func `Cognito's refusals keep name and text`(name: String, status: Int) async throws {
        let (fixture, context, _) = try await fixture()
        let refusal = AWSError(name: name, message: "Text", status: 400, kind: .service)
        let calls: [(String, @Sendable () async throws -> Void)] = [
            ("StartWebAuthnRegistration", { _ = try await fixture.auth.startPasskeyRegistration(context) }),
            ("CompleteWebAuthnRegistration", { _ = try await fixture.auth.completePasskeyRegistration(context, "{}") }),
            ("ListWebAuthnCredentials", { _ = try await fixture.auth.listPasskeys(context) }),
            ("DeleteWebAuthnCredential", { try await fixture.auth.deletePasskey(context, "AQ") }),
        ]
        for (operation, call) in calls {
            fixture.cognito.fail(operation, refusal)
            let error = await #expect(throws: ApiError.self) { try await call() }
            #expect(error?.name == name && error?.message == "Text")
            #expect(error?.status == status && error?.retriable == false)
        }
    }
}
