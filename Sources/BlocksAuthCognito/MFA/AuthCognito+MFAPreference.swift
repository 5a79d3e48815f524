// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Changes which second factors the signed-in user is asked for.
    ///
    /// The session goes on with a new cookie; the user's others go on too, and `endAllSessions(_:exceptCurrent:)` is the way to end them
    /// (ASVS 7.4.3). Throws `InvalidParameterException` (400) for two preferred factors, before Cognito is asked.
    public func updateMFAPreference(_ context: BlocksContext, _ change: MFAPreferenceChange<Pool>) async throws {
        try await allowChange(context)
        try await withAccessToken(context) { token in
            guard change.settings.values.count(where: { $0 == .preferred }) <= 1 else {
                throw ApiError(
                    "At most one factor may be set to PREFERRED per call", status: 400,
                    name: AuthErrorName.invalidParameter.rawValue)
            }
            try await service.setUserMFAPreference(
                .init(
                    accessToken: token, sms: Self.setting(.sms, change), softwareToken: Self.setting(.totp, change),
                    email: Self.setting(.email, change)))
        }
        await sessions.renewID(context)
    }

    /// The signed-in user's second factors.
    public func fetchMFAPreference(_ context: BlocksContext) async throws -> MFAPreference {
        try await withAccessToken(context) { token in
            let user = try await service.getUser(accessToken: token)
            return MFAPreference(
                preferred: user.preferredMFASetting.flatMap(SignInFlow.factor),
                enabled: user.mfaSettings.compactMap(SignInFlow.factor))
        }
    }

    private static func setting(
        _ factor: StandardFactor, _ change: MFAPreferenceChange<Pool>
    ) -> SetUserMFAPreferenceInput.Setting? {
        guard let known = Pool.Factor(rawValue: factor.rawValue), let setting = change.settings[known] else {
            return nil
        }
        return .init(enabled: setting != .disabled, preferred: setting == .preferred)
    }
}
