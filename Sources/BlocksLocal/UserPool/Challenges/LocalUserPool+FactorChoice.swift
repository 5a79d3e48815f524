// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS

extension LocalUserPool {
    /// Changes which second factors the user is asked for (`SetUserMFAPreference`).
    ///
    /// Throws `InvalidParameterException` for a factor that the pool has not or the user has no verified address for, or two preferred
    /// ones; `SoftwareTokenMFANotFoundException` for an authenticator app that was not verified.
    public func setUserMFAPreference(_ input: SetUserMFAPreferenceInput) async throws(AWSError) {
        var (name, user) = try owner(of: input.accessToken)
        let settings: [(SecondFactor, SetUserMFAPreferenceInput.Setting?)] = [
            (.sms, input.sms), (.totp, input.softwareToken), (.email, input.email),
        ]
        guard settings.count(where: { $0.1?.enabled == true && $0.1?.preferred == true }) <= 1 else {
            throw .invalidParameter("Only one second factor can be preferred")
        }
        for (factor, setting) in settings {
            guard let setting else { continue }
            try checkDeclared(factor)
            if setting.enabled { try checkUsable(factor, user) }
            user.factors.apply(setting, to: factor)
        }
        try commit { [user] in $0.users[name] = user }
    }

    private func checkDeclared(_ factor: SecondFactor) throws(AWSError) {
        let declared = configuration.mfa == .off ? [] : configuration.mfaTypes.map(SecondFactor.init)
        guard declared.contains(factor) else {
            let names = declared.map(\.clientName).joined(separator: ", ")
            throw .invalidParameter(
                "MFA factor '\(factor.clientName)' is not configured on this user pool (mfaTypes: [\(names)])")
        }
    }

    private func checkUsable(_ factor: SecondFactor, _ user: LocalUser) throws(AWSError) {
        if let address = factor.address {
            guard user.isVerified(address) else {
                throw .invalidParameter("User does not have delivery config set to turn on \(factor.rawValue)")
            }
        } else if user.app?.isVerified != true {
            throw .appNotAssociated
        }
    }
}
