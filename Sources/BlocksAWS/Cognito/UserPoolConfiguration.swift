// SPDX-License-Identifier: Apache-2.0

/// What an app declares about its user pool, in Cognito's terms.
///
/// On AWS only ``fullID`` is read at run time: it names the variables that hold the pool's ids, the pool itself enforces the
/// rest. The local user pool enforces all of it, and the template is made from it.
public struct UserPoolConfiguration: Sendable, Equatable {
    /// The full id of the auth block, for example `my-stack-my-app-auth`.
    public var fullID: String
    /// What passwords must have.
    public var passwordPolicy: PasswordPolicy
    /// What users sign in with, most preferred first; never empty.
    public var signInWith: [SignInAlias]
    /// Whether users may create themselves.
    public var selfSignUp: Bool
    /// The declared groups, in order.
    public var groups: [UserGroup]
    /// The declared custom attributes, without the `custom:` prefix.
    public var attributes: [CustomAttribute]
    /// Whether a second factor is used.
    public var mfa: MFAMode
    /// The second factors users may set up.
    public var mfaTypes: [MFAType]
    /// How users sign in; besides it, the app client takes a plain password.
    public var authFlow: AuthFlow
    /// How devices are remembered; `nil` where they are not.
    public var deviceTracking: DeviceTracking?
    /// For which site passkeys are made; `nil` where there are none.
    public var passkeys: Passkeys?
    /// How refresh tokens are replaced when they are used; `nil` where they are not.
    public var refreshTokenRotation: RefreshTokenRotation?
    /// Whether a sign-up under a taken name is answered like any other; Cognito itself has no such setting.
    public var concealsTakenNames: Bool

    /// A declaration; the defaults are those of the spec (auth-methods §1).
    public init(
        fullID: String, passwordPolicy: PasswordPolicy = PasswordPolicy(),
        signInWith: [SignInAlias] = [.username, .email],
        selfSignUp: Bool = true, groups: [UserGroup] = [], attributes: [CustomAttribute] = [], mfa: MFAMode = .off,
        mfaTypes: [MFAType] = [.sms, .totp], authFlow: AuthFlow = .userPasswordAuth,
        deviceTracking: DeviceTracking? = nil, passkeys: Passkeys? = nil,
        refreshTokenRotation: RefreshTokenRotation? = nil, concealsTakenNames: Bool = false
    ) {
        self.fullID = fullID
        self.passwordPolicy = passwordPolicy
        self.signInWith = signInWith
        self.selfSignUp = selfSignUp
        self.groups = groups
        self.attributes = attributes
        self.mfa = mfa
        self.mfaTypes = mfaTypes
        self.authFlow = authFlow
        self.deviceTracking = deviceTracking
        self.passkeys = passkeys
        self.refreshTokenRotation = refreshTokenRotation
        self.concealsTakenNames = concealsTakenNames
    }

    /// What a user may type to sign in.
    public enum SignInAlias: String, Sendable, Hashable, CaseIterable {
        /// A name of the user's choice.
        case username
        /// The e-mail address.
        case email
        /// The phone number in E.164 form.
        case phone
    }

    /// Whether a pool asks for a second factor.
    public enum MFAMode: String, Sendable, Hashable, CaseIterable {
        /// Never.
        case off
        /// Of users who have set one up.
        case optional
        /// Of everyone.
        case required
    }

    /// A kind of second factor.
    public enum MFAType: String, Sendable, Hashable, CaseIterable {
        /// A code by text message.
        case sms = "SMS"
        /// A code of an authenticator app.
        case totp = "TOTP"
        /// A code by e-mail.
        case email = "EMAIL"
    }

    /// A group of users.
    public struct UserGroup: Sendable, Equatable {
        /// The group's name, as in the claim `cognito:groups`.
        public var name: String
        /// A text for administrators; `nil` for none.
        public var description: String?
        /// The lower, the more important; `nil` for none.
        public var precedence: Int?

        /// A group.
        public init(name: String, description: String? = nil, precedence: Int? = nil) {
            self.name = name
            self.description = description
            self.precedence = precedence
        }
    }

    /// An attribute of the app's own, stored by Cognito as `custom:<name>`.
    public struct CustomAttribute: Sendable, Equatable {
        /// How Cognito checks the value.
        public enum ValueType: String, Sendable, Hashable, CaseIterable {
            /// Any text.
            case string = "String"
            /// A whole number in decimal digits.
            case number = "Number"
            /// A date and time.
            case dateTime = "DateTime"
            /// `true` or `false`.
            case boolean = "Boolean"
        }

        /// The name without `custom:`, 1 to 20 characters.
        public var name: String
        /// How the value is checked.
        public var type: ValueType
        /// Whether sign-up needs it.
        public var required: Bool
        /// Whether it can change after sign-up.
        public var mutable: Bool

        /// An attribute.
        public init(name: String, type: ValueType = .string, required: Bool = false, mutable: Bool = true) {
            self.name = name
            self.type = type
            self.required = required
            self.mutable = mutable
        }
    }
}
