// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// A kind of second factor, by the name of its challenge.
enum SecondFactor: String, Codable, Sendable, CaseIterable {
    case sms = "SMS_MFA"
    case totp = "SOFTWARE_TOKEN_MFA"
    case email = "EMAIL_OTP"

    /// The factor of a declaration.
    init(_ type: UserPoolConfiguration.MFAType) {
        switch type {
        case .sms: self = .sms
        case .totp: self = .totp
        case .email: self = .email
        }
    }

    /// The challenge that asks for it.
    var challenge: ChallengeName { ChallengeName(rawValue: rawValue) }

    /// The attribute with the address that its codes go to; `nil` for an authenticator app.
    var address: String? {
        switch self {
        case .sms: "phone_number"
        case .totp: nil
        case .email: "email"
        }
    }

    /// The name that clients know.
    var clientName: String {
        switch self {
        case .sms: "SMS"
        case .totp: "TOTP"
        case .email: "EMAIL"
        }
    }
}

/// What a user has chosen among second factors.
struct FactorChoice: Codable, Sendable, Equatable {
    /// Switched on by the user, oldest first.
    var enabled: [SecondFactor] = []
    /// Asked for without a selection; `nil` for none.
    var preferred: SecondFactor?

    /// Switches a factor on, if it is not yet.
    mutating func enable(_ factor: SecondFactor) {
        if !enabled.contains(factor) { enabled.append(factor) }
    }

    /// Applies what `SetUserMFAPreference` says of one factor.
    mutating func apply(_ setting: SetUserMFAPreferenceInput.Setting, to factor: SecondFactor) {
        if preferred == factor { preferred = nil }
        guard setting.enabled else {
            enabled.removeAll { $0 == factor }
            return
        }
        enable(factor)
        if setting.preferred { preferred = factor }
    }
}
