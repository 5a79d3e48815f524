// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
import BlocksCore

/// The administrator's methods, open to everyone: this server is for tests.
extension ConformanceApp {
    @NamespaceBuilder static func groupMethods(_ auth: Auth) -> [Method] {
        Method("adminAddUserToGroup", "user", "group") { (_, user: String, group: String) in
            try await auth.admin.addUserToGroup(user, .init(rawValue: group))
        }
        Method("adminRemoveUserFromGroup", "user", "group") { (_, user: String, group: String) in
            try await auth.admin.removeUserFromGroup(user, .init(rawValue: group))
        }
        Method("adminListGroupsForUser", "user") { (_, user: String) in
            try await auth.admin.listGroupsForUser(user)
        }
        Method("adminListUsersInGroup", "group") { (_, group: String) in
            try await auth.admin.listUsersInGroup(.init(rawValue: group))
        }
    }

    @NamespaceBuilder static func lifecycleMethods(_ auth: Auth) -> [Method] {
        Method("adminCreateUser", "user", "init") { (_, user: String, new: NewAdminUser<OpenPool>?) in
            try await auth.admin.createUser(user, new ?? .init())
        }
        Method("adminDeleteUser", "user") { (_, user: String) in try await auth.admin.deleteUser(user) }
        Method("adminDisableUser", "user") { (_, user: String) in try await auth.admin.disableUser(user) }
        Method("adminEnableUser", "user") { (_, user: String) in try await auth.admin.enableUser(user) }
        Method("adminResetUserPassword", "user") { (_, user: String) in try await auth.admin.resetUserPassword(user) }
        Method("adminSetUserPassword", "user", "password", "options") {
            (_, user: String, password: String, options: PasswordOptions?) in
            try await auth.admin.setUserPassword(user, password, permanent: options?.permanent ?? false)
        }
        Method("adminGetUser", "user") { (_, user: String) in try await auth.admin.getUser(user) }
        Method("adminScan", "filter") { (_, filter: AdminUserFilter?) in
            try await auth.admin.scan(filter).all()
        }
        Method("adminRevokeUserSessions", "user") { (_, user: String) in
            try await auth.admin.revokeUserSessions(user)
        }
        Method("adminEndSessions", "user") { (_, user: String) in try await auth.admin.endSessions(of: user) }
    }
}

/// The reference's options of `setUserPassword`.
private struct PasswordOptions: Decodable, Sendable {
    let permanent: Bool?
}
