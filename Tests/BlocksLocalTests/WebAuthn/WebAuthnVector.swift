// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksLocal

/// A registration and an assertion of the same credential, of "Web Authentication Level 3, Test Vectors".
struct WebAuthnVector: Decodable, Sendable, CustomTestStringConvertible {
    struct Registration: Decodable, Sendable {
        let challenge: Hexadecimal
        let credential_id: Hexadecimal
        let clientDataJSON: Hexadecimal
        let attestationObject: Hexadecimal
    }
    struct Authentication: Decodable, Sendable {
        let challenge: Hexadecimal
        let clientDataJSON: Hexadecimal
        let authenticatorData: Hexadecimal
        let signature: Hexadecimal
    }
    let id: String
    let registration: Registration?
    let authentication: Authentication?

    var testDescription: String { id }

    static let file = "webauthn/vectors.json"

    /// The fifteen pairs; none where the file is not here.
    static let all: [WebAuthnVector] = {
        struct File: Decodable { let vectors: [WebAuthnVector] }
        return (try? Vectors.json(file, as: File.self).vectors.filter { $0.registration != nil }) ?? []
    }()

    /// Those whose algorithm the pool takes.
    static let supported = all.filter { !$0.isForeign }

    /// Whether the key is of an algorithm that the pool refuses.
    var isForeign: Bool { ["es384", "es512", "eddsa", "ed448"].contains { id.hasSuffix($0) } }

    var registered: RegistrationResponse {
        get throws {
            let registration = try #require(registration)
            return RegistrationResponse(
                id: registration.credential_id.bytes, clientData: registration.clientDataJSON.bytes,
                attestationObject: registration.attestationObject.bytes)
        }
    }

    var asserted: AssertionResponse {
        get throws {
            let authentication = try #require(authentication)
            return AssertionResponse(
                id: try registered.id, clientData: authentication.clientDataJSON.bytes,
                authenticatorData: authentication.authenticatorData.bytes, signature: authentication.signature.bytes,
                userHandle: nil)
        }
    }

    var creation: PasskeyChallenge { PasskeyChallenge(registration?.challenge.bytes ?? []) }

    var request: PasskeyChallenge { PasskeyChallenge(authentication?.challenge.bytes ?? []) }

    /// The site of the vectors, which lets `https://example.com` embed it.
    static let site = RelyingParty(
        id: "example.org", origins: ["https://example.org"], userVerification: .discouraged,
        embedding: .allowed(topOrigins: ["https://example.com"]))

    func register(_ site: RelyingParty = Self.site) throws -> CredentialRecord {
        try site.verify(registered, for: creation)
    }
}

/// Bytes written in hexadecimal.
struct Hexadecimal: Decodable, Sendable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        bytes = Hex.decode(try decoder.singleValueContainer().decode(String.self)) ?? []
    }
}

extension WebAuthnError {
    static func refusal(_ code: Code) -> WebAuthnError { WebAuthnError(code, "") }
}

extension [UInt8] {
    func flipping(bit: Int) -> [UInt8] {
        var changed = self
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        return changed
    }
}
