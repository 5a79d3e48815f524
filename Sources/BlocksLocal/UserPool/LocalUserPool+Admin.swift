// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore

/// What an administrator does, for the developer tool and tests; no request reaches these calls.
extension LocalUserPool {
    /// Creates a confirmed user with a permanent password, and verifies the addresses given.
    ///
    /// Throws `UsernameExistsException`, `InvalidPasswordException`, `InvalidParameterException`.
    public func adminCreateUser(
        username: String, password: Secret<String>, attributes: [UserAttribute] = []
    ) async throws(AWSError) {
        guard state.users[username] == nil else { throw .usernameExists }
        try checkUsername(username)
        try checkPassword(password)
        let admitted = addressed(try schema.admit(attributes), username: username)
        var user = try newUser(password: password, attributes: admitted)
        user.confirmed = true
        for contact in ["email", "phone_number"] where admitted[contact] != nil {
            user.attributes[contact + "_verified"] = "true"
        }
        if let address = takenAlias(of: username, user) { throw .aliasExists(address) }
        try commit { [user] in $0.users[username] = user }
    }

    /// Deletes a user with everything that belongs to them; throws `UserNotFoundException`.
    public func adminDeleteUser(username: String) async throws(AWSError) {
        let user = try existing(username)
        try commit { next in
            next.users[username] = nil
            for purpose in IssuedCode.Purpose.allCases {
                for attribute in [nil, "email", "phone_number"] {
                    next.codes[PoolState.codeKey(purpose, username, attribute)] = nil
                }
            }
            next.groups = next.groups.mapValues { $0.filter { $0 != username } }
            next.signIns = next.signIns.filter { $0.value.userSub != user.userSub }
            next.signUpSessions = next.signUpSessions.filter { $0.value.userSub != user.userSub }
        }
    }

    /// Keeps a user from signing in and refreshing; throws `UserNotFoundException`.
    public func adminDisableUser(username: String) async throws(AWSError) {
        try setDisabled(username, true)
    }

    /// Lets a disabled user in again; throws `UserNotFoundException`.
    public func adminEnableUser(username: String) async throws(AWSError) {
        try setDisabled(username, false)
    }

    /// Adds a user to a group, which shows in tokens issued from now on; adding twice is no error.
    ///
    /// Throws `UserNotFoundException`, `ResourceNotFoundException` for a group that was not declared.
    public func adminAddUserToGroup(username: String, groupName: String) async throws(AWSError) {
        _ = try existing(username)
        guard let members = state.groups[groupName] else { throw .notFound(group: groupName) }
        guard !members.contains(username) else { return }
        try commit { $0.groups[groupName] = members + [username] }
    }

    /// Removes a user from a group; removing a non-member is no error.
    ///
    /// Throws `UserNotFoundException`, `ResourceNotFoundException` for a group that was not declared.
    public func adminRemoveUserFromGroup(username: String, groupName: String) async throws(AWSError) {
        _ = try existing(username)
        guard let members = state.groups[groupName] else { throw .notFound(group: groupName) }
        guard members.contains(username) else { return }
        try commit { $0.groups[groupName] = members.filter { $0 != username } }
    }

    /// The names of a user's groups, declared ones first in their order; throws `UserNotFoundException`.
    public func adminListGroupsForUser(username: String) async throws(AWSError) -> [String] {
        _ = try existing(username)
        return groupNames(of: username)
    }

    /// The groups of a user, declared ones first in their order.
    func groupNames(of username: String) -> [String] {
        let declared = configuration.groups.map(\.name)
        let others = state.groups.keys.filter { !declared.contains($0) }.sorted()
        return (declared + others).filter { state.groups[$0]?.contains(username) == true }
    }

    private func setDisabled(_ username: String, _ disabled: Bool) throws(AWSError) {
        var user = try existing(username)
        user.disabled = disabled
        try commit { [user] in $0.users[username] = user }
    }

    private func existing(_ username: String) throws(AWSError) -> LocalUser {
        guard let user = state.users[username] else { throw .notFound(user: username) }
        return user
    }
}
