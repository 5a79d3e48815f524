// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

struct PasswordResetTests {
    @Test func `a reset tells where the code went`() async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.on("ForgotPassword") {
            CodeDelivery?.some(CodeDelivery(destination: "a***@e***", deliveryMedium: "EMAIL", attributeName: "email"))
        }
        let result = try await fixture.auth.resetPassword("alice")
        #expect(
            try JSONCoding.string(result)
                == #"{"isPasswordReset":false,"nextStep":{"name":"CONFIRM_RESET_PASSWORD_WITH_CODE","codeDeliveryDetails":"#
                + #"{"destination":"a***@e***","deliveryMedium":"EMAIL","attributeName":"email"}}}"#)
        #expect(fixture.cognito.calls == [.init("ForgotPassword", ["Username": "alice"])])
    }

    @Test(arguments: [
        "UserNotFoundException", "InvalidParameterException", "LimitExceededException", "NotAuthorizedException",
        "CodeDeliveryFailureException",
    ])
    func `an account that is unknown or can't get a code looks like any other`(name: String) async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.fail("ForgotPassword", AWSError(name: name, message: "reveals something", status: 400))
        let result = try await fixture.auth.resetPassword("nobody")
        let details = result.nextStep.codeDeliveryDetails
        #expect(details.destination.wholeMatch(of: /[a-z]\*\*\*@[a-z]\*\*\*/) != nil)
        #expect(details.deliveryMedium == "EMAIL")
        #expect(details.attributeName == "email")
        #expect(try await fixture.auth.resetPassword("nobody") == result)
    }

    @Test(arguments: [
        ([SignInName.username, .email], "bob@example.com", "b***@e***", "EMAIL", "email"),
        ([.username, .email], "Bob@Example.com", "b***@e***", "EMAIL", "email"),
        ([.phone], "+15005550123", "+*******0123", "SMS", "phone_number"),
        ([.email, .phone], "+15005550123", "+*******0123", "SMS", "phone_number"),
        ([.email, .phone], "bob@example.com", "b***@e***", "EMAIL", "email"),
    ])
    func `a made-up destination fits the name`(
        names: [SignInName], username: String, destination: String, medium: String, attribute: String
    ) throws {
        let decoy = ResetDecoy(secret: try SessionSecret("s"), signInWith: names)
        #expect(
            decoy.delivery(for: username)
                == .init(destination: destination, deliveryMedium: medium, attributeName: attribute))
    }

    @Test func `made-up destinations differ by name and by secret`() throws {
        let one = ResetDecoy(secret: try SessionSecret("one"), signInWith: [.username, .email])
        let names = (0..<200).map { "user-\($0)" }
        #expect(Set(names.map { one.delivery(for: $0).destination }).count > 50)
        #expect(names.map { one.delivery(for: $0.uppercased()) } == names.map { one.delivery(for: $0) })
        let two = ResetDecoy(secret: try SessionSecret("two"), signInWith: [.username, .email])
        #expect(names.map { one.delivery(for: $0) } != names.map { two.delivery(for: $0) })
    }

    @Test(arguments: [
        (AWSError(name: "TooManyRequestsException", message: "Slow down", kind: .throttled), 429),
        (AWSError(name: "TimeoutError", kind: .transport), 503),
        (AWSError(name: "InternalErrorException", status: 500), 503),
    ])
    func `failures that say nothing about the account stay errors`(error: AWSError, status: Int) async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.fail("ForgotPassword", error)
        let thrown = await #expect(throws: ApiError.self) { try await fixture.auth.resetPassword("alice") }
        #expect(thrown?.status == status)
    }

    @Test func `the new password goes to Cognito with its code`() async throws {
        let fixture = try AuthFixture<Pool>()
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!")
        #expect(
            fixture.cognito.calls == [
                .init("ConfirmForgotPassword", ["Username": "alice", "ConfirmationCode": "123456", "Password": "N3w!"])
            ])
    }

    @Test(arguments: [
        ("CodeMismatchException", 400, true), ("InvalidPasswordException", 400, true),
        ("LimitExceededException", 429, false), ("TooManyFailedAttemptsException", 429, false),
    ])
    func `a refused new password keeps name and text`(name: String, status: Int, retriable: Bool) async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.fail("ConfirmForgotPassword", AWSError(name: name, message: "Text", status: 400))
        await #expect(throws: ApiError("Text", status: status, name: name, retriable: retriable)) {
            try await fixture.auth.confirmResetPassword("alice", "1", "x")
        }
    }

    @Test func `a new password for nobody is a wrong code, in Cognito's words`() async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.fail("ConfirmForgotPassword", AWSError(name: "UserNotFoundException", message: "No such user"))
        let wrongCode = ApiError(
            "Invalid verification code provided, please try again.", status: 400, name: "CodeMismatchException",
            retriable: true)
        await #expect(throws: wrongCode) { try await fixture.auth.confirmResetPassword("nobody", "1", "x") }
    }
}
