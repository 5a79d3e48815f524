// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore

/// What an administrator sees, and what takes a user's password or sign-ins away.
extension LocalUserPool {
    /// Describes a user (`AdminGetUser`); throws `UserNotFoundException`.
    public func adminGetUser(username: String) async throws(AWSError) -> UserDescription {
        description(of: username, try existing(username))
    }

    /// The users that match, or all, in order of their names (`ListUsers`).
    public func listUsers(_ filter: UserFilter?) async throws(AWSError) -> [UserDescription] {
        state.users.sorted { $0.key < $1.key }
            .filter { name, user in filter?.matches(Self.value(of: filter?.attribute ?? "", name, user)) ?? true }
            .map { description(of: $0.key, $0.value) }
    }

    /// Makes the password useless until the user sets another with the code that is sent (`AdminResetUserPassword`).
    ///
    /// Throws `UserNotFoundException`.
    public func adminResetUserPassword(username: String) async throws(AWSError) {
        var user = try existing(username)
        user.mustReset = true
        let issued = try commit { [user] next throws(AWSError) in
            next.users[username] = user
            return try issueCode(.resetPassword, to: username, in: &next)
        }
        messages.announce(issued)
    }

    /// Ends every sign-in of a user (`AdminUserGlobalSignOut`); throws `UserNotFoundException`.
    public func adminUserGlobalSignOut(username: String) async throws(AWSError) {
        let user = try existing(username)
        try commit { next in next.signIns = next.signIns.filter { $0.value.userSub != user.userSub } }
    }

    /// What a filter compares; an attribute that the user lacks is empty.
    private static func value(of attribute: String, _ name: String, _ user: LocalUser) -> String {
        switch attribute {
        case "username": name
        case "sub": user.userSub
        case "status": user.disabled ? "Disabled" : "Enabled"
        case "cognito:user_status":
            user.mustReset
                ? "RESET_REQUIRED"
                : user.hasTemporaryPassword ? "FORCE_CHANGE_PASSWORD" : user.confirmed ? "CONFIRMED" : "UNCONFIRMED"
        default: user.attributes[attribute] ?? ""
        }
    }
}
