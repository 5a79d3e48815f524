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
            mfaTypes: effectiveFactors.compactMap { .init(rawValue: $0) })
    }
}
