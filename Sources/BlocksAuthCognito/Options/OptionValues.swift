// SPDX-License-Identifier: Apache-2.0

/// What a password must have.
public struct PasswordRules: Sendable, Equatable {
    /// The least number of characters, 6 to 99.
    public var minLength: Int
    /// Whether a letter A to Z is needed.
    public var requireUppercase: Bool
    /// Whether a letter a to z is needed.
    public var requireLowercase: Bool
    /// Whether a digit is needed.
    public var requireDigits: Bool
    /// Whether one of Cognito's special characters is needed.
    public var requireSymbols: Bool

    /// Rules; the default is eight characters of all four classes.
    public init(
        minLength: Int = 8, requireUppercase: Bool = true, requireLowercase: Bool = true, requireDigits: Bool = true,
        requireSymbols: Bool = true
    ) {
        self.minLength = minLength
        self.requireUppercase = requireUppercase
        self.requireLowercase = requireLowercase
        self.requireDigits = requireDigits
        self.requireSymbols = requireSymbols
    }
}

/// Whether a second factor is asked for.
public enum MFAMode: String, Sendable, Hashable, CaseIterable {
    /// Never.
    case off
    /// From users who set one up.
    case optional
    /// From everybody.
    case required
}

/// What a user may type as name.
public enum SignInName: String, Sendable, Hashable, CaseIterable {
    /// A name of the user's choice.
    case username
    /// The e-mail address.
    case email
    /// The phone number in E.164 form.
    case phone
}

/// One of Cognito's flows; names that are not known here survive, and are refused at start.
public struct AuthFlowType: RawRepresentable, Sendable, Hashable {
    /// The wire name.
    public let rawValue: String
    /// The flow of that wire name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Name and password in one step.
    public static let userPasswordAuth = AuthFlowType(rawValue: "USER_PASSWORD_AUTH")
    /// Name and a proof of the password by SRP, which never leaves this server.
    public static let userSRPAuth = AuthFlowType(rawValue: "USER_SRP_AUTH")
    /// The user's choice of password, one-time code or passkey.
    public static let userAuth = AuthFlowType(rawValue: "USER_AUTH")
    /// Challenges of the pool's own Lambda triggers.
    public static let customAuth = AuthFlowType(rawValue: "CUSTOM_AUTH")
    /// Name and password in one step, in a call that the function signs.
    public static let adminUserPasswordAuth = AuthFlowType(rawValue: "ADMIN_USER_PASSWORD_AUTH")

    /// Those that this block can go through.
    static let known: [AuthFlowType] = [
        .userPasswordAuth, .userSRPAuth, .userAuth, .customAuth, .adminUserPasswordAuth,
    ]
}

/// A way to begin a `USER_AUTH` sign-in.
public enum FirstFactor: String, Sendable, Hashable, CaseIterable, Codable {
    /// The password.
    case password = "PASSWORD"
    /// A code by e-mail.
    case emailOTP = "EMAIL_OTP"
    /// A code by text message.
    case smsOTP = "SMS_OTP"
    /// A passkey.
    case webAuthn = "WEB_AUTHN"
}

/// The first factor that a pool tries first; clients see `passwordSRP` as a password.
public enum PreferredChallenge: String, Sendable, Hashable, CaseIterable {
    /// The password.
    case password = "PASSWORD"
    /// The password, proved by SRP, so that it never leaves this server.
    case passwordSRP = "PASSWORD_SRP"
    /// A code by e-mail.
    case emailOTP = "EMAIL_OTP"
    /// A code by text message.
    case smsOTP = "SMS_OTP"
    /// A passkey.
    case webAuthn = "WEB_AUTHN"
}

/// The site that passkeys are made for (WebAuthn Level 3 §5.4.2).
public struct WebAuthnRelyingParty: Sendable, Equatable {
    /// Whether the authenticator must check who uses it.
    public enum UserVerification: String, Sendable, CaseIterable {
        /// It must.
        case required
        /// It should.
        case preferred
        /// It need not.
        case discouraged
    }

    /// The relying party id: a host name without scheme or port.
    public var id: String
    /// The origins whose pages may use the passkeys, such as `https://example.com`.
    public var origins: [String]
    /// Whether the authenticator must check who uses it.
    public var userVerification: UserVerification

    /// A relying party.
    public init(id: String, origins: [String], userVerification: UserVerification = .preferred) {
        self.id = id
        self.origins = origins
        self.userVerification = userVerification
    }
}

/// Which administrator's methods are open.
public struct AdminOption: Sendable, Equatable {
    /// A group of methods.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// Membership of groups.
        case groups
        /// Creating, disabling, deleting and reading users.
        case lifecycle
    }

    /// The groups of methods that are open; `nil` for all that the schema grants.
    public var actions: [Action]?

    /// Opens `actions`, by default all that the schema grants.
    public init(actions: [Action]? = nil) {
        self.actions = actions
    }
}
