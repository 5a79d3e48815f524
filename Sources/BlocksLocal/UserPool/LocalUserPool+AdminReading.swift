// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore

/// What an administrator sees, and what takes a user's password or sign-ins away.
extension LocalUserPool {
    /// Describes a user (`AdminGetUser`); throws `UserNotFoundException`.
    public func adminGetUser(username: String) async throws(AWSError) -> UserDescription {
        description(of: username, try existing(username))
    }

    /// One page of the users that match, or of all, in order of their names (`ListUsers`); the token is the last name of a page.
    ///
    /// Throws `InvalidParameterException` for a limit outside 1 to 60.
    public func listUsers(_ input: ListUsersInput) async throws(AWSError) -> ListUsersOutput {
        guard (1...60).contains(input.limit) else { throw .invalidParameter("Limit must be 1 to 60") }
        let filter = input.filter
        let rest = state.users.filter { name, user in
            name > (input.paginationToken ?? "")
                && filter?.matches(Self.value(of: filter?.attribute ?? "", name, user)) ?? true
        }
        .sorted { $0.key < $1.key }
        let page = rest.prefix(input.limit)
        return ListUsersOutput(
            users: page.map { description(of: $0.key, $0.value) },
            paginationToken: page.count < rest.count ? page.last?.key : nil)
    }

    /// Makes the password useless until the user sets another with the code that is sent (`AdminResetUserPassword`).
    ///
    /// Throws `UserNotFoundException`.
    public func adminResetUserPassword(username: String) async throws(AWSError) {
        var user = try existing(username)
        user.mustReset = true
        let contact = user.resetContact ?? Contact(user.attributes)
        let issued = try commit { [user] next throws(AWSError) in
            next.users[username] = user
            next.endChallenges(of: user)
            return try issueCode(.resetPassword, to: username, at: contact, in: &next)
        }
        announce(issued, to: contact)
        try await sendMessages("ForgotPassword", [:])
    }

    /// Ends every sign-in of a user (`AdminUserGlobalSignOut`); throws `UserNotFoundException`.
    public func adminUserGlobalSignOut(username: String) async throws(AWSError) {
        let user = try existing(username)
        try commit { next in
            next.signIns = next.signIns.filter { $0.value.userSub != user.userSub }
            next.endChallenges(of: user)
        }
    }

    /// What a filter compares; an attribute that the user lacks is empty.
    private static func value(of attribute: String, _ name: String, _ user: LocalUser) -> String {
        switch attribute {
        case "username": name
        case "sub": user.userSub
        case "status": user.disabled ? "Disabled" : "Enabled"
        case "cognito:user_status": user.status
        default: user.attributes[attribute] ?? ""
        }
    }
}
