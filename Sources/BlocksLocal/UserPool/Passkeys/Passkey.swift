// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// A passkey as stored with its user.
struct Passkey: Codable, Sendable {
    /// How many passkeys a user may have: Cognito's quota.
    static let limit = 20

    /// base64url.
    let credentialID: String
    /// COSE, base64url.
    private let publicKey: String
    private var signatureCount: UInt32
    private let backupEligible: Bool
    let relyingPartyID: String
    private let attachment: String?
    let transports: [String]
    /// Milliseconds since 1970.
    private let created: Int64

    init(_ record: CredentialRecord, of credential: CredentialJSON, for relyingPartyID: String, at now: Timestamp) {
        credentialID = Base64URL.encode(record.id)
        publicKey = Base64URL.encode(record.publicKey)
        signatureCount = record.signatureCount
        backupEligible = record.isBackupEligible
        self.relyingPartyID = relyingPartyID
        attachment = credential.attachment
        transports = credential.transports
        created = now.milliseconds
    }

    /// What assertions are verified against.
    ///
    /// Reading gives `nil` only where the file was edited by hand; writing keeps the new counter.
    var record: CredentialRecord? {
        get {
            guard let id = Base64URL.decode(credentialID), let key = Base64URL.decode(publicKey) else { return nil }
            return CredentialRecord(
                id: id, publicKey: key, signatureCount: signatureCount, isBackupEligible: backupEligible)
        }
        set { signatureCount = newValue?.signatureCount ?? signatureCount }
    }

    /// What `ListWebAuthnCredentials` tells; there is no name, for nobody gives one.
    var description: WebAuthnCredential {
        WebAuthnCredential(
            credentialID: credentialID, relyingPartyID: relyingPartyID, authenticatorAttachment: attachment,
            transports: transports, createdAt: Timestamp(milliseconds: created))
    }

    /// What a ceremony calls it.
    var descriptor: JSONValue {
        var descriptor: JSONValue = ["type": "public-key", "id": .string(credentialID)]
        if !transports.isEmpty { descriptor["transports"] = .array(transports.map { .string($0) }) }
        return descriptor
    }
}

/// A registration under way; its challenge is good for one try.
struct PasskeyRegistration: Codable, Sendable {
    /// Seconds that the browser may take.
    static let lifetime: Int64 = 180

    let challenge: PasskeyChallenge
    /// Milliseconds since 1970.
    let expires: Int64

    init(_ challenge: PasskeyChallenge, at now: Timestamp) {
        self.challenge = challenge
        expires = now.adding(seconds: Self.lifetime).milliseconds
    }
}
