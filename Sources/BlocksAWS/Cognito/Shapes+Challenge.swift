// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The input of `RespondToAuthChallenge`.
public struct RespondToAuthChallengeInput: Sendable {
    /// The challenge that is answered.
    public var challengeName: ChallengeName
    /// Cognito's handle of the sign-in; empty where it gave none, as it may between the steps of a proof, and not sent then.
    public var session: Secret<String>
    /// The answers by Cognito's names, `USERNAME` included.
    public var challengeResponses: [String: Secret<String>]
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]
    /// Where the request came from, for threat protection; `nil` to say nothing.
    public var userContext: UserContext?

    /// The input of one answer.
    public init(
        challengeName: ChallengeName, session: Secret<String>, challengeResponses: [String: Secret<String>],
        clientMetadata: [String: String] = [:], userContext: UserContext? = nil
    ) {
        self.challengeName = challengeName
        self.session = session
        self.challengeResponses = challengeResponses
        self.clientMetadata = clientMetadata
        self.userContext = userContext
    }
}

/// Who sets an authenticator app up: somebody signing in, or somebody signed in.
public enum SoftwareTokenAuthority: Sendable {
    /// The handle of a sign-in that demands it.
    case session(Secret<String>)
    /// The access token of a signed-in user.
    case accessToken(Secret<String>)
}

/// The output of `AssociateSoftwareToken`.
public struct AssociateSoftwareTokenOutput: Sendable {
    /// The secret for the authenticator app, base32; `nil` when the answer had none.
    public var secretCode: Secret<String>?
    /// The handle that replaces the one of the sign-in; `nil` when it stays.
    public var session: Secret<String>?

    /// A fresh secret.
    public init(secretCode: Secret<String>?, session: Secret<String>? = nil) {
        self.secretCode = secretCode
        self.session = session
    }
}

/// The input of `VerifySoftwareToken`.
public struct VerifySoftwareTokenInput: Sendable {
    /// Who sets the app up.
    public var authority: SoftwareTokenAuthority
    /// The code that the app shows.
    public var userCode: Secret<String>
    /// A name for the app; `nil` for none.
    public var friendlyDeviceName: String?

    /// The input of one verification.
    public init(authority: SoftwareTokenAuthority, userCode: Secret<String>, friendlyDeviceName: String? = nil) {
        self.authority = authority
        self.userCode = userCode
        self.friendlyDeviceName = friendlyDeviceName
    }
}

/// The output of `VerifySoftwareToken`.
public struct VerifySoftwareTokenOutput: Sendable {
    /// Whether the code was right (`Status` `SUCCESS`).
    public var succeeded: Bool
    /// The handle to go on with; `nil` when it stays.
    public var session: Secret<String>?

    /// What came of one verification.
    public init(succeeded: Bool, session: Secret<String>? = nil) {
        self.succeeded = succeeded
        self.session = session
    }
}
