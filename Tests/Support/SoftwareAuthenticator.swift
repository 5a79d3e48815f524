// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import BlocksCrypto

/// A browser with a passkey in it (ES256), honest unless told otherwise.
///
/// It takes the options of a ceremony as JSON text and gives what `PublicKeyCredential.toJSON()` would (WebAuthn §5.1).
public struct SoftwareAuthenticator: Sendable {
    /// The page that asks.
    public var origin: String
    /// Whom it answers for; `nil` for whom the options name.
    public var relyingPartyID: String?
    /// What it says it did: at first that the user was present and verified.
    public var flags: UInt8 = 0x05
    /// The signature counter, raised before each assertion.
    public var counter: UInt32 = 0
    /// Whom it says the credential is of; `nil` for whom it was made for.
    public var userHandle: [UInt8]?
    /// The COSE number that new keys claim to be of.
    public var algorithm: Int64 = -7
    /// The credential's id; empty before the first registration.
    public private(set) var credentialID: [UInt8] = []
    private var registeredUser: [UInt8] = []
    private var key: P256SigningKey

    /// The options are no ceremony's.
    public struct Failure: Error {}

    /// An authenticator in a browser that shows a page of `origin`.
    public init(origin: String) throws {
        self.origin = origin
        key = try P256SigningKey()
    }

    /// Makes a credential for `options`, the text of `CredentialCreationOptions`.
    public mutating func register(_ options: String) throws -> JSONValue {
        let options = try JSONValue(parsing: Array(options.utf8))
        guard let site = relyingPartyID ?? options["rp"]?["id"]?.string,
            let user = options["user"]?["id"]?.string.flatMap({ Base64URL.decode($0) }),
            let challenge = options["challenge"]?.string
        else { throw Failure() }
        key = try P256SigningKey()
        credentialID = try SecureRandom.system.bytes(16)
        registeredUser = user
        let data =
            header(site, flags | 0x40, 0) + [UInt8](repeating: 0, count: 16) + [0, UInt8(credentialID.count)]
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
            "clientDataJSON": encoded(clientData("webauthn.create", challenge)),
            "attestationObject": encoded(attestation.bytes), "transports": ["internal"],
        ])
    }

    /// Signs for `options`, the text of `CredentialRequestOptions`.
    public mutating func sign(_ options: String) throws -> JSONValue {
        let options = try JSONValue(parsing: Array(options.utf8))
        guard let site = relyingPartyID ?? options["rpId"]?.string, let challenge = options["challenge"]?.string else {
            throw Failure()
        }
        counter &+= 1
        let data = header(site, flags, counter)
        let client = clientData("webauthn.get", challenge)
        let signature = try key.sign(data + SHA256.hash(client))
        return credential([
            "clientDataJSON": encoded(client), "authenticatorData": encoded(data), "signature": encoded(signature),
            "userHandle": encoded(userHandle ?? registeredUser),
        ])
    }

    private func header(_ site: String, _ flags: UInt8, _ count: UInt32) -> [UInt8] {
        let bytes = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: count >> UInt32($0)) }
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

    private func clientData(_ type: String, _ challenge: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.value([
            "type": .string(type), "challenge": .string(challenge), "origin": .string(origin), "crossOrigin": false,
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

extension JSONValue {
    /// The value's JSON text.
    public var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
