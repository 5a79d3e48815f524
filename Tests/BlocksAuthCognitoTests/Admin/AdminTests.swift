// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Synchronization
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-methods §10: exact requests, exact replies, and what is not granted.
struct AdminTests {
    typealias Method = @Sendable (AuthAdmin<Pool>) async throws -> Void

    static let groupMethods: [(String, Method)] = [
        ("AdminAddUserToGroup", { try await $0.addUserToGroup("alice", .admins) }),
        ("AdminRemoveUserFromGroup", { try await $0.removeUserFromGroup("alice", .admins) }),
        ("AdminListGroupsForUser", { _ = try await $0.listGroupsForUser("alice") }),
        ("ListUsersInGroup", { _ = try await $0.listUsersInGroup(.admins) }),
    ]
    static let lifecycleMethods: [(String, Method)] = [
        ("AdminCreateUser", { _ = try await $0.createUser("alice") }),
        ("AdminDeleteUser", { try await $0.deleteUser("alice") }),
        ("AdminDisableUser", { try await $0.disableUser("alice") }),
        ("AdminEnableUser", { try await $0.enableUser("alice") }),
        ("AdminResetUserPassword", { try await $0.resetUserPassword("alice") }),
        ("AdminSetUserPassword", { try await $0.setUserPassword("alice", "pw") }),
        ("AdminGetUser", { _ = try await $0.getUser("alice") }),
        ("ListUsers", { _ = try await $0.scan().all() }),
        ("AdminUserGlobalSignOut", { try await $0.revokeUserSessions("alice") }),
    ]

    private static let alice = UserDescription(
        username: "alice", attributes: [.init(name: "sub", value: "s"), .init(name: "email", value: "a@x.io")],
        enabled: false)

    private func fixture(_ actions: [AdminOption.Action] = AdminOption.Action.allCases) throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(options: .init(admin: .init(actions: actions)))
        fixture.cognito.on("AdminListGroupsForUser") { ["admins"] }
        for operation in ["AdminCreateUser", "AdminGetUser"] { fixture.cognito.on(operation) { Self.alice } }
        fixture.cognito.on("ListUsersInGroup") { [Self.alice] }
        fixture.cognito.on("ListUsers") { ListUsersOutput(users: [Self.alice]) }
        return fixture
    }

    @Test(arguments: groupMethods + lifecycleMethods)
    func `each method calls its operation and maps what that throws`(operation: String, method: Method) async throws {
        let fixture = try fixture()
        try await method(fixture.auth.admin)
        #expect(fixture.cognito.operations.filter { $0 != "AdminGetUser" || $0 == operation }.first == operation)
        fixture.cognito.fail(operation, AWSError(name: "TooManyRequestsException", message: "slow", kind: .service))
        await #expect(throws: ApiError("slow", status: 429, name: "TooManyRequestsException")) {
            try await method(fixture.auth.admin)
        }
    }

    @Test func `what is not granted is refused before any request`() async throws {
        for (granted, group, methods) in [
            (AdminOption.Action.groups, "lifecycle", Self.lifecycleMethods), (.lifecycle, "groups", Self.groupMethods),
        ] {
            let fixture = try fixture([granted])
            let message =
                "admin.\(group) actions not granted: construct AuthCognito with admin: { actions: [..., '\(group)'] }"
            for (_, method) in methods {
                await #expect(throws: ApiError(message, status: 403, name: "NotAuthorizedException")) {
                    try await method(fixture.auth.admin)
                }
            }
            #expect(fixture.cognito.operations.isEmpty)
        }
    }

    @Test func `without the option there is no administrator`() throws {
        let fixture = try AuthFixture<Pool>()
        #expect(throws: ApiError("admin not enabled: construct AuthCognito with { admin: {} }", status: 500)) {
            try fixture.auth.admin
        }
    }

    @Test func `a new user's attributes get their prefix`() async throws {
        let fixture = try fixture()
        let user = try await fixture.auth.admin.createUser(
            "alice",
            .init(
                temporaryPassword: Secret("Temp0rary!"), attributes: [.custom(.department): "ops", .email: "a@x.io"],
                suppressInvite: true))
        #expect(
            fixture.cognito.calls == [
                .init(
                    "AdminCreateUser",
                    [
                        "Username": "alice", "TemporaryPassword": "Temp0rary!", "MessageAction": "SUPPRESS",
                        "UserAttributes.custom:department": "ops", "UserAttributes.email": "a@x.io",
                    ])
            ])
        let json = String(decoding: try JSONCoding.encode(user), as: UTF8.self)
        #expect(
            json
                == #"{"username":"alice","userSub":"s","enabled":false,"attributes":{"email":"a@x.io"},"groups":[]}"#)
    }

    @Test func `a user is read with the groups, an unknown one is nobody`() async throws {
        let fixture = try fixture()
        #expect(try await fixture.auth.admin.getUser("alice")?.groups == ["admins"])
        fixture.cognito.fail("AdminListGroupsForUser", AWSError(name: "AccessDeniedException", kind: .service))
        let user = try #require(try await fixture.auth.admin.getUser("alice"))
        #expect(user.groups == nil)
        fixture.cognito.fail("AdminGetUser", AWSError(name: "UserNotFoundException", kind: .service))
        #expect(try await fixture.auth.admin.getUser("alice") == nil)
        fixture.cognito.fail("AdminGetUser", AWSError(name: "TooManyRequestsException", message: "x", kind: .service))
        await #expect(throws: ApiError.self) { try await fixture.auth.admin.getUser("alice") }
    }

    @Test func `a scan takes only attributes that can be searched`() async throws {
        let fixture = try fixture()
        let filter = AdminUserFilter(attribute: "email", match: .startsWith, value: "a\"")
        #expect(try await fixture.auth.admin.scan(filter).all().map(\.username) == ["alice"])
        #expect(fixture.cognito.calls == [.init("ListUsers", ["Filter": "email startsWith a\""])])
        for attribute in ["", "custom:department", "email = \"\" or username"] {
            await #expect(throws: ApiError.self) {
                try await fixture.auth.admin.scan(.init(attribute: attribute, match: .equals, value: "x")).all()
            }
        }
        #expect(fixture.cognito.calls.count == 1)
    }

    @Test func `a scan fetches a page when it is reached, and each iteration starts anew`() async throws {
        let fixture = try fixture()
        let page = Counter()
        fixture.cognito.on("ListUsers") { ListUsersOutput(users: [Self.alice], paginationToken: "\(page.next())") }
        let scan = try fixture.auth.admin.scan()
        #expect(fixture.cognito.calls.isEmpty)
        var seen = 0
        for try await _ in scan {
            seen += 1
            #expect(fixture.cognito.calls.count == seen)
            if seen == 3 { break }
        }
        let tokens = fixture.cognito.calls.map { $0.fields["PaginationToken"] }
        #expect(tokens == [nil, "1", "2"])
        fixture.cognito.on("ListUsers") { ListUsersOutput(users: [], paginationToken: nil) }
        #expect(try await scan.all().isEmpty)
        #expect(fixture.cognito.calls.last?.fields["PaginationToken"] == nil)
    }

    @Test func `a pool that repeats its token does not keep a scan for ever`() async throws {
        let fixture = try fixture()
        fixture.cognito.on("ListUsers") { ListUsersOutput(users: [Self.alice], paginationToken: "same") }
        #expect(try await fixture.auth.admin.scan().all().count == 2)
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
