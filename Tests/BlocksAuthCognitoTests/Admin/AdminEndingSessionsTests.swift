// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// ASVS 7.4.2 and 7.4.5, known weakness S9: what an administrator does to a user ends the user's sessions, everywhere and at once.
struct AdminEndingSessionsTests {
    typealias Method = @Sendable (AuthAdmin<Pool>) async throws -> Void

    static let methods: [(String, Method)] = [
        ("AdminDeleteUser", { try await $0.deleteUser("alice") }),
        ("AdminDisableUser", { try await $0.disableUser("alice") }),
        ("AdminUserGlobalSignOut", { try await $0.revokeUserSessions("alice") }),
        ("AdminResetUserPassword", { try await $0.resetUserPassword("alice") }),
        ("AdminSetUserPassword", { try await $0.setUserPassword("alice", "N3w!") }),
    ]

    private static let alice = UserDescription(
        username: "alice", attributes: [.init(name: "sub", value: "sub-alice")])

    private func fixture(_ format: SessionFormat = .sealed) throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(options: .init(sessionFormat: format, admin: .init()), random: .system)
        fixture.cognito.on("AdminGetUser") { Self.alice }
        return fixture
    }

    @Test(arguments: methods)
    func `the next request to another process is refused`(operation: String, method: Method) async throws {
        let bed = try TwoProcesses(rotates: false, options: .init(admin: .init()))
        bed.pools[0].on("AdminGetUser") { Self.alice }
        let cookies = [try await bed.session(), try await bed.session()]
        for cookie in cookies { #expect(await bed.status(of: bed.processes[1], cookie) == 200) }
        try await method(try bed.processes[0].admin)
        for cookie in cookies { #expect(await bed.status(of: bed.processes[1], cookie) == 401) }
        #expect(bed.pools[0].operations.suffix(2) == ["AdminGetUser", operation])
        #expect(bed.exchanges == 0)
    }

    @Test(arguments: methods)
    func `Cognito comes first, and its refusal ends nothing`(operation: String, method: Method) async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        for failing in ["AdminGetUser", operation] {
            fixture.cognito.fail(failing, AWSError(name: "TooManyRequestsException", message: "slow", kind: .service))
            await #expect(throws: ApiError.self) { try await method(try fixture.auth.admin) }
            #expect(try await fixture.auth.checkAuth(fixture.context(mine)))
            fixture.cognito.on("AdminGetUser") { Self.alice }
        }
        let answer: ScriptedCognito.Answer<Void> = { [fixture] in #expect(fixture.rows.count == 1) }
        fixture.cognito.on(operation, answer)
        try await method(try fixture.auth.admin)
        #expect(fixture.rows.isEmpty)
    }

    @Test(arguments: methods)
    func `sessions that can't be ended are a retriable 503, and repeating the call ends them`(
        operation: String, method: Method
    ) async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        fixture.store.fail(.delete)
        let error = await #expect(throws: ApiError.self) { try await method(try fixture.auth.admin) }
        #expect(error?.status == 503 && error?.retriable == true)
        #expect(error?.message.hasPrefix("Cognito has done its part") == true)
        #expect(fixture.cognito.operations.last == operation)
        fixture.store.fail(.delete, with: nil)
        if operation == "AdminDeleteUser" {
            fixture.cognito.fail("AdminGetUser", AWSError(name: "UserNotFoundException", message: "none", status: 400))
            let gone = await #expect(throws: ApiError.self) { try await method(try fixture.auth.admin) }
            #expect(gone?.status == 404)
        } else {
            try await method(try fixture.auth.admin)
        }
        #expect(try await !fixture.auth.checkAuth(fixture.context(mine)))
        #expect(fixture.rows.isEmpty)
    }

    @Test(arguments: methods)
    func `a user whom nobody knows is a 404`(operation: String, method: Method) async throws {
        let fixture = try fixture()
        fixture.cognito.fail("AdminGetUser", AWSError(name: "UserNotFoundException", message: "none", status: 400))
        let error = await #expect(throws: ApiError.self) { try await method(try fixture.auth.admin) }
        #expect(error?.status == 404 && error?.retriable == false)
        #expect(!fixture.cognito.operations.contains(operation))
    }

    @Test(arguments: methods.dropFirst())
    func `only a deletion ends what is left of a user who is gone`(operation: String, method: Method) async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        fixture.cognito.fail("AdminGetUser", AWSError(name: "UserNotFoundException", message: "none", status: 400))
        await #expect(throws: ApiError.self) { try await method(try fixture.auth.admin) }
        #expect(try await fixture.auth.checkAuth(fixture.context(mine)))
    }

    @Test(arguments: methods)
    func `a user without a permanent id is no success`(operation: String, method: @escaping Method) async throws {
        let fixture = try fixture()
        fixture.cognito.on("AdminGetUser") { UserDescription(username: "alice", attributes: []) }
        let methods: [Method] = [method, { _ = try await $0.endSessions(of: "alice") }]
        for method in methods {
            let error = await #expect(throws: ApiError.self) { try await method(try fixture.auth.admin) }
            #expect(error?.status == 503 && error?.retriable == true)
        }
        #expect(fixture.cognito.operations.contains(operation))
    }

    @Test(arguments: methods)
    func `in the reference's layout Cognito alone is asked`(operation: String, method: Method) async throws {
        let fixture = try fixture(.compatible)
        let mine = try await fixture.signIn()
        try await method(try fixture.auth.admin)
        #expect(fixture.cognito.operations == ["InitiateAuth", operation])
        #expect(try await fixture.auth.checkAuth(fixture.context(mine)))
    }

    @Test(arguments: methods)
    func `another user's sessions go on`(operation: String, method: Method) async throws {
        let fixture = try fixture()
        let tokens = fixture.tokens("bob", sub: "sub-bob")
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let bob = fixture.context()
        _ = try await fixture.auth.signIn("bob", "pw", context: bob)
        try await method(try fixture.auth.admin)
        #expect(fixture.cognito.operations.contains(operation))
        #expect(try await fixture.auth.checkAuth(fixture.context(bob.cookieToSendBack)))
    }

    @Test func `leaving a group ends no session, but can be followed by that`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        try await fixture.auth.admin.removeUserFromGroup("alice", .admins)
        #expect(try await fixture.auth.requireRole(fixture.context(mine), .admins).username == "alice")
        #expect(try await fixture.auth.admin.endSessions(of: "alice") == 1)
        #expect(try await !fixture.auth.checkAuth(fixture.context(mine)))
    }
}
