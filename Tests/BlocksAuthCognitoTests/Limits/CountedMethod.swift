// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import TestSupport

@testable import BlocksAuthCognito
@testable import BlocksCore

/// A method whose calls are counted.
enum CountedMethod: String, CaseIterable {
    case signIn, autoSignIn, confirmSignInPassword, updatePassword
    case confirmSignIn, confirmSignUp, confirmResetPassword, confirmUserAttribute, verifyTOTPSetup
    case signUp, resendSignUpCode, resetPassword, sendUserAttributeVerificationCode, updateUserAttribute
    case updateUserAttributes

    /// What they guess, or that they send something.
    var kind: AttemptKind {
        switch self {
        case .signIn, .autoSignIn, .confirmSignInPassword, .updatePassword: .signIn
        case .confirmSignIn, .confirmSignUp, .confirmResetPassword, .confirmUserAttribute, .verifyTOTPSetup: .code
        default: .message
        }
    }

    static var guesses: [CountedMethod] { allCases.filter { $0.kind != .message } }
    static var messages: [CountedMethod] { allCases.filter { $0.kind == .message } }

    /// What Cognito is asked.
    var operation: String {
        switch self {
        case .signIn, .autoSignIn: "InitiateAuth"
        case .confirmSignIn, .confirmSignInPassword: "RespondToAuthChallenge"
        case .updatePassword: "ChangePassword"
        case .confirmSignUp: "ConfirmSignUp"
        case .confirmResetPassword: "ConfirmForgotPassword"
        case .confirmUserAttribute: "VerifyUserAttribute"
        case .verifyTOTPSetup: "VerifySoftwareToken"
        case .signUp: "SignUp"
        case .resendSignUpCode: "ResendConfirmationCode"
        case .resetPassword: "ForgotPassword"
        case .sendUserAttributeVerificationCode: "GetUserAttributeVerificationCode"
        case .updateUserAttribute, .updateUserAttributes: "UpdateUserAttributes"
        }
    }

    /// How Cognito refuses a wrong guess.
    var refusal: AWSError {
        AWSError(name: kind == .signIn ? "NotAuthorizedException" : "CodeMismatchException", message: "wrong")
    }

    /// What goes before: the cookie of a session, or the handle of a challenge, for `account`.
    func prepare(_ fixture: AuthFixture<Pool>, _ account: String) async throws -> String {
        switch self {
        case .confirmSignIn, .confirmSignInPassword:
            let name: ChallengeName = self == .confirmSignIn ? .smsMFA : .password
            fixture.cognito.on("InitiateAuth") {
                AuthOutput.challenge(AuthChallenge(name: name, session: Secret("C"), parameters: [:]))
            }
            let result = try await fixture.auth.signIn(account, "p", context: fixture.context())
            guard case .continueSignIn(let step) = result else { return "" }
            return step.session
        case .updatePassword, .confirmUserAttribute, .verifyTOTPSetup, .sendUserAttributeVerificationCode,
            .updateUserAttribute, .updateUserAttributes:
            let tokens = fixture.tokens(account, sub: "sub-" + account, seconds: 86_400)
            fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
            let context = fixture.context()
            _ = try await fixture.auth.signIn(account, "p", context: context)
            return context.cookieToSendBack ?? ""
        case .autoSignIn:
            fixture.cognito.on("SignUp") { SignUpOutput(userConfirmed: true, userSub: "sub", codeDelivery: nil) }
            let context = fixture.context()
            _ = try await fixture.auth.signUp(account, "p", options: .init(autoSignIn: true), context: context)
            return context.cookieToSendBack ?? ""
        default: return ""
        }
    }

    /// Lets Cognito accept what comes.
    func accept(_ fixture: AuthFixture<Pool>) {
        let cognito = fixture.cognito
        let tokens = fixture.tokens()
        switch self {
        case .signIn, .autoSignIn, .confirmSignIn, .confirmSignInPassword:
            cognito.on(operation) { AuthOutput.tokens(tokens) }
        case .confirmSignUp: cognito.on(operation) { ConfirmSignUpOutput(session: nil) }
        case .verifyTOTPSetup: cognito.on(operation) { VerifySoftwareTokenOutput(succeeded: true) }
        case .signUp:
            cognito.on(operation) {
                SignUpOutput(userConfirmed: false, userSub: "sub", codeDelivery: nil, session: nil)
            }
        case .resendSignUpCode, .resetPassword, .sendUserAttributeVerificationCode:
            cognito.on(operation) { CodeDelivery?.none }
        case .updateUserAttribute, .updateUserAttributes: cognito.on(operation) { [CodeDelivery]() }
        case .updatePassword, .confirmResetPassword, .confirmUserAttribute: cognito.on(operation) { () }
        }
    }

    /// The call itself, with what `prepare` returned.
    func call(_ auth: AuthCognito<Pool>, _ account: String, _ prepared: String, _ context: BlocksContext) async throws {
        switch self {
        case .signIn: _ = try await auth.signIn(account, "guess", context: context)
        case .autoSignIn: _ = try await auth.autoSignIn(context)
        case .confirmSignIn, .confirmSignInPassword:
            _ = try await auth.confirmSignIn(prepared, ChallengeResponse("123456"), context: context)
        case .updatePassword: try await auth.updatePassword(context, "guess", "new")
        case .confirmSignUp: _ = try await auth.confirmSignUp(account, "123456", context: context)
        case .confirmResetPassword: try await auth.confirmResetPassword(account, "123456", "new", context: context)
        case .confirmUserAttribute: try await auth.confirmUserAttribute(context, .standard(.email), "123456")
        case .verifyTOTPSetup: try await auth.verifyTOTPSetup(context, "123456")
        case .signUp: _ = try await auth.signUp(account, "p", context: context)
        case .resendSignUpCode: try await auth.resendSignUpCode(account, context: context)
        case .resetPassword: _ = try await auth.resetPassword(account, context: context)
        case .sendUserAttributeVerificationCode:
            try await auth.sendUserAttributeVerificationCode(context, .standard(.email))
        case .updateUserAttribute: _ = try await auth.updateUserAttribute(context, .standard(.phoneNumber), "+1")
        case .updateUserAttributes:
            var values = AttributeValues<Pool>()
            values.append(.standard(.email), "victim@example.com")
            _ = try await auth.updateUserAttributes(context, values)
        }
    }
}
