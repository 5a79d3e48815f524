// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// One passkey of a user.
public struct PasskeyDescription: Sendable, Equatable, Encodable {
    /// The credential's id, base64url.
    public let credentialId: String
    /// A name that the user recognises; `nil` when there is none.
    public let friendlyName: String?
    /// How the authenticator is reached: `internal`, `usb`, …; `nil` when not said.
    public let transports: [String]?
    /// `platform` or `cross-platform`; `nil` when not said.
    public let authenticatorAttachment: String?
    /// When it was registered, in milliseconds since 1970; `nil` when not said.
    public let createdAt: Int64?

    init(_ credential: WebAuthnCredential) {
        credentialId = credential.credentialID
        friendlyName = credential.friendlyName
        transports = credential.transports.isEmpty ? nil : credential.transports
        authenticatorAttachment = credential.authenticatorAttachment
        createdAt = credential.createdAt?.milliseconds
    }
}

/// What a browser needs to make a passkey.
public struct PasskeyRegistration: Sendable, Equatable, Encodable {
    /// JSON text of `CredentialCreationOptions` in the form of WebAuthn Level 3 §5.1.
    public let credentialCreationOptions: String
}

/// A passkey that was registered.
public struct RegisteredPasskey: Sendable, Equatable, Encodable {
    /// The credential's id, base64url; empty when the browser named none.
    public let credentialId: String
}
