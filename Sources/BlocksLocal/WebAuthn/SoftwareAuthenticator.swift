// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import BlocksCrypto

/// A browser with one passkey in it (ES256), for tests and recorded flows; honest unless told otherwise.
///
/// It takes the options of a ceremony as JSON text and gives what `PublicKeyCredential.toJSON()` would (WebAuthn §5.1).
public struct SoftwareAuthenticator: Sendable {
    /// The page that asks.
    public var origin: String
    /// Whom it answers for; `nil` for whom the options name.
    public var relyingPartyID: String?
    /// What it says it did (WebAuthn §6.1); at first that the user was present and verified.
    public var flags: UInt8 = 0x05
    /// The signature counter; `0` for an authenticator that does not count.
    public var counter: UInt32 = 0
    /// Whom it says the credential is of; `nil` where it does not say.
    public var userHandle: [UInt8]?
    /// The COSE number of the algorithm that its key claims to be for.
    public var algorithm: Int64 = -7
    /// The credential's id, 16 bytes.
    public let credentialID: [UInt8]
    private let key: P256PrivateKey

    /// Why a ceremony cannot be performed: its options lack something.
    public struct Failure: Error {}

    /// An authenticator in a browser that shows a page of `origin`; throws when there is no randomness.
    public init(origin: String) throws {
        self.origin = origin
        key = try P256PrivateKey.generate()
        credentialID = try SecureRandom.system.bytes(16)
    }

    /// Performs the ceremony that `options` ask for: a registration where they name a user, else an assertion.
    public func credential(for options: String) throws -> JSONValue {
        let parsed = try JSONValue(parsing: Array(options.utf8))
        return parsed["user"] == nil ? try sign(options) : try register(options)
    }

    /// Makes a credential for `options`, the text of `CredentialCreationOptions`.
    public func register(_ options: String) throws -> JSONValue {
        let options = try JSONValue(parsing: Array(options.utf8))
        guard let site = relyingPartyID ?? options["rp"]?["id"]?.string, let challenge = options["challenge"]?.string
        else { throw Failure() }
        let data =
            header(site, flags | 0x40, count: 0) + [UInt8](repeating: 0, count: 16) + [0, UInt8(credentialID.count)]
            + credentialID + coseKey
        var attestation = CBORWriter()
        attestation.map(count: 3)
        attestation.text("fmt")
        attestation.text("none")
        attestation.text("attStmt")
        attestation.map(count: 0)
        attestation.text("authData")
        attestation.string(data)
        return credential([
            "clientDataJSON": encoded(clientData(.registration, challenge)),
            "attestationObject": encoded(attestation.bytes), "transports": ["internal"],
        ])
    }

    /// Signs for `options`, the text of `CredentialRequestOptions`.
    public func sign(_ options: String) throws -> JSONValue {
        let options = try JSONValue(parsing: Array(options.utf8))
        guard let site = relyingPartyID ?? options["rpId"]?.string, let challenge = options["challenge"]?.string else {
            throw Failure()
        }
        let data = header(site, flags, count: counter)
        let client = clientData(.assertion, challenge)
        let signature = try key.sign(data + SHA256.hash(client))
        return credential([
            "clientDataJSON": encoded(client), "authenticatorData": encoded(data), "signature": encoded(signature),
            "userHandle": userHandle.map(encoded) ?? .null,
        ])
    }

    private func header(_ site: String, _ flags: UInt8, count: UInt32) -> [UInt8] {
        let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> UInt32($0)) }
        return SHA256.hash(Array(site.utf8)) + [flags] + bytes
    }

    private var coseKey: [UInt8] {
        var writer = CBORWriter()
        writer.map(count: 5)
        for (name, value): (Int64, Int64) in [(1, 2), (3, algorithm), (-1, 1)] {
            writer.integer(name)
            writer.integer(value)
        }
        for (name, value): (Int64, [UInt8]) in [(-2, key.publicKey.x), (-3, key.publicKey.y)] {
            writer.integer(name)
            writer.string(value)
        }
        return writer.bytes
    }

    private func clientData(_ ceremony: ClientData.Ceremony, _ challenge: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.value([
            "type": .string(ceremony.rawValue), "challenge": .string(challenge), "origin": .string(origin),
            "crossOrigin": false,
        ])
        return writer.bytes
    }

    private func credential(_ response: JSONValue) -> JSONValue {
        [
            "id": encoded(credentialID), "rawId": encoded(credentialID), "type": "public-key", "response": response,
            "authenticatorAttachment": "platform", "clientExtensionResults": [:],
        ]
    }

    private func encoded(_ bytes: [UInt8]) -> JSONValue { .string(Base64URL.encode(bytes)) }
}
