// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

/// `PreAuthentication`, `PostAuthentication` and `UserMigration` in the local pool.
@Suite struct SignInTriggerTests {
    private let triggers = TriggerBed()

    private func signIn(
        _ pool: LocalUserPool, _ name: String, _ own: Secret<String> = password, _ metadata: [String: String] = [:]
    ) async throws -> AuthTokens {
        try await pool.initiateAuth(
            .init(
                flow: .userPasswordAuth, parameters: ["USERNAME": Secret(name), "PASSWORD": own],
                clientMetadata: metadata)
        ).tokens()
    }

    @Test(arguments: [AuthFlow.userPasswordAuth, .userAuth])
    func `a locked name is not asked about elsewhere, nor a flow without a password`(flow: AuthFlow) async throws {
        let (pool, _) = try triggers.pool { app, asked in
            app.onTrigger(.userMigration) { event in
                asked.note(event.source)
                return event.response
            }
        }
        func attempt(_ flow: AuthFlow) async {
            await #expect(throws: AWSError.self) {
                try await pool.initiateAuth(
                    .init(flow: flow, parameters: ["USERNAME": Secret("zoe"), "PASSWORD": password]))
            }
        }
        for _ in 1...8 { await attempt(flow) }
        #expect(triggers.asked.all.count == 5)
        await attempt(.userSRPAuth)
        await attempt(.refreshTokenAuth)
        #expect(triggers.asked.all.count == 5)
    }

    @Test func `a sign-in is asked about before and after`() async throws {
        let (pool, _) = try triggers.pool { app, asked in
            app.onTrigger(.preAuthentication) { event in
                asked.note("\(event.source) \(event.userName ?? "") \(event.request.userNotFound)")
                #expect(event.request.validationData["from"]?.exposed == "test")
            }
            app.onTrigger(.postAuthentication) { event in
                asked.note("\(event.source) \(event.userName ?? "")")
                #expect(event.request.clientMetadata.isEmpty && !event.request.newDeviceUsed)
                #expect(event.request.userAttributes["sub"]?.count == 36)
            }
        }
        try await pool.create("ann")
        _ = try await signIn(pool, "ann", password, ["from": "test"])
        await #expect(throws: AWSError.self) { try await signIn(pool, "ann", otherPassword, ["from": "test"]) }
        await #expect(throws: AWSError.self) { try await signIn(pool, "bob", password, ["from": "test"]) }
        #expect(
            triggers.asked.all == [
                "PreAuthentication_Authentication ann false", "PostAuthentication_Authentication ann",
                "PreAuthentication_Authentication ann false", "PreAuthentication_Authentication bob true",
            ])
    }

    @Test func `a refusal before the sign-in is the same whether the password is right`() async throws {
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.preAuthentication) { _ in throw ApiError("Closed on Sundays", status: 403) }
        }
        try await pool.create("ann")
        for (name, own) in [("ann", password), ("ann", otherPassword), ("bob", password)] {
            await #expect(
                performing: { try await signIn(pool, name, own) },
                throws: AWSError.lambdaRefusal("PreAuthentication failed with error Closed on Sundays."))
        }
    }

    @Test func `a refusal after the sign-in ends it`() async throws {
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.postAuthentication) { _ in throw ApiError("Not today", status: 403) }
        }
        try await pool.create("ann")
        await #expect(
            performing: { try await signIn(pool, "ann") },
            throws: AWSError.lambdaRefusal("PostAuthentication failed with error Not today."))
        let state = try JSONValue(parsing: Array(triggers.bed.text("app-auth/state.json").utf8))
        #expect(state["signIns"]?.object?.isEmpty == true)
    }

    @Test func `a user who is disabled while the application is asked gets no tokens`() async throws {
        let box = PoolBox()
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.postAuthentication) { _ in try await box.pool?.adminDisableUser(username: "ann") }
        }
        box.set(pool)
        try await pool.create("ann")
        await #expect(throws: AWSError.self) { try await signIn(pool, "ann") }
    }

    @Test func `a user is brought over with the password that was given`() async throws {
        let (pool, _) = try triggers.pool { app, asked in
            app.onTrigger(.userMigration) { event in
                asked.note("\(event.source) \(event.userName ?? "")")
                var response = event.response
                guard event.request.password?.exposed == "old-password" else { return response }
                response.userAttributes = ["email": "ann@example.com", "email_verified": "true", "username": "ann"]
                response.finalUserStatus = .confirmed
                response.messageAction = "SUPPRESS"
                return response
            }
        }
        await #expect(
            performing: { try await signIn(pool, "ann@example.com", Secret("wrong")) },
            throws: AWSError.refusal("NotAuthorizedException", "Incorrect username or password"))
        _ = try await signIn(pool, "ann@example.com", Secret("old-password"))
        _ = try await signIn(pool, "ann", Secret("old-password"))
        let source = "UserMigration_Authentication ann@example.com"
        #expect(triggers.asked.all == [source, source])
    }

    @Test func `without a final status the user has to set a password`() async throws {
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.userMigration) { event in
                var response = event.response
                response.userAttributes = ["email": "ann@example.com", "email_verified": "true"]
                return response
            }
        }
        await #expect(
            performing: { try await signIn(pool, "ann") },
            throws: { ($0 as? AWSError)?.name == "PasswordResetRequiredException" })
    }

    @Test func `a forgotten password brings a user over, who sets another`() async throws {
        let (pool, platform) = try triggers.pool { app, asked in
            app.onTrigger(.userMigration) { event in
                asked.note(event.source)
                #expect(event.request.password == nil)
                var response = event.response
                response.userAttributes = ["email": "ann@example.com", "email_verified": "true"]
                return response
            }
        }
        let delivery = try await pool.forgotPassword(.init(username: "ann"))
        #expect(delivery?.destination == "a***@e***")
        try await pool.reset("ann", platform.outbox.code(for: "ann"))
        _ = try await signIn(pool, "ann", otherPassword)
        #expect(triggers.asked.all == ["UserMigration_ForgotPassword"])
    }

    @Test(
        arguments: [
            ["cognito:groups": "admins"], ["email": "no address"], ["username": "a b"], ["custom:unknown": "x"],
        ] as [[String: String]])
    func `a user whom the pool would not take stays unknown`(_ attributes: [String: String]) async throws {
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.userMigration) { event in
                var response = event.response
                response.userAttributes = attributes
                response.finalUserStatus = .confirmed
                return response
            }
        }
        await #expect(
            performing: { try await signIn(pool, "ann") },
            throws: AWSError.refusal("NotAuthorizedException", "Incorrect username or password"))
        #expect(triggers.bed.log.all.contains { $0.contains("no user was migrated") })
    }

    @Test func `a migration that fails reads like an unknown user`() async throws {
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.userMigration) { _ in throw ApiError("The old system knows ann", status: 500) }
        }
        await #expect(
            performing: { try await signIn(pool, "ann") },
            throws: AWSError.refusal("NotAuthorizedException", "Incorrect username or password"))
    }

    @Test(arguments: [true, false])
    func `an address of another user is taken over only by force`(_ force: Bool) async throws {
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.userMigration) { event in
                var response = event.response
                response.userAttributes = ["email": "ann@example.com", "email_verified": "true"]
                response.finalUserStatus = .confirmed
                response.forceAliasCreation = force
                return response
            }
        }
        try await pool.create("bob", attributes: [.init(name: "email", value: "ann@example.com")])
        if force {
            _ = try await signIn(pool, "ann")
            #expect(
                try await pool.adminGetUser(username: "bob").attributes.contains { $0.name == "email_verified" }
                    == false)
        } else {
            await #expect(throws: AWSError.self) { try await signIn(pool, "ann") }
        }
    }
}
