// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// Creating, reading, locking and deleting users.
///
/// What ends sessions does so at once, at Cognito first. Should Cognito's part be done and the sessions not end, a retriable 503 says so:
/// the call may be repeated. With ``SessionFormat/compatible`` sessions end with their next refresh, if Cognito refuses it.
extension AuthAdmin where Pool.AdminActions: GrantsLifecycle {
    /// Creates a user, who replaces the temporary password at the first sign-in.
    ///
    /// Throws `UsernameExistsException` (409), `InvalidPasswordException` and others of Cognito's `AdminCreateUser`.
    public func createUser(_ username: String, _ user: NewAdminUser<Pool> = .init()) async throws -> AdminUser {
        try await allowed(.lifecycle) {
            let attributes = user.attributes.pairs.map { pair in
                let name = pair.name.name
                let isCustom = customAttributes.contains(name)
                return UserAttribute(name: isCustom ? StandardAttribute.customPrefix + name : name, value: pair.value)
            }
            let input = AdminCreateUserInput(
                username: username, temporaryPassword: user.temporaryPassword, attributes: attributes,
                suppressInvite: user.suppressInvite)
            // Whoever is new is in no group.
            return AdminUser(try await administration.adminCreateUser(input), groups: [])
        }
    }

    /// Deletes a user, whose sessions end.
    ///
    /// Repeated after that 503 it ends them, and throws `UserNotFoundException` (404) as for anybody who is gone.
    public func deleteUser(_ username: String) async throws {
        try await endingSessions(of: username, deletes: true) {
            try await administration.adminDeleteUser(username: username)
        }
    }

    /// Keeps a user from signing in, and ends the user's sessions.
    public func disableUser(_ username: String) async throws {
        try await endingSessions(of: username) { try await administration.adminDisableUser(username: username) }
    }

    /// Lets a disabled user in again.
    public func enableUser(_ username: String) async throws {
        try await allowed(.lifecycle) { try await administration.adminEnableUser(username: username) }
    }

    /// Makes the password useless, sends a code to set another, and ends the user's sessions.
    public func resetUserPassword(_ username: String) async throws {
        try await endingSessions(of: username) { try await administration.adminResetUserPassword(username: username) }
    }

    /// Sets a password, to be replaced at the next sign-in unless it is `permanent`, and ends the user's sessions.
    public func setUserPassword(_ username: String, _ password: String, permanent: Bool = false) async throws {
        try await endingSessions(of: username) {
            try await administration.adminSetUserPassword(
                username: username, password: Secret(password), permanent: permanent)
        }
    }

    /// A user with the names of their groups; `nil` when there is none of that name.
    ///
    /// The groups are `nil` where this backend may not read them.
    public func getUser(_ username: String) async throws -> AdminUser? {
        try await allowed(.lifecycle) {
            let user: UserDescription
            do throws(AWSError) {
                user = try await administration.adminGetUser(username: username)
            } catch {
                guard error.name == AuthErrorName.userNotFound.rawValue else { throw error }
                return nil
            }
            do throws(AWSError) {
                return AdminUser(user, groups: try await administration.adminListGroupsForUser(username: username))
            } catch {
                guard error.name.includes("AccessDenied") || error.name.includes("NotAuthorized") else { throw error }
                return AdminUser(user)
            }
        }
    }

    /// The users that match, or all, without their groups; pages of 60 are fetched as they are reached.
    ///
    /// Iterating throws `InvalidParameterException` for an attribute that Cognito cannot search by.
    public func scan(_ filter: AdminUserFilter? = nil) -> Pages<AdminUser> {
        Pages { token in
            try await allowed(.lifecycle) {
                var input = ListUsersInput(paginationToken: token)
                if let filter {
                    guard let wanted = filter.userFilter else {
                        throw ApiError(.invalidParameter, "The users cannot be searched by this attribute")
                    }
                    input.filter = wanted
                }
                let output = try await administration.listUsers(input)
                return (output.users.map { AdminUser($0) }, output.paginationToken)
            }
        }
    }

    /// Ends every sign-in of a user at Cognito, and the user's sessions.
    public func revokeUserSessions(_ username: String) async throws {
        try await endingSessions(of: username) { try await administration.adminUserGlobalSignOut(username: username) }
    }
}
