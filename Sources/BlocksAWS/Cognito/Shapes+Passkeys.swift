// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The input of `CompleteWebAuthnRegistration`.
public struct CompleteWebAuthnRegistrationInput: Sendable {
    /// Authorises the call.
    public var accessToken: Secret<String>
    /// What the browser's `PublicKeyCredential.toJSON()` gave: an object.
    public var credential: JSONValue

    /// The input of one registration.
    public init(accessToken: Secret<String>, credential: JSONValue) {
        self.accessToken = accessToken
        self.credential = credential
    }
}

/// The input of `ListWebAuthnCredentials`.
public struct ListWebAuthnCredentialsInput: Sendable {
    /// Authorises the call.
    public var accessToken: Secret<String>
    /// How many at most, 1 to 20; `nil` leaves it to Cognito.
    public var maxResults: Int?
    /// Where the page before ended; `nil` for the first.
    public var nextToken: String?

    /// The input for one page.
    public init(accessToken: Secret<String>, maxResults: Int? = nil, nextToken: String? = nil) {
        self.accessToken = accessToken
        self.maxResults = maxResults
        self.nextToken = nextToken
    }
}

/// The output of `ListWebAuthnCredentials`: one page.
public struct ListWebAuthnCredentialsOutput: Sendable {
    /// The passkeys of the page.
    public var credentials: [WebAuthnCredential]
    /// Asks for the next page; `nil` at the end.
    public var nextToken: String?

    /// One page.
    public init(credentials: [WebAuthnCredential], nextToken: String? = nil) {
        self.credentials = credentials
        self.nextToken = nextToken
    }
}

/// A passkey that a user pool knows (`WebAuthnCredentialDescription`).
public struct WebAuthnCredential: Sendable, Equatable {
    /// The credential's id, base64url.
    public var credentialID: String
    /// A name that the user recognises; `nil` when there is none.
    public var friendlyName: String?
    /// The site it is for.
    public var relyingPartyID: String
    /// `platform` or `cross-platform`; `nil` when not said.
    public var authenticatorAttachment: String?
    /// How the authenticator is reached: `internal`, `usb`, ….
    public var transports: [String]
    /// When it was registered; `nil` when not said.
    public var createdAt: Timestamp?

    /// A passkey.
    public init(
        credentialID: String, friendlyName: String? = nil, relyingPartyID: String = "",
        authenticatorAttachment: String? = nil, transports: [String] = [], createdAt: Timestamp? = nil
    ) {
        self.credentialID = credentialID
        self.friendlyName = friendlyName
        self.relyingPartyID = relyingPartyID
        self.authenticatorAttachment = authenticatorAttachment
        self.transports = transports
        self.createdAt = createdAt
    }
}
