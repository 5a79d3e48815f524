// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

/// `PreSignUp` and `PostConfirmation` in the local pool.
@Suite struct SignUpTriggerTests {
    private let triggers = TriggerBed()

    @Test func `a user whom the application confirms needs no code`() async throws {
        let (pool, platform) = try triggers.pool { app, asked in
            app.onTrigger(.preSignUp) { event in
                asked.note(event.source)
                #expect(event.userPoolID == "local_app-auth" && event.clientID == "local-client-app-auth")
                #expect(event.request.userAttributes == ["email": "ann@example.com"])
                var response = event.response
                response.autoConfirmUser = true
                response.autoVerifyEmail = true
                return response
            }
            app.onTrigger(.postConfirmation) { event in
                asked.note(event.source)
                #expect(event.request.userAttributes["cognito:user_status"] == "CONFIRMED")
                #expect(event.request.userAttributes["email_verified"] == "true")
            }
        }
        let output = try await pool.signUp("ann", password, ["email": "ann@example.com"])
        #expect(output.userConfirmed && output.codeDelivery == nil)
        #expect(platform.outbox.last() == nil)
        #expect(triggers.asked.all == ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"])
        // The address is verified, and so a name to sign in with.
        _ = try await pool.signIn("ann@example.com")
    }

    @Test func `a refusal is told in Cognito's words, and no user is made`() async throws {
        let (pool, platform) = try triggers.pool { app, _ in
            app.onTrigger(.preSignUp) { _ in throw ApiError("Only by invitation", status: 403) }
        }
        await #expect(
            performing: { try await pool.signUp("ann") },
            throws: AWSError.lambdaRefusal("PreSignUp failed with error Only by invitation."))
        await #expect(
            performing: { try await pool.create("ann") },
            throws: AWSError.lambdaRefusal("PreSignUp failed with error Only by invitation."))
        #expect(platform.outbox.last() == nil)
        await #expect(throws: AWSError.self) { try await pool.adminGetUser(username: "ann") }
    }

    @Test func `an error that is not the application's word to users is not told`() async throws {
        struct Detail: Error { let text = "hush" }
        let (pool, _) = try triggers.pool { app, _ in app.onTrigger(.preSignUp) { _ in throw Detail() } }
        await #expect(
            performing: { try await pool.signUp("ann") },
            throws: AWSError.lambdaRefusal("PreSignUp failed with error the handler of the trigger failed."))
        #expect(triggers.bed.log.all.contains { $0.contains("hush") })
    }

    @Test(arguments: ["email", "phone_number"])
    func `an address that the user hasn't can't be verified`(
        _ address: String
    ) async throws {
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.preSignUp) { event in
                var response = event.response
                response.autoVerifyEmail = address == "email"
                response.autoVerifyPhone = address == "phone_number"
                return response
            }
        }
        await #expect(
            performing: { try await pool.signUp("ann") },
            throws: { ($0 as? AWSError)?.name == "InvalidLambdaResponseException" })
    }

    @Test func `an address of another user can't be verified`() async throws {
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.preSignUp) { event in
                var response = event.response
                response.autoConfirmUser = true
                response.autoVerifyEmail = true
                return response
            }
        }
        try await pool.signUp("ann", password, ["email": "ann@example.com"])
        await #expect(
            performing: { try await pool.signUp("bob", password, ["email": "ann@example.com"]) },
            throws: { ($0 as? AWSError)?.name == "AliasExistsException" })
    }

    @Test func `what would be refused anyway is not asked about`() async throws {
        let (pool, _) = try triggers.pool { app, asked in
            app.onTrigger(.preSignUp) { event in
                asked.note(event.source)
                return event.response
            }
        }
        await #expect(throws: AWSError.self) { try await pool.signUp("ann", Secret("short")) }
        await #expect(throws: AWSError.self) { try await pool.signUp("a nn") }
        #expect(triggers.asked.all.isEmpty)
    }

    @Test func `of two sign-ups under one name at the same time one is refused`() async throws {
        let (pool, _) = try triggers.pool { app, asked in
            app.onTrigger(.preSignUp) { event in
                asked.note(event.source)
                // Both have passed the first check before either is stored.
                while asked.all.count < 2 { await Task.yield() }
                return event.response
            }
        }
        async let first = Result { try await pool.signUp("ann") }
        async let second = Result { try await pool.signUp("ann") }
        let outcomes = await [first, second]
        #expect(outcomes.count { (try? $0.get()) != nil } == 1)
        for case .failure(let error) in outcomes { #expect((error as? AWSError)?.name == "UsernameExistsException") }
    }

    @Test func `a confirmation is told once, and stands although its handler fails`() async throws {
        let (pool, platform) = try triggers.pool { app, asked in
            app.onTrigger(.postConfirmation) { event in
                asked.note(event.source)
                throw ApiError("No welcome today", status: 503)
            }
        }
        try await pool.signUp("ann", password, ["email": "ann@example.com"])
        let code = try platform.outbox.code(for: "ann")
        await #expect(
            performing: { try await pool.confirm("ann", code) },
            throws: AWSError.lambdaRefusal("PostConfirmation failed with error No welcome today."))
        _ = try await pool.signIn("ann")
        _ = try await pool.resendConfirmationCode(.init(username: "ann"))
        _ = try await pool.confirm("ann", platform.outbox.code(for: "ann"))
        #expect(triggers.asked.all == ["PostConfirmation_ConfirmSignUp"])
    }

    @Test func `a password set with a code is told`() async throws {
        let (pool, platform) = try triggers.pool { app, asked in
            app.onTrigger(.postConfirmation) { asked.note($0.source) }
        }
        try await pool.create("ann")
        _ = try await pool.forgotPassword(.init(username: "ann"))
        try await pool.reset("ann", platform.outbox.code(for: "ann"))
        #expect(triggers.asked.all == ["PostConfirmation_ConfirmForgotPassword"])
    }
}

extension Result where Failure == any Error {
    /// What `body` returns or throws.
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
