// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// A user as administrators see it (`UserType`).
public struct UserDescription: Sendable {
    /// Cognito's name of the user.
    public var username: String
    /// The attributes, `sub` included.
    public var attributes: [UserAttribute]
    /// Whether the user may sign in.
    public var enabled: Bool

    /// A user as Cognito describes it.
    public init(username: String, attributes: [UserAttribute], enabled: Bool = true) {
        self.username = username
        self.attributes = attributes
        self.enabled = enabled
    }
}

/// The input of `AdminCreateUser`.
public struct AdminCreateUserInput: Sendable {
    /// The name of the user.
    public var username: String
    /// The password for the first sign-in; `nil` lets the pool make one.
    public var temporaryPassword: Secret<String>?
    /// The attributes, in the order given; an administrator may say that an address is verified.
    public var attributes: [UserAttribute]
    /// Whether the user is not told (`MessageAction` `SUPPRESS`).
    public var suppressInvite: Bool

    /// The input of one new user.
    public init(
        username: String, temporaryPassword: Secret<String>? = nil, attributes: [UserAttribute] = [],
        suppressInvite: Bool = false
    ) {
        self.username = username
        self.temporaryPassword = temporaryPassword
        self.attributes = attributes
        self.suppressInvite = suppressInvite
    }
}

/// The input of `ListUsers`.
public struct ListUsersInput: Sendable {
    /// Which users; `nil` for all.
    public var filter: UserFilter?
    /// How many at most, 1 to 60.
    public var limit: Int
    /// Where the page before ended; `nil` for the first.
    public var paginationToken: String?

    /// The input for one page.
    public init(filter: UserFilter? = nil, limit: Int = 60, paginationToken: String? = nil) {
        self.filter = filter
        self.limit = limit
        self.paginationToken = paginationToken
    }
}

/// The output of `ListUsers`: one page.
public struct ListUsersOutput: Sendable {
    /// The users of the page.
    public var users: [UserDescription]
    /// Asks for the next page; `nil` at the end.
    public var paginationToken: String?

    /// One page.
    public init(users: [UserDescription], paginationToken: String? = nil) {
        self.users = users
        self.paginationToken = paginationToken
    }
}
