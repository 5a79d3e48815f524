// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-state-machine §7 to §9 on passkeys.
struct PasskeyStateTests {
    private static let names = [
        "startPasskeyRegistration", "completePasskeyRegistration", "listPasskeys", "deletePasskey",
    ]

    private func fixture() throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(options: .passkeys)
        fixture.cognito.on("StartWebAuthnRegistration") { JSONValue.object(["challenge": "AA"]) }
        fixture.cognito.on("ListWebAuthnCredentials") {
            ListWebAuthnCredentialsOutput(credentials: [
                .init(credentialID: "0123456789"), .init(credentialID: "AQ", friendlyName: "Phone"),
            ])
        }
        return fixture
    }

    private func submit(_ fixture: AuthFixture<Pool>, _ input: JSONValue, _ cookie: String?) async throws -> AuthState {
        try await fixture.auth.setAuthState(AuthActionInput(input), fixture.context(cookie))
    }

    private func field(_ name: String, _ label: String, _ value: String? = nil) -> String {
        #"{"name":"\#(name)","label":"\#(label)","type":"hidden","required":true"#
            + (value.map { #","defaultValue":"\#($0)"}"# } ?? "}")
    }

    private func actions(_ state: AuthState) throws -> String { try JSONCoding.string(state.actions) }

    @Test func `starting leads to the one form that makes a passkey`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        let state = try await submit(fixture, ["action": "startPasskeyRegistration"], cookie)
        #expect(state.state == .signedIn && state.user?.username == "alice")
        let fields = [
            field("credentialCreationOptions", "Credential Creation Options", #"{\"challenge\":\"AA\"}"#),
            field("credential", "Credential"),
        ]
        #expect(
            try actions(state)
                == #"[{"name":"completePasskeyRegistration","label":"Register passkey","capability":"webauthn-create","#
                + #""fields":[\#(fields[0]),\#(fields[1])]}]"#)
    }

    @Test(
        arguments: [
            (["action": "listPasskeys"], []),
            (
                ["action": "completePasskeyRegistration", "credential": #"{"id":"AQ"}"#, "surplus": 1],
                ["CompleteWebAuthnRegistration"]
            ),
            (["action": "deletePasskey", "credentialId": "AQ"], ["DeleteWebAuthnCredential"]),
        ] as [(JSONValue, [String])])
    func `every other action leads to the list`(input: JSONValue, operations: [String]) async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        let state = try await submit(fixture, input, cookie)
        #expect(state.state == .signedIn && state.user?.username == "alice" && state.error == nil)
        let ids = ["0123456789", "AQ"].map { field("credentialId", "Credential ID", $0) }
        #expect(
            try actions(state)
                == #"[{"name":"deletePasskey","label":"Delete passkey 01234567…","fields":[\#(ids[0])]},"#
                + #"{"name":"deletePasskey","label":"Delete: Phone","fields":[\#(ids[1])]},"#
                + #"{"name":"startPasskeyRegistration","label":"Add a passkey to this device","fields":[]},"#
                + #"{"name":"signOut","label":"Sign Out","fields":[]}]"#)
        #expect(fixture.cognito.operations.dropFirst() == (operations + ["ListWebAuthnCredentials"])[...])
    }

    @Test(arguments: names)
    func `signed out there is nothing to manage`(action: String) async throws {
        let fixture = try fixture()
        let input: JSONValue = ["action": .string(action), "credential": "{}", "credentialId": "AQ"]
        let state = try await submit(fixture, input, nil)
        #expect(state.state == .signedOut && state.actions == fixture.auth.forms.signedOut.actions)
        #expect(state.error == "Authentication required" && state.errorName == "NotAuthenticatedException")
        #expect(fixture.cognito.operations == [])
    }

    @Test(arguments: [
        ("startPasskeyRegistration", "StartWebAuthnRegistration"),
        ("completePasskeyRegistration", "CompleteWebAuthnRegistration"), ("listPasskeys", "ListWebAuthnCredentials"),
        ("deletePasskey", "DeleteWebAuthnCredential"), ("deletePasskey", "ListWebAuthnCredentials"),
    ])
    func `who is signed in stays so when an action fails`(action: String, operation: String) async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        fixture.cognito.fail(operation, AWSError(name: "WebAuthnNotEnabledException", message: "Text"))
        let input: JSONValue = ["action": .string(action), "credential": "{}", "credentialId": "AQ"]
        let state = try await submit(fixture, input, cookie)
        #expect(state.state == .signedIn && state.user?.username == "alice")
        #expect(state.actions.map(\.name) == ["signOut", "startPasskeyRegistration", "listPasskeys"])
        #expect(state.error == "Text" && state.errorName == "WebAuthnNotEnabledException" && state.retriable == nil)
    }

    @Test func `a form that is not filled in says what is missing`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        for (action, name) in [("completePasskeyRegistration", "credential"), ("deletePasskey", "credentialId")] {
            for value in [nil, .null, 7, [:]] as [JSONValue?] {
                var input: JSONValue = ["action": .string(action)]
                input[name] = value
                let state = try await submit(fixture, input, cookie)
                #expect(state.error == "Missing field: \(name)" && state.retriable == true && state.actions.isEmpty)
            }
        }
        #expect(fixture.cognito.operations == ["InitiateAuth"])
        let broken = try await submit(
            fixture, ["action": "completePasskeyRegistration", "credential": ""], cookie)
        #expect(broken.state == .signedIn && broken.error == "credential must be valid JSON")
    }
}
