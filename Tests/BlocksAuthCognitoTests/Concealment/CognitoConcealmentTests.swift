// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// What Cognito says of users, and app clients without `PreventUserExistenceErrors` of unknown names, does not reach clients.
struct CognitoConcealmentTests {
    /// One method, the operation behind it, and how Cognito refuses a user who exists and other names.
    struct Row: Sendable, CustomTestStringConvertible {
        let method: String
        var params = #"["{name}","12345"]"#
        let operation: String
        /// `nil` where a known user gets the usual answer.
        let known: AWSError?
        let others: [AWSError]

        var testDescription: String { method + params }
    }

    private static func refusal(_ name: String, _ message: String = "") -> AWSError {
        AWSError(name: name, message: message, status: 400, kind: .service)
    }

    private static let unknown = refusal("UserNotFoundException", "User does not exist.")
    private static let wrongPassword = refusal("NotAuthorizedException", "Incorrect username or password.")
    private static let wrongCode = refusal(
        "CodeMismatchException", "Invalid verification code provided, please try again.")
    private static let noCode = refusal("ExpiredCodeException", "Invalid code provided, please request a code again.")

    static let rows: [Row] = [
        Row(
            method: "api.signIn", operation: "InitiateAuth", known: wrongPassword,
            others: [unknown, refusal("NotAuthorizedException", "User is disabled.")]),
        Row(
            method: "api.confirmSignUp", operation: "ConfirmSignUp", known: wrongCode,
            others: [
                unknown, noCode,
                refusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED"),
            ]),
        Row(
            method: "api.confirmResetPassword", params: #"["{name}","12345","N3wPassw0rd!"]"#,
            operation: "ConfirmForgotPassword", known: wrongCode,
            others: [
                unknown, noCode, refusal("UserNotConfirmedException"), refusal("NotAuthorizedException", "Disabled"),
            ]),
        Row(
            method: "api.resendSignUpCode", params: #"["{name}"]"#, operation: "ResendConfirmationCode", known: nil,
            others: [
                unknown, refusal("InvalidParameterException", "User is already confirmed."),
                refusal("LimitExceededException"), refusal("CodeDeliveryFailureException"),
            ]),
        Row(
            method: "api.resetPassword", params: #"["{name}"]"#, operation: "ForgotPassword", known: nil,
            others: [
                unknown, refusal("InvalidParameterException", "There is no verified email"),
                refusal("NotAuthorizedException", "User is disabled."), refusal("LimitExceededException"),
                refusal("CodeDeliveryFailureException"),
            ]),
        Row(
            method: "authApi.setAuthState", params: #"[{"action":"signIn","username":"{name}","password":"x"}]"#,
            operation: "InitiateAuth", known: wrongPassword, others: [unknown]),
        Row(
            method: "authApi.setAuthState", params: #"[{"action":"confirmSignUp","username":"{name}","code":"1"}]"#,
            operation: "ConfirmSignUp", known: wrongCode, others: [unknown, noCode]),
        Row(
            method: "authApi.setAuthState", params: #"[{"action":"resendSignUpCode","username":"{name}"}]"#,
            operation: "ResendConfirmationCode", known: nil, others: [unknown]),
        Row(
            method: "authApi.setAuthState", params: #"[{"action":"resetPassword","username":"{name}"}]"#,
            operation: "ForgotPassword", known: nil, others: [unknown]),
        Row(
            method: "authApi.setAuthState",
            params: #"[{"action":"confirmResetPassword","username":"{name}","code":"1","newPassword":"N3wPassw0rd!"}]"#,
            operation: "ConfirmForgotPassword", known: wrongCode, others: [unknown, noCode]),
    ]

    @Test(arguments: rows) func `unknown names and other accounts look like a known one`(row: Row) async throws {
        let expected = try await answer(row, "alice", row.known)
        for other in row.others {
            #expect(try await answer(row, "nouse", other) == expected, "\(other.name) \(other.message)")
        }
    }

    private func answer(_ row: Row, _ name: String, _ error: AWSError?) async throws -> String {
        let bed = try MethodBed()
        if let error { bed.cognito.fail(row.operation, error) }
        let params = row.params.replacing("{name}", with: name)
        let body = #"{"jsonrpc":"2.0","method":"\#(row.method)","params":\#(params),"id":1}"#
        return Disguise.text(await bed.reply(body), of: name)
    }

    @Test(arguments: [AuthFlowType.userPasswordAuth, .userSRPAuth, .customAuth, .userAuth])
    func `a name that is unknown by the second step is a wrong password`(flow: AuthFlowType) async throws {
        let fixture = try AuthFixture<Pool>(options: .init(authFlowType: flow))
        fixture.cognito.fail("InitiateAuth", Self.unknown)
        let refused = ApiError("Incorrect username or password.", status: 401, name: "NotAuthorizedException")
        await #expect(throws: refused) { try await fixture.auth.signIn("nouse", "x", context: fixture.context()) }
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(AuthChallenge(name: .smsMFA, session: Secret("s"), parameters: [:]))
        }
        let step = try await fixture.auth.signIn("alice", "x", context: fixture.context())
        guard case .continueSignIn(let next) = step else { return #expect(Bool(false), "no step") }
        fixture.cognito.fail("RespondToAuthChallenge", Self.unknown)
        await #expect(throws: refused) {
            try await fixture.auth.confirmSignIn(next.session, .init("123456"), context: fixture.context())
        }
    }

    @Test(arguments: [
        "Unable to verify secret hash for client c",
        "Client c is configured with secret but SECRET_HASH was not received",
        "SecretHash does not match for the client: c",
    ])
    func `a wrong client secret is told, since it says nothing about anybody`(text: String) async throws {
        let fixture = try AuthFixture<Pool>()
        let secret = Self.refusal("NotAuthorizedException", text)
        for operation in ["ConfirmSignUp", "ConfirmForgotPassword", "ResendConfirmationCode", "ForgotPassword"] {
            fixture.cognito.fail(operation, secret)
        }
        let expected = ApiError(secret.message, status: 401, name: "NotAuthorizedException")
        await #expect(throws: expected) { try await fixture.auth.confirmSignUp("alice", "1") }
        await #expect(throws: expected) { try await fixture.auth.confirmResetPassword("alice", "1", "x") }
        await #expect(throws: expected) { try await fixture.auth.resendSignUpCode("alice") }
        await #expect(throws: expected) { try await fixture.auth.resetPassword("alice") }
    }

    @Test(
        arguments: [
            ("UserNotFoundException", "", false), ("InvalidParameterException", "User is already confirmed.", false),
            (
                "InvalidParameterException",
                "Cannot reset password for the user as there is no registered/verified email or phone_number", false
            ),
            ("InvalidParameterException", "Value at 'username' failed to satisfy constraint", false),
            ("LimitExceededException", "", false), ("NotAuthorizedException", "User is disabled.", false),
            ("CodeDeliveryFailureException", "", true),
            ("InvalidParameterException", "User pool does not have SMS configuration to send messages.", true),
        ])
    func `a pool that can't send is an error in the log, an account that gets nothing is none`(
        name: String, text: String, isError: Bool
    ) async throws {
        let fixture = try AuthFixture<Pool>()
        for operation in ["ResendConfirmationCode", "ForgotPassword"] {
            fixture.cognito.fail(operation, Self.refusal(name, text))
        }
        try await fixture.auth.resendSignUpCode("nouse")
        _ = try await fixture.auth.resetPassword("nouse")
        let lines = fixture.log.text.split(separator: "\n").filter { $0.contains(name) }
        #expect(lines.count == 2)
        #expect(lines.count { $0.lowercased().contains(#""level":"error"#) } == (isError ? 2 : 0))
    }

    @Test func `what was hidden is in the log`() async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.fail("ResendConfirmationCode", Self.unknown)
        fixture.cognito.fail("ForgotPassword", Self.refusal("CodeDeliveryFailureException"))
        try await fixture.auth.resendSignUpCode("nouse")
        _ = try await fixture.auth.resetPassword("nouse")
        #expect(fixture.log.text.contains("UserNotFoundException"))
        #expect(fixture.log.text.contains("CodeDeliveryFailureException"))
        #expect(!fixture.log.text.contains("nouse"))
    }
}
