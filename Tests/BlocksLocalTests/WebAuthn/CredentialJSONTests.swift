// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct CredentialJSONTests {
    private static let response: JSONValue = [
        "clientDataJSON": "AQ", "attestationObject": "Ag", "authenticatorData": "Aw", "signature": "BA",
        "userHandle": "BQ", "transports": ["internal", "usb", "pigeon", "usb", 1],
    ]
    private static let whole: JSONValue = [
        "id": "AAEC", "rawId": "AAEC", "type": "public-key", "authenticatorAttachment": "platform",
        "clientExtensionResults": [:], "response": response,
    ]

    @Test func `a credential is read`() throws {
        let credential = try CredentialJSON(Self.whole)
        #expect(credential.id == [0, 1, 2] && credential.attachment == "platform")
        #expect(credential.transports == ["internal", "usb"])
        #expect(try credential.registration().clientData == [1])
        #expect(try credential.registration().attestationObject == [2])
        let assertion = try credential.assertion()
        #expect(assertion.authenticatorData == [3] && assertion.signature == [4] && assertion.userHandle == [5])
        var changed = Self.whole
        changed["authenticatorAttachment"] = "parrot"
        changed["response"]?["userHandle"] = .null
        #expect(try CredentialJSON(changed).attachment == nil)
        #expect(try CredentialJSON(changed).assertion().userHandle == nil)
    }

    @Test(arguments: [
        JSONValue.null, [], "x", [:], change("type", "password"), change("type", nil), change("id", nil),
        change("id", 1),
        change("id", "AAEC="), change("rawId", "AAED"), change("rawId", nil), change("response", nil),
        change("response", "AQ"), empty,
    ])
    func `what is no credential is refused`(json: JSONValue) {
        #expect(throws: WebAuthnError.refusal(.malformed)) { try CredentialJSON(json) }
    }

    @Test(
        arguments: ["clientDataJSON", "attestationObject", "authenticatorData", "signature"],
        [nil, "A", "A===", 5] as [JSONValue?])
    func `a response lacks nothing`(name: String, value: JSONValue?) throws {
        var changed = Self.whole
        changed["response"]?[name] = value
        let credential = try CredentialJSON(changed)
        #expect(throws: WebAuthnError.refusal(.malformed)) {
            _ = try credential.registration()
            _ = try credential.assertion()
        }
    }

    private static func change(_ name: String, _ value: JSONValue?) -> JSONValue {
        var changed = whole
        changed[name] = value
        return changed
    }

    private static var empty: JSONValue {
        var changed = change("id", "")
        changed["rawId"] = ""
        return changed
    }
}
