// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// What a browser brings back from using a credential (WebAuthn §5.2.2).
struct AssertionResponse: Sendable {
    /// The id of the credential that was used.
    let id: [UInt8]
    /// JSON text, as it was hashed.
    let clientData: [UInt8]
    let authenticatorData: [UInt8]
    let signature: [UInt8]
    /// The user that the authenticator knows the credential for; `nil` where it does not say.
    let userHandle: [UInt8]?
}

extension RelyingParty {
    /// Verifies the use of `credential` (WebAuthn §7.2), and gives the record with the new counter, to be kept.
    ///
    /// In this order: credential, form, ceremony, challenge, origin, relying party, presence, verification, backup, signature, counter.
    /// Throws the ``WebAuthnError`` of the first check that fails.
    func verify(
        _ response: AssertionResponse, for challenge: PasskeyChallenge, of credential: CredentialRecord
    ) throws(WebAuthnError) -> CredentialRecord {
        guard response.id == credential.id else { throw WebAuthnError(.wrongCredential, "credential id") }
        let clientData = try ClientData(response.clientData)
        let data = try AuthenticatorData(response.authenticatorData)
        try clientData.check(.assertion, challenge, of: self)
        try check(data)
        guard data.flags.contains(.backupEligible) == credential.isBackupEligible else {
            throw WebAuthnError(.wrongCredential, "flag BE")
        }
        let key = try COSEKey(try CBORReader.value(of: credential.publicKey))
        let signed = response.authenticatorData + SHA256.hash(response.clientData)
        guard key.isValidSignature(response.signature, for: signed) else {
            throw WebAuthnError(.invalidSignature, "assertion")
        }
        // Two zeros are an authenticator that does not count.
        guard
            data.signatureCount > credential.signatureCount
                || (data.signatureCount, credential.signatureCount) == (0, 0)
        else { throw WebAuthnError(.counterNotAdvanced, "signature counter") }
        var credential = credential
        credential.signatureCount = data.signatureCount
        return credential
    }
}
