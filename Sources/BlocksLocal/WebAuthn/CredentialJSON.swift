// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// A credential as `PublicKeyCredential.toJSON()` writes it (WebAuthn §5.1.8 and following).
struct CredentialJSON: Sendable {
    /// The credential's id.
    let id: [UInt8]
    /// How the client reached the authenticator, `platform` or `cross-platform`; `nil` where it does not say.
    let attachment: String?
    private let response: JSONValue

    /// Reads the members common to both ceremonies; throws `malformed` for another form.
    init(_ json: JSONValue) throws(WebAuthnError) {
        guard json["type"]?.string == "public-key", let id = json["id"]?.string, json["rawId"]?.string == id,
            let bytes = Base64URL.decode(id), !bytes.isEmpty, let response = json["response"], response.object != nil
        else { throw .malformed("a credential lacks a member") }
        self.id = bytes
        self.response = response
        attachment = json["authenticatorAttachment"]?.string.flatMap { Self.attachments.contains($0) ? $0 : nil }
    }

    /// The answer to a registration; throws `malformed` for another form.
    func registration() throws(WebAuthnError) -> RegistrationResponse {
        RegistrationResponse(
            id: id, clientData: try bytes("clientDataJSON"), attestationObject: try bytes("attestationObject"))
    }

    /// The answer to a sign-in; throws `malformed` for another form.
    func assertion() throws(WebAuthnError) -> AssertionResponse {
        let hasUser = response["userHandle"].map { !$0.isNull } ?? false
        return AssertionResponse(
            id: id, clientData: try bytes("clientDataJSON"), authenticatorData: try bytes("authenticatorData"),
            signature: try bytes("signature"), userHandle: hasUser ? try bytes("userHandle") : nil)
    }

    /// How the authenticator can be reached, known ways only, each once.
    var transports: [String] {
        var known: [String] = []
        for transport in response["transports"]?.array ?? [] {
            guard let name = transport.string, Self.transports.contains(name), !known.contains(name) else { continue }
            known.append(name)
        }
        return known
    }

    private func bytes(_ name: String) throws(WebAuthnError) -> [UInt8] {
        guard let text = response[name]?.string, let bytes = Base64URL.decode(text) else {
            throw .malformed("a credential's response lacks \(name)")
        }
        return bytes
    }

    private static let attachments: Set = ["platform", "cross-platform"]
    private static let transports: Set = ["usb", "nfc", "ble", "smart-card", "hybrid", "internal"]
}
