// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The output of `GetUser`.
public struct GetUserOutput: Sendable {
    /// Cognito's name of the user.
    public var username: String
    /// The attributes as they are now, `sub` included.
    public var attributes: [UserAttribute]
    /// The second factors that are enabled, by Cognito's names (`SMS_MFA`, …).
    public var mfaSettings: [String]
    /// The preferred second factor; `nil` for none.
    public var preferredMFASetting: String?

    /// A user as Cognito describes it.
    public init(
        username: String, attributes: [UserAttribute], mfaSettings: [String] = [], preferredMFASetting: String? = nil
    ) {
        self.username = username
        self.attributes = attributes
        self.mfaSettings = mfaSettings
        self.preferredMFASetting = preferredMFASetting
    }
}

/// The input of `UpdateUserAttributes`.
public struct UpdateUserAttributesInput: Sendable {
    /// The access token of the user.
    public var accessToken: Secret<String>
    /// The new values, in the order given.
    public var attributes: [UserAttribute]
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]

    /// The input of one change.
    public init(
        accessToken: Secret<String>, attributes: [UserAttribute], clientMetadata: [String: String] = [:]
    ) {
        self.accessToken = accessToken
        self.attributes = attributes
        self.clientMetadata = clientMetadata
    }
}

/// The input of `VerifyUserAttribute`.
public struct VerifyUserAttributeInput: Sendable {
    /// The access token of the user.
    public var accessToken: Secret<String>
    /// The attribute to confirm.
    public var attributeName: String
    /// The code that was sent.
    public var code: Secret<String>

    /// The input of one confirmation.
    public init(accessToken: Secret<String>, attributeName: String, code: Secret<String>) {
        self.accessToken = accessToken
        self.attributeName = attributeName
        self.code = code
    }
}

/// The input of `GetUserAttributeVerificationCode`.
public struct GetUserAttributeVerificationCodeInput: Sendable {
    /// The access token of the user.
    public var accessToken: Secret<String>
    /// The attribute to confirm.
    public var attributeName: String
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]

    /// The input of one delivery.
    public init(accessToken: Secret<String>, attributeName: String, clientMetadata: [String: String] = [:]) {
        self.accessToken = accessToken
        self.attributeName = attributeName
        self.clientMetadata = clientMetadata
    }
}

/// The input of `ChangePassword`.
public struct ChangePasswordInput: Sendable {
    /// The access token of the user.
    public var accessToken: Secret<String>
    /// The password so far.
    public var previousPassword: Secret<String>
    /// The new password.
    public var proposedPassword: Secret<String>

    /// The input of one change.
    public init(accessToken: Secret<String>, previousPassword: Secret<String>, proposedPassword: Secret<String>) {
        self.accessToken = accessToken
        self.previousPassword = previousPassword
        self.proposedPassword = proposedPassword
    }
}

/// The input of `SetUserMFAPreference`.
public struct SetUserMFAPreferenceInput: Sendable {
    /// What becomes of one factor.
    public struct Setting: Sendable, Equatable {
        /// Whether it may be asked for.
        public var enabled: Bool
        /// Whether it is asked for first.
        public var preferred: Bool

        /// A setting.
        public init(enabled: Bool, preferred: Bool) {
            self.enabled = enabled
            self.preferred = preferred
        }
    }

    /// The access token of the user.
    public var accessToken: Secret<String>
    /// Codes by text message; `nil` leaves it as it is.
    public var sms: Setting?
    /// An authenticator app; `nil` leaves it as it is.
    public var softwareToken: Setting?
    /// Codes by e-mail; `nil` leaves it as it is.
    public var email: Setting?

    /// The input of one change.
    public init(
        accessToken: Secret<String>, sms: Setting? = nil, softwareToken: Setting? = nil, email: Setting? = nil
    ) {
        self.accessToken = accessToken
        self.sms = sms
        self.softwareToken = softwareToken
        self.email = email
    }
}
