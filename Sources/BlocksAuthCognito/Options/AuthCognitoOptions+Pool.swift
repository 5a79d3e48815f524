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
            attributes: poolAttributes,
            mfa: .init(rawValue: mfa.rawValue) ?? .off,
            mfaTypes: effectiveFactors.compactMap { .init(rawValue: $0) },
            authFlow: AuthFlow(rawValue: authFlowType.rawValue),
            deviceTracking: deviceTracking.map {
                .init(
                    challengeRequiredOnNewDevice: $0.challengeRequiredOnNewDevice,
                    rememberedOnUserPrompt: $0.deviceOnlyRememberedOnUserPrompt)
            },
            passkeys: passkeys,
            refreshTokenRotation: refreshTokenRotation.map { .init(retryGracePeriod: $0.retryGracePeriodSeconds) },
            concealsTakenNames: concealsTakenNames)
    }

    /// The custom attributes, and the standard ones that sign-up asks for.
    private var poolAttributes: [UserPoolConfiguration.CustomAttribute] {
        var attributes: [UserPoolConfiguration.CustomAttribute] = []
        // Loops: on values of a generic type, `filter` and key paths are looked up by name at each start, a tenth of its work.
        for option in effectiveCustomAttributes { attributes.append(.init(option)) }
        for option in userAttributes where option.custom == nil && option.required { attributes.append(.init(option)) }
        return attributes
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

extension UserPoolConfiguration.CustomAttribute {
    fileprivate init<Pool>(_ option: UserAttributeOption<Pool>) {
        self.init(
            name: option.name, type: .init(rawValue: option.type.rawValue) ?? .string, required: option.required,
            mutable: option.mutable)
    }
}
