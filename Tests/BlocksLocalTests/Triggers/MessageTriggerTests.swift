// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Synchronization
import Testing

@testable import BlocksLocal

/// `CustomMessage`, `CustomEmailSender` and `CustomSMSSender` in the local pool.
@Suite struct MessageTriggerTests {
    private let triggers = TriggerBed()

    private static func words(_ app: AppBuilder, _ asked: Asked) {
        app.onTrigger(.customMessage) { event in
            asked.note(event.source)
            var response = event.response
            response.emailSubject = "Hello \(event.userName ?? "")"
            response.emailMessage = "<b>\(event.request.codeParameter ?? "")</b>"
            response.smsMessage = "SMS \(event.request.codeParameter ?? "")"
            return response
        }
    }

    @Test func `a code comes in the application's words, whatever it is for`() async throws {
        let (pool, platform) = try triggers.pool(
            .init(fullID: "app-auth", mfa: .optional, mfaTypes: [.sms, .email]), Self.words)
        try await pool.signUp("ann", password, ["email": "ann@example.com"])
        let sent = try #require(platform.outbox.newest(for: "ann"))
        #expect(sent.subject == "Hello ann" && sent.message == "<b>\(sent.code)</b>")
        _ = try await pool.resendConfirmationCode(.init(username: "ann"))
        _ = try await pool.confirm("ann", platform.outbox.code(for: "ann"))
        _ = try await pool.forgotPassword(.init(username: "ann"))
        try await pool.reset("ann", platform.outbox.code(for: "ann"), password)
        let challenge = try await pool.challenged("ann")
        let code = try platform.outbox.code(for: "ann")
        let tokens = try await pool.answer(challenge, ["EMAIL_OTP_CODE": code]).tokens()
        let token = try #require(tokens.accessToken)
        _ = try await pool.updateUserAttributes(
            .init(accessToken: token, attributes: [.init(name: "phone_number", value: "+15005550123")]))
        let text = try #require(platform.outbox.newest(for: "ann"))
        #expect(text.subject == nil && text.message == "SMS \(text.code)")
        _ = try await pool.getUserAttributeVerificationCode(.init(accessToken: token, attributeName: "email"))
        try await pool.adminResetUserPassword(username: "ann")
        #expect(
            triggers.asked.all.map { $0.dropFirst("CustomMessage_".count) } == [
                "SignUp", "ResendCode", "ForgotPassword", "Authentication", "UpdateUserAttribute",
                "VerifyUserAttribute", "ForgotPassword",
            ])
    }

    @Test(arguments: ["no place", "{####}" + String(repeating: "x", count: 20_000)])
    func `a text that can't be sent is refused`(_ text: String) async throws {
        let (pool, platform) = try triggers.pool { app, _ in
            app.onTrigger(.customMessage) { event in
                var response = event.response
                response.emailMessage = text
                return response
            }
        }
        await #expect(
            performing: { try await pool.signUp("ann", password, ["email": "ann@example.com"]) },
            throws: { ($0 as? AWSError)?.name == "InvalidLambdaResponseException" })
        #expect(platform.outbox.newest(for: "ann") == nil)
        // As in Cognito the user is there, and may ask for another code.
        _ = try await pool.adminGetUser(username: "ann")
    }

    @Test func `a handler that refuses sends nothing`() async throws {
        let (pool, platform) = try triggers.pool { app, _ in
            app.onTrigger(.customMessage) { _ in throw ApiError("No words", status: 500) }
        }
        await #expect(
            performing: { try await pool.signUp("ann") },
            throws: AWSError.lambdaRefusal("CustomMessage failed with error No words."))
        #expect(platform.outbox.newest(for: "ann") == nil)
    }

    @Test func `a sender gets the code, and no words are asked for`() async throws {
        let codes = Mutex<[String]>([])
        let (pool, platform) = try triggers.pool { app, asked in
            Self.words(app, asked)
            app.onTrigger(.customEmailSender) { event in
                asked.note("\(event.source) \(event.request.type ?? "")")
                codes.withLock { $0.append(event.request.code?.exposed ?? "") }
            }
            app.onTrigger(.customSMSSender) { event in asked.note("\(event.source) \(event.request.type ?? "")") }
        }
        try await pool.signUp("ann", password, ["email": "ann@example.com"])
        try await pool.signUp("bob", password, ["phone_number": "+15005550123"])
        #expect(
            triggers.asked.all == [
                "CustomEmailSender_SignUp customEmailSenderRequestV1",
                "CustomSMSSender_SignUp customSMSSenderRequestV1",
            ])
        #expect(try codes.withLock { $0 } == [platform.outbox.code(for: "ann")])
    }

    @Test func `one message that is refused does not keep the others back`() async throws {
        let (pool, platform) = try triggers.pool { app, _ in
            app.onTrigger(.customEmailSender) { event in
                guard event.source.hasSuffix("UpdateUserAttribute") else { return }
                throw ApiError("No", status: 500)
            }
        }
        try await pool.register("ann", ["email": "ann@example.com"], platform.outbox)
        let token = try #require(try await pool.signIn("ann").accessToken)
        await #expect(throws: AWSError(name: "UserLambdaValidationException")) {
            _ = try await pool.updateUserAttributes(
                .init(
                    accessToken: token,
                    attributes: [
                        .init(name: "email", value: "b@example.com"),
                        .init(name: "phone_number", value: "+15005550123"),
                    ]))
        }
        let code = Secret(try platform.outbox.code(for: "ann"))
        try await pool.verifyUserAttribute(.init(accessToken: token, attributeName: "phone_number", code: code))
    }

    @Test func `two users who sign up at once each get their own words`() async throws {
        let (pool, platform) = try triggers.pool(.init(fullID: "app-auth"), Self.words)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in ["a", "b", "c", "d", "e", "f"] {
                group.addTask { try await pool.signUp(name, password, ["email": "\(name)@example.com"]) }
            }
            try await group.waitForAll()
        }
        for name in ["a", "b", "c", "d", "e", "f"] {
            let sent = try #require(platform.outbox.newest(for: name))
            #expect(sent.subject == "Hello \(name)" && sent.message == "<b>\(sent.code)</b>")
        }
    }
}

/// Lets a handler reach the pool that asks it.
final class PoolBox: Sendable {
    private let held = Mutex<LocalUserPool?>(nil)

    var pool: LocalUserPool? { held.withLock { $0 } }

    func set(_ pool: LocalUserPool) { held.withLock { $0 = pool } }
}
