// SPDX-License-Identifier: Apache-2.0

/// The names of a user pool: its groups, its custom attributes, the second factors it offers and what administrators may do.
///
/// Declare one type per kind, and a typo in a role, an attribute or a factor, or a call that is not granted, no longer compiles:
///
///     enum Pool: UserPoolSchema {
///         enum Group: String, UserPoolGroup { case admins, readers }
///         enum CustomAttribute: String, UserPoolAttribute { case department, employeeId }
///         enum Factor: String, UserPoolFactor { case totp = "TOTP", email = "EMAIL" }
///         typealias AdminActions = GroupActions
///     }
///
/// A kind that the pool doesn't have may be left out: it then has no value at all (`NoGroups`, `NoCustomAttributes`) or is the
/// full list of what Cognito knows (`StandardFactor`). `OpenPool` accepts any string.
public protocol UserPoolSchema: Sendable {
    /// The groups of the pool; every case exists in it.
    associatedtype Group: UserPoolGroup = NoGroups
    /// The custom attributes of the pool, without the `custom:` prefix.
    associatedtype CustomAttribute: UserPoolAttribute = NoCustomAttributes
    /// The second factors that the app offers.
    associatedtype Factor: UserPoolFactor = StandardFactor
    /// The groups of administrator's methods that the app can be compiled with; the option `admin` opens them at run time.
    associatedtype AdminActions: AdminGrant = EveryAdminAction
}

/// A group of a pool; the raw value is Cognito's group name, 1 to 128 characters.
///
/// `allCases` of a string enum is the whole list. An open type lists none, and the options name the groups instead.
public protocol UserPoolGroup: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {}

/// A custom attribute of a pool; the raw value is its name without `custom:`, 1 to 20 characters.
public protocol UserPoolAttribute: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {}

/// A second factor; the raw value is `SMS`, `TOTP` or `EMAIL`.
public protocol UserPoolFactor: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {}

/// The group type of a pool without groups: it has no value.
public enum NoGroups: UserPoolGroup {
    /// No name is a group.
    public init?(rawValue: String) { nil }
    /// Never called, since no value exists.
    public var rawValue: String { switch self {} }
    /// Empty.
    public static var allCases: [Self] { [] }
}

/// The attribute type of a pool without custom attributes: it has no value.
public enum NoCustomAttributes: UserPoolAttribute {
    /// No name is a custom attribute.
    public init?(rawValue: String) { nil }
    /// Never called, since no value exists.
    public var rawValue: String { switch self {} }
    /// Empty.
    public static var allCases: [Self] { [] }
}

/// The factors that Cognito knows, for pools that don't narrow them.
public enum StandardFactor: String, UserPoolFactor {
    /// A code in a text message.
    case sms = "SMS"
    /// A code from an authenticator app (RFC 6238).
    case totp = "TOTP"
    /// A code in an e-mail.
    case email = "EMAIL"
}
