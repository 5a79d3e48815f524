// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS

/// Membership of groups.
extension LocalUserPool {
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

    /// The users in a group, in order of their names; throws `ResourceNotFoundException` for a group that was not declared.
    public func listUsersInGroup(_ groupName: String) async throws(AWSError) -> [UserDescription] {
        guard let members = state.groups[groupName] else { throw .notFound(group: groupName) }
        return members.sorted().compactMap { name in state.users[name].map { description(of: name, $0) } }
    }

    /// The groups of a user, declared ones first in their order.
    func groupNames(of username: String) -> [String] {
        let declared = configuration.groups.map(\.name)
        let others = state.groups.keys.filter { !declared.contains($0) }.sorted()
        return (declared + others).filter { state.groups[$0]?.contains(username) == true }
    }
}
