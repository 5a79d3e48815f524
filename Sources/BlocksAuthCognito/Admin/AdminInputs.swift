// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

/// A user whom an administrator creates.
public struct NewAdminUser<Pool: UserPoolSchema>: Sendable {
    /// The password for the first sign-in; `nil` lets Cognito make one.
    public var temporaryPassword: Secret<String>?
    /// The user's attributes.
    public var attributes: AttributeValues<Pool>
    /// Whether the user is not told.
    public var suppressInvite: Bool

    /// Nothing but what is given.
    public init(
        temporaryPassword: Secret<String>? = nil, attributes: AttributeValues<Pool> = [:], suppressInvite: Bool = false
    ) {
        self.temporaryPassword = temporaryPassword
        self.attributes = attributes
        self.suppressInvite = suppressInvite
    }
}

extension NewAdminUser: Decodable {
    private enum CodingKeys: CodingKey { case temporaryPassword, attributes, suppressInvite }

    /// Reads `{temporaryPassword?, attributes?, suppressInvite?}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        temporaryPassword = try container.decodeIfPresent(String.self, forKey: .temporaryPassword).map { Secret($0) }
        attributes = try container.decodeIfPresent(AttributeValues<Pool>.self, forKey: .attributes) ?? [:]
        suppressInvite = try container.decodeIfPresent(Bool.self, forKey: .suppressInvite) ?? false
    }
}

/// Which users a scan is for.
public struct AdminUserFilter: Sendable, Equatable, Decodable {
    /// How a value is compared.
    public enum Match: String, Sendable, Hashable, CaseIterable, Decodable {
        /// The attribute is the value.
        case equals
        /// The attribute begins with the value.
        case startsWith
    }

    /// The attribute: `username`, `email`, `status` and others of Cognito's `ListUsers`.
    public var attribute: String
    /// How it is compared.
    public var match: Match
    /// With what.
    public var value: String

    /// A filter.
    public init(attribute: String, match: Match, value: String) {
        self.attribute = attribute
        self.match = match
        self.value = value
    }

    var userFilter: UserFilter? {
        UserFilter(attribute: attribute, match: match == .equals ? .equals : .startsWith, value: value)
    }
}
