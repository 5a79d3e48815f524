// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct AdministrationTests {
    private let bed = LocalBed()
    private static let configuration = UserPoolConfiguration(
        fullID: "app-auth", groups: [.init(name: "admins"), .init(name: "readers")])

    @Test func `membership can be given and taken, more than once`() async throws {
        let (pool, platform) = try bed.pool(Self.configuration)
        try await pool.register("alice", [:], platform.outbox)
        #expect(try await pool.adminListGroupsForUser(username: "alice") == [])
        for group in ["readers", "admins", "readers"] {
            try await pool.adminAddUserToGroup(username: "alice", groupName: group)
        }
        #expect(try await pool.adminListGroupsForUser(username: "alice") == ["admins", "readers"])
        for _ in 1...2 { try await pool.adminRemoveUserFromGroup(username: "alice", groupName: "admins") }
        #expect(try await pool.adminListGroupsForUser(username: "alice") == ["readers"])
    }

    @Test func `unknown users and groups are refused`() async throws {
        let (pool, platform) = try bed.pool(Self.configuration)
        try await pool.register("alice", [:], platform.outbox)
        let noUser = AWSError.refusal("UserNotFoundException", "User 'nobody' not found")
        let noGroup = AWSError.refusal("ResourceNotFoundException", "Group 'nope' not found")
        await #expect(
            performing: { try await pool.adminAddUserToGroup(username: "nobody", groupName: "admins") }, throws: noUser)
        await #expect(
            performing: { try await pool.adminRemoveUserFromGroup(username: "nobody", groupName: "admins") },
            throws: noUser)
        await #expect(performing: { try await pool.adminListGroupsForUser(username: "nobody") }, throws: noUser)
        await #expect(performing: { try await pool.adminDisableUser(username: "nobody") }, throws: noUser)
        await #expect(performing: { try await pool.adminEnableUser(username: "nobody") }, throws: noUser)
        await #expect(performing: { try await pool.adminDeleteUser(username: "nobody") }, throws: noUser)
        await #expect(
            performing: { try await pool.adminAddUserToGroup(username: "alice", groupName: "nope") }, throws: noGroup)
        await #expect(
            performing: { try await pool.adminRemoveUserFromGroup(username: "alice", groupName: "nope") },
            throws: noGroup)
    }

    @Test func `created users can sign in at once`() async throws {
        let (pool, _) = try bed.pool(Self.configuration)
        try await pool.create(
            "alice", attributes: [.init(name: "email", value: "alice@example.com")])
        _ = try await pool.signIn("alice@example.com")
    }

    @Test func `created users obey the same rules`() async throws {
        let (pool, _) = try bed.pool(Self.configuration)
        try await pool.create(
            "alice", attributes: [.init(name: "email", value: "alice@example.com")])
        let refused: [(String, Secret<String>, [UserAttribute], String)] = [
            ("alice", password, [], "UsernameExistsException"),
            ("bob", Secret("weak"), [], "InvalidPasswordException"),
            ("b ob", password, [], "InvalidParameterException"),
            ("bob", password, [.init(name: "cognito:groups", value: "admins")], "InvalidParameterException"),
            ("bob", password, [.init(name: "email", value: "alice@example.com")], "AliasExistsException"),
        ]
        for (username, password, attributes, name) in refused {
            await #expect(throws: AWSError(name: name)) {
                try await pool.create(username, password, attributes: attributes)
            }
        }
    }

    @Test func `a deleted user leaves nothing to a namesake`() async throws {
        let (pool, platform) = try bed.pool(Self.configuration)
        try await pool.register("alice", [:], platform.outbox)
        try await pool.adminAddUserToGroup(username: "alice", groupName: "admins")
        _ = try await pool.forgotPassword(.init(username: "alice"))
        let code = try platform.outbox.code(for: "alice")
        try await pool.adminDeleteUser(username: "alice")
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { _ = try await pool.signIn("alice") }
        let before = try await pool.signUp("alice")
        #expect(before.userSub.count == 36)
        await #expect(throws: AWSError(name: "CodeMismatchException")) { try await pool.reset("alice", code) }
        #expect(try await pool.adminListGroupsForUser(username: "alice") == [])
    }

    @Test func `users are found by what they have`() async throws {
        let (pool, _) = try bed.pool(Self.configuration)
        try await pool.create("alice", attributes: [.init(name: "email", value: "alice@example.com")])
        try await pool.adminCreateUser(.init(username: "bob", temporaryPassword: password))
        try await pool.adminDisableUser(username: "bob")
        try await pool.adminAddUserToGroup(username: "bob", groupName: "admins")
        for (attribute, match, value, names) in [
            ("username", UserFilter.Match.startsWith, "a", ["alice"]), ("username", .equals, "a", []),
            ("email", .startsWith, "alice@", ["alice"]), ("email", .startsWith, "", ["alice", "bob"]),
            ("status", .equals, "Disabled", ["bob"]), ("cognito:user_status", .equals, "CONFIRMED", ["alice"]),
            ("cognito:user_status", .equals, "FORCE_CHANGE_PASSWORD", ["bob"]),
        ] {
            let filter = try #require(UserFilter(attribute: attribute, match: match, value: value))
            #expect(try await pool.listUsers(.init(filter: filter)).users.map(\.username) == names)
        }
        #expect(try await pool.listUsers(.init()).users.map(\.enabled) == [true, false])
        let first = try await pool.listUsers(.init(limit: 1))
        #expect(first.users.map(\.username) == ["alice"])
        let second = try await pool.listUsers(.init(limit: 1, paginationToken: first.paginationToken))
        #expect(second.users.map(\.username) == ["bob"] && second.paginationToken == nil)
        for limit in [0, -1, 61, Int.max] {
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await pool.listUsers(.init(limit: limit))
            }
        }
        #expect(try await pool.listUsersInGroup("admins").map(\.username) == ["bob"])
        await #expect(throws: AWSError(name: "ResourceNotFoundException")) { try await pool.listUsersInGroup("nope") }
        await #expect(throws: AWSError(name: "UserNotFoundException")) { try await pool.adminGetUser(username: "x") }
    }

    @Test func `a reset takes the password away until the user sets another`() async throws {
        let (pool, platform) = try bed.pool(Self.configuration)
        try await pool.register("alice", [:], platform.outbox)
        try await pool.adminResetUserPassword(username: "alice")
        await #expect(throws: AWSError(name: "PasswordResetRequiredException")) { try await pool.signIn("alice") }
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            try await pool.signIn("alice", Secret("wrong"))
        }
        try await pool.reset("alice", platform.outbox.code(for: "alice"))
        _ = try await pool.signIn("alice", otherPassword)
    }

    @Test func `revoked sessions are over`() async throws {
        let (pool, platform) = try bed.pool(Self.configuration)
        try await pool.register("alice", [:], platform.outbox)
        let tokens = try await pool.signIn("alice")
        try await pool.adminUserGlobalSignOut(username: "alice")
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            try await pool.refresh(try #require(tokens.refreshToken))
        }
    }
}
