// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

extension AuthCognitoOptions {
    /// What the declaration asks of the pool `fullID`, in Cognito's terms.
    func poolConfiguration(fullID: String) -> UserPoolConfiguration {
        UserPoolConfiguration(
            fullID: fullID,
            passwordPolicy: PasswordPolicy(
                minimumLength: passwordPolicy.minLength, requireUppercase: passwordPolicy.requireUppercase,
                requireLowercase: passwordPolicy.requireLowercase, requireNumbers: passwordPolicy.requireDigits,
                requireSymbols: passwordPolicy.requireSymbols),
            signInWith: effectiveSignInWith.map { name in
                switch name {
                case .username: .username
                case .email: .email
                case .phone: .phone
                }
            },
            selfSignUp: selfSignUp,
            groups: effectiveGroups.map {
                .init(name: $0.group.rawValue, description: $0.description, precedence: $0.precedence)
            },
            attributes: (effectiveCustomAttributes + userAttributes.filter { $0.custom == nil && $0.required }).map {
                .init(
                    name: $0.name, type: .init(rawValue: $0.type.rawValue) ?? .string, required: $0.required,
                    mutable: $0.mutable)
            },
            mfa: .init(rawValue: mfa.rawValue) ?? .off,
            mfaTypes: effectiveFactors.compactMap { .init(rawValue: $0) },
            authFlow: AuthFlow(rawValue: authFlowType.rawValue),
            deviceTracking: deviceTracking.map {
                .init(
                    challengeRequiredOnNewDevice: $0.challengeRequiredOnNewDevice,
                    rememberedOnUserPrompt: $0.deviceOnlyRememberedOnUserPrompt)
            },
            passkeys: passkeys,
            refreshTokenRotation: refreshTokenRotation.map { .init(retryGracePeriod: $0.retryGracePeriodSeconds) })
    }

    /// The site that passkeys are made for; of a pool that has some but names none, this machine.
    private var passkeys: UserPoolConfiguration.Passkeys? {
        guard enablePasskeys else { return nil }
        guard let party = webAuthnRelyingParty else { return .init(relyingPartyID: "localhost") }
        return .init(
            relyingPartyID: party.id, origins: party.origins,
            userVerification: party.userVerification == .required ? .required : .preferred)
    }
}
