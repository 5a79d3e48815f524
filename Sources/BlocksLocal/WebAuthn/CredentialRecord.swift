// SPDX-License-Identifier: Apache-2.0

/// What is remembered of a credential (WebAuthn §4, credential record).
struct CredentialRecord: Sendable, Equatable {
    let id: [UInt8]
    /// The public key as COSE.
    let publicKey: [UInt8]
    /// The newest signature counter; `0` where the authenticator keeps none.
    var signatureCount: UInt32
    /// Whether the credential may be copied to other devices; it never changes.
    let isBackupEligible: Bool
}
