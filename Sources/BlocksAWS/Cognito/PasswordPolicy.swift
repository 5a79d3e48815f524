// SPDX-License-Identifier: Apache-2.0

/// What a password must have, in Cognito's terms (`PasswordPolicyType`).
public struct PasswordPolicy: Sendable, Equatable {
    /// The least number of characters, 6 to 99.
    public var minimumLength: Int
    /// Whether a letter A to Z is needed.
    public var requireUppercase: Bool
    /// Whether a letter a to z is needed.
    public var requireLowercase: Bool
    /// Whether a digit 0 to 9 is needed.
    public var requireNumbers: Bool
    /// Whether one of Cognito's special characters is needed.
    public var requireSymbols: Bool

    /// A policy; the default is Cognito's own: eight characters and all four classes.
    public init(
        minimumLength: Int = 8, requireUppercase: Bool = true, requireLowercase: Bool = true,
        requireNumbers: Bool = true,
        requireSymbols: Bool = true
    ) {
        self.minimumLength = minimumLength
        self.requireUppercase = requireUppercase
        self.requireLowercase = requireLowercase
        self.requireNumbers = requireNumbers
        self.requireSymbols = requireSymbols
    }
}
