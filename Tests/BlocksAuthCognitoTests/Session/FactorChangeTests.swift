// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// ASVS 7.2.4 and 7.4.3: a session has a new id once what its user signs in with has changed, and the others can be ended.
@Suite(.eachSessionFormat) struct FactorChangeTests {
    typealias Method = @Sendable (AuthFixture<Pool>, BlocksContext) async throws -> Void

    static let changes: [(String, Method)] = [
        ("ChangePassword", { try await $0.auth.updatePassword($1, "old", "new") }),
        ("SetUserMFAPreference", { try await $0.auth.updateMFAPreference($1, [.totp: .preferred]) }),
        ("VerifySoftwareToken", { try await $0.auth.verifyTOTPSetup($1, "123456") }),
        ("CompleteWebAuthnRegistration", { _ = try await $0.auth.completePasskeyRegistration($1, "{}") }),
        ("DeleteWebAuthnCredential", { try await $0.auth.deletePasskey($1, "AQ") }),
    ]
    static let others: [(String, Method)] = [
        ("AssociateSoftwareToken", { _ = try await $0.auth.setUpTOTP($1) }),
        ("StartWebAuthnRegistration", { _ = try await $0.auth.startPasskeyRegistration($1) }),
        ("UpdateUserAttributes", { _ = try await $0.auth.updateUserAttribute($1, .name, "x") }),
    ]

    private func fixture() throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(random: .system)
        fixture.cognito.on("UpdateUserAttributes") { [CodeDelivery]() }
        fixture.cognito.on("AssociateSoftwareToken") { AssociateSoftwareTokenOutput(secretCode: Secret("JBSW")) }
        fixture.cognito.on("VerifySoftwareToken") { VerifySoftwareTokenOutput(succeeded: true) }
        fixture.cognito.on("StartWebAuthnRegistration") { JSONValue.object([:]) }
        return fixture
    }

    @Test(arguments: changes)
    func `the session goes on with a new id, and its old one is over`(operation: String, change: Method) async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        let members = try #require(try fixture.members(row))
        let context = fixture.context(mine)
        try await change(fixture, context)
        #expect(fixture.cognito.operations == ["InitiateAuth", operation])
        #expect(context.setCookies.count == 1)
        let renewed = try #require(context.cookieToSendBack)
        #expect(renewed != mine)
        #expect(try await !fixture.auth.checkAuth(fixture.context(mine)))
        #expect(try await fixture.auth.checkAuth(fixture.context(renewed)))
        let newRow = try #require(fixture.rows.keys.first { $0 != row })
        let after = try #require(try fixture.members(newRow))
        for name in ["idToken", "accessToken", "refreshToken"] { #expect(after[name] == members[name]) }
        if Tested.format == .sealed {
            #expect(after["created"] == members["created"])
            #expect([members["version"]?.int, after["version"]?.int] == [1, 2])
        }
    }

    @Test(arguments: changes)
    func `a change that Cognito refuses leaves the id`(operation: String, change: Method) async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        fixture.cognito.fail(operation, AWSError(name: "LimitExceededException", message: "m", status: 400))
        let context = fixture.context(mine)
        await #expect(throws: ApiError.self) { try await change(fixture, context) }
        #expect(context.setCookies.isEmpty)
        #expect(try await fixture.auth.checkAuth(fixture.context(mine)))
    }

    @Test(arguments: changes)
    func `a store that is away does not make the change fail`(operation: String, change: Method) async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        fixture.store.fail(.put)
        let context = fixture.context(mine)
        try await change(fixture, context)
        #expect(fixture.log.text.contains("The session kept its id"))
        #expect(context.setCookies.isEmpty)
        #expect(try await fixture.auth.checkAuth(fixture.context(mine)))
    }

    @Test(arguments: others)
    func `what changes no factor leaves the id`(operation: String, other: Method) async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        let context = fixture.context(mine)
        try await other(fixture, context)
        #expect(fixture.cognito.operations.last == operation)
        #expect(context.setCookies.isEmpty)
        #expect(try await fixture.auth.checkAuth(fixture.context(mine)))
    }

    @Test(arguments: changes.dropFirst())
    func `the user's other sessions go on until the user ends them`(operation: String, change: Method) async throws {
        let fixture = try fixture()
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        let context = fixture.context(mine)
        try await change(fixture, context)
        #expect(try await fixture.auth.checkAuth(fixture.context(other)))
        guard Tested.format == .sealed else { return }
        try await fixture.auth.endAllSessions(context, exceptCurrent: true)
        #expect(try await !fixture.auth.checkAuth(fixture.context(other)))
        #expect(try await fixture.auth.checkAuth(fixture.context(context.cookieToSendBack)))
    }
}
