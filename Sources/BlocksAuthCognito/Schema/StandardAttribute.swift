// SPDX-License-Identifier: Apache-2.0

/// Cognito's standard attributes, which are never prefixed (OpenID Connect Core §5.1, less `sub`).
public enum StandardAttribute: String, Sendable, CaseIterable {
    /// Postal address.
    case address
    /// Date of birth, `YYYY-MM-DD`.
    case birthdate
    /// E-mail address.
    case email
    /// Whether the e-mail address was confirmed; `true` or `false` as text.
    case emailVerified = "email_verified"
    /// Surname.
    case familyName = "family_name"
    /// Gender.
    case gender
    /// First name.
    case givenName = "given_name"
    /// Locale, such as `en-GB`.
    case locale
    /// Middle name.
    case middleName = "middle_name"
    /// Full name.
    case name
    /// Casual name.
    case nickname
    /// Phone number in E.164 form.
    case phoneNumber = "phone_number"
    /// Whether the phone number was confirmed; `true` or `false` as text.
    case phoneNumberVerified = "phone_number_verified"
    /// Address of a picture.
    case picture
    /// Name by which the user wants to be called, may be an alias.
    case preferredUsername = "preferred_username"
    /// Address of the profile page.
    case profile
    /// When the profile last changed, seconds since 1970 as text.
    case updatedAt = "updated_at"
    /// Address of the home page.
    case website
    /// Time zone, such as `Europe/Berlin`.
    case zoneinfo

    /// What Cognito puts before the name of a custom attribute.
    public static let customPrefix = "custom:"

    /// `name` with the prefix, unless it is a standard name or has it already.
    static func prefixed(_ name: String) -> String {
        StandardAttribute(rawValue: name) != nil || name.hasPrefix(customPrefix) ? name : customPrefix + name
    }
}
