// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The name of a challenge; names that are not known here survive (`ChallengeNameType`).
public struct ChallengeName: RawRepresentable, Sendable, Hashable {
    /// The wire name.
    public let rawValue: String

    /// A challenge of any wire name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A code by text message, after the first factor.
    public static let smsMFA = ChallengeName(rawValue: "SMS_MFA")
    /// A code of an authenticator app, after the first factor.
    public static let softwareTokenMFA = ChallengeName(rawValue: "SOFTWARE_TOKEN_MFA")
    /// A code by e-mail, as first or second factor.
    public static let emailOTP = ChallengeName(rawValue: "EMAIL_OTP")
    /// A code by text message as first factor.
    public static let smsOTP = ChallengeName(rawValue: "SMS_OTP")
    /// Choose the first factor.
    public static let selectChallenge = ChallengeName(rawValue: "SELECT_CHALLENGE")
    /// The password as first factor of `USER_AUTH`.
    public static let password = ChallengeName(rawValue: "PASSWORD")
    /// The password by SRP as first factor of `USER_AUTH`.
    public static let passwordSRP = ChallengeName(rawValue: "PASSWORD_SRP")
    /// Proof of the password by SRP.
    public static let passwordVerifier = ChallengeName(rawValue: "PASSWORD_VERIFIER")
    /// Choose the second factor.
    public static let selectMFAType = ChallengeName(rawValue: "SELECT_MFA_TYPE")
    /// Set up a second factor.
    public static let mfaSetup = ChallengeName(rawValue: "MFA_SETUP")
    /// Replace a temporary password.
    public static let newPasswordRequired = ChallengeName(rawValue: "NEW_PASSWORD_REQUIRED")
    /// A passkey as first factor.
    public static let webAuthn = ChallengeName(rawValue: "WEB_AUTHN")
    /// A challenge of the pool's own Lambda triggers.
    public static let customChallenge = ChallengeName(rawValue: "CUSTOM_CHALLENGE")
    /// Start of the proof of a remembered device.
    public static let deviceSRPAuth = ChallengeName(rawValue: "DEVICE_SRP_AUTH")
    /// Proof of a remembered device.
    public static let devicePasswordVerifier = ChallengeName(rawValue: "DEVICE_PASSWORD_VERIFIER")
}

/// What Cognito wants to see before it issues tokens.
public struct AuthChallenge: Sendable {
    /// Which challenge it is.
    public var name: ChallengeName
    /// Cognito's handle of the sign-in, to be given back with the answer; `nil` when it sent none.
    public var session: Secret<String>?
    /// The challenge's parameters as sent: lists are JSON text.
    public var parameters: [String: String]
    /// The first factors on offer (`AvailableChallenges`), in Cognito's order; empty outside of a selection.
    public var availableChallenges: [String]

    /// A challenge.
    public init(
        name: ChallengeName, session: Secret<String>?, parameters: [String: String] = [:],
        availableChallenges: [String] = []
    ) {
        self.name = name
        self.session = session
        self.parameters = parameters
        self.availableChallenges = availableChallenges
    }
}
