// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// Membership of groups; it shows in sessions after their next refresh, an hour later at most.
///
/// Where that is too long, as after ``removeUserFromGroup(_:_:)``, end the user's sessions with ``AuthAdmin/endSessions(of:)``.
extension AuthAdmin where Pool.AdminActions: GrantsGroups {
    /// Adds a user to a group; adding twice is no error.
    public func addUserToGroup(_ username: String, _ group: Pool.Group) async throws {
        try await allowed(.groups) {
            try await administration.adminAddUserToGroup(username: username, groupName: group.rawValue)
        }
    }

    /// Removes a user from a group.
    public func removeUserFromGroup(_ username: String, _ group: Pool.Group) async throws {
        try await allowed(.groups) {
            try await administration.adminRemoveUserFromGroup(username: username, groupName: group.rawValue)
        }
    }

    /// The names of a user's groups.
    public func listGroupsForUser(_ username: String) async throws -> [String] {
        try await allowed(.groups) { try await administration.adminListGroupsForUser(username: username) }
    }

    /// The users in a group, without their groups.
    public func listUsersInGroup(_ group: Pool.Group) async throws -> [AdminUser] {
        try await allowed(.groups) {
            try await administration.listUsersInGroup(group.rawValue).map { AdminUser($0) }
        }
    }
}
