// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// What a browser brings back from making a credential (WebAuthn §5.2.1).
struct RegistrationResponse: Sendable {
    /// The id as the browser states it.
    let id: [UInt8]
    /// JSON text, as it was hashed.
    let clientData: [UInt8]
    /// CBOR.
    let attestationObject: [UInt8]
}

extension RelyingParty {
    /// Verifies a new credential (WebAuthn §7.1).
    ///
    /// In this order: form, ceremony, challenge, origin, relying party, presence, verification, algorithm, attestation, id. Attestation is
    /// not asked for, so that `none` and self attestation are judged and statements of other formats ignored.
    /// Throws the ``WebAuthnError`` of the first check that fails.
    func verify(
        _ response: RegistrationResponse, for challenge: PasskeyChallenge
    ) throws(WebAuthnError) -> CredentialRecord {
        let clientData = try ClientData(response.clientData)
        let attestation = try Attestation(response.attestationObject)
        let data = try AuthenticatorData(attestation.authenticatorData)
        guard let credential = data.credential else { throw .malformed("there is no new credential") }
        try clientData.check(.registration, challenge, of: self)
        try check(data)
        let key = try COSEKey(credential.key)
        let signed = attestation.authenticatorData + SHA256.hash(response.clientData)
        try attestation.check(key, over: signed)
        guard response.id == credential.id else { throw WebAuthnError(.wrongCredential, "credential id") }
        return CredentialRecord(
            id: credential.id, publicKey: credential.encodedKey, signatureCount: data.signatureCount,
            isBackupEligible: data.flags.contains(.backupEligible))
    }
}
