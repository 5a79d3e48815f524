// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// What the client must do next to sign in (spec auth-methods §6).
public struct SignInNextStep: Sendable, Equatable {
    /// What is asked for, with what belongs to it.
    public enum Kind: Sendable, Equatable {
        /// A code by text message, after the first factor.
        case smsCode(CodeDeliveryDetails)
        /// A code of the authenticator app.
        case totpCode
        /// A code by e-mail, after the first factor.
        case emailCode(CodeDeliveryDetails)
        /// A code by e-mail as the first factor.
        case firstFactorEmailOTP(CodeDeliveryDetails)
        /// A code by text message as the first factor.
        case firstFactorSMSOTP(CodeDeliveryDetails)
        /// The choice of a first factor, in Cognito's order.
        case firstFactorSelection([FirstFactor])
        /// The password.
        case password
        /// The choice of a second factor: `SMS`, `TOTP`, `EMAIL`.
        case mfaSelection([String])
        /// The choice of a second factor to set up: `TOTP`, `EMAIL`.
        case mfaSetupSelection([String])
        /// A first code of an authenticator app, which must be given the secret (base32) beforehand.
        case totpSetup(sharedSecret: String)
        /// An address for codes by e-mail.
        case emailSetup
        /// A new password, and attributes that Cognito lacks under Cognito's names; `nil` when it did not say.
        case newPasswordRequired(requiredAttributes: [String]?)
        /// A passkey assertion for these options (JSON text).
        case webAuthn(credentialRequestOptions: String)
        /// An answer to a challenge of the pool's own Lambda triggers, with its public parameters.
        case custom(additionalInfo: [String: String])
    }

    /// What is asked for.
    public let kind: Kind
    /// The handle that the answer must bring back; opaque to clients.
    public let session: String

    /// The wire name of the step.
    public var name: String {
        switch kind {
        case .smsCode: "CONFIRM_SIGN_IN_WITH_SMS_CODE"
        case .totpCode: "CONFIRM_SIGN_IN_WITH_TOTP_CODE"
        case .emailCode: "CONFIRM_SIGN_IN_WITH_EMAIL_CODE"
        case .firstFactorEmailOTP: "CONFIRM_SIGN_IN_WITH_FIRST_FACTOR_EMAIL_OTP"
        case .firstFactorSMSOTP: "CONFIRM_SIGN_IN_WITH_FIRST_FACTOR_SMS_OTP"
        case .firstFactorSelection: "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION"
        case .password: "CONFIRM_SIGN_IN_WITH_PASSWORD"
        case .mfaSelection: "CONTINUE_SIGN_IN_WITH_MFA_SELECTION"
        case .mfaSetupSelection: "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION"
        case .totpSetup: "CONTINUE_SIGN_IN_WITH_TOTP_SETUP"
        case .emailSetup: "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP"
        case .newPasswordRequired: "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED"
        case .webAuthn: "CONFIRM_SIGN_IN_WITH_WEB_AUTHN"
        case .custom: "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE"
        }
    }
}

extension SignInNextStep: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, session, codeDeliveryDetails, availableChallenges, allowedMFATypes, sharedSecret, requiredAttributes
        case credentialRequestOptions, additionalInfo
    }

    /// Writes `name`, `session`, then what belongs to the step.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(session, forKey: .session)
        switch kind {
        case .smsCode(let details), .emailCode(let details), .firstFactorEmailOTP(let details),
            .firstFactorSMSOTP(let details):
            try container.encode(details, forKey: .codeDeliveryDetails)
        case .firstFactorSelection(let factors): try container.encode(factors, forKey: .availableChallenges)
        case .mfaSelection(let types), .mfaSetupSelection(let types):
            try container.encode(types, forKey: .allowedMFATypes)
        case .totpSetup(let secret): try container.encode(secret, forKey: .sharedSecret)
        case .newPasswordRequired(let names): try container.encodeIfPresent(names, forKey: .requiredAttributes)
        case .webAuthn(let options): try container.encode(options, forKey: .credentialRequestOptions)
        case .custom(let info):
            var members = container.nestedContainer(keyedBy: AnyCodingKey.self, forKey: .additionalInfo)
            for (name, value) in info.sorted(by: { $0.key < $1.key }) {
                try members.encode(value, forKey: AnyCodingKey(name))
            }
        case .totpCode, .password, .emailSetup: break
        }
    }
}

extension SignInNextStep: Withheld {
    /// The name alone: the handle and a TOTP secret stay out of logs.
    public var description: String { name }
}
