// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore
import Logging

extension AuthCognito {
    /// Sends a code for a new password.
    ///
    /// A name that is unknown, or whose account can't receive a code, gets the same kind of answer as any other (known weakness A11).
    ///
    /// The `context` serves the options `attemptLimits` and `threatProtection`.
    public func resetPassword(
        _ username: String, options call: CallOptions = .init(), context: BlocksContext? = nil
    ) async throws -> ResetPasswordResult {
        try await attempt(.message, on: username, context) {
            // Prepared for every name, so that the answer for an unknown one takes no longer.
            let secret = try await sessions.secrets.keys().newest
            let decoy = ResetDecoy(secret: secret, signInWith: options.effectiveSignInWith)
            do {
                let delivery = try await service.forgotPassword(
                    .init(
                        username: username, clientMetadata: call.clientMetadata,
                        userContext: userContext(context, call.encodedData)))
                return ResetPasswordResult(CodeDeliveryDetails(delivery))
            } catch let error as AWSError where Concealment.hidesCodeRequest(error) {
                logger.log(
                    level: Concealment.level(ofHidden: error), "No reset code sent",
                    metadata: ["reason": "\(error.name)"])
                return ResetPasswordResult(decoy.delivery(for: username))
            }
        }
    }

    /// Sets a new password with the code that was sent; sessions from before it end, and have to sign in with the new one.
    ///
    /// Whose sessions they are is known from sign-ins: by the name that was typed, the user name and verified addresses. A failure to end
    /// them is logged as an error; with ``SessionFormat/compatible`` they go on. The `context` serves the options `attemptLimits` and
    /// `threatProtection`. Throws `CodeMismatchException`, for unknown users and expired codes too, and `InvalidPasswordException` (both
    /// retriable), and others of Cognito's `ConfirmForgotPassword`.
    public func confirmResetPassword(
        _ username: String, _ code: String, _ newPassword: String, options call: CallOptions = .init(),
        context: BlocksContext? = nil
    ) async throws {
        try await attempt(.code, on: username, context) {
            do throws(AWSError) {
                try await service.confirmForgotPassword(
                    .init(
                        username: username, confirmationCode: Secret(code), password: Secret(newPassword),
                        clientMetadata: call.clientMetadata, userContext: userContext(context, call.encodedData)))
            } catch {
                guard let concealed = Concealment.wrongCode(error) else { throw error }
                throw concealed
            }
        }
        await sessions.endAll(named: username, context, context?.logger ?? logger)
    }

    /// Replaces the password of the signed-in user, whose other sessions end; this one goes on with a new cookie.
    ///
    /// The others' refresh tokens are revoked as far as Cognito can be reached. When the others can't be ended, that is logged as an
    /// error, and `endAllSessions(_:exceptCurrent:)` ends them later: the password is changed all the same. With
    /// ``SessionFormat/compatible``, which has no index of a user's sessions, the others go on.
    ///
    /// Throws 401 `NotAuthorizedException` for a wrong old one, `InvalidPasswordException` (retriable) for a weak new one.
    public func updatePassword(_ context: BlocksContext, _ oldPassword: String, _ newPassword: String) async throws {
        try await withAccessToken(context, as: .signIn) { token in
            try await service.changePassword(
                .init(
                    accessToken: token, previousPassword: Secret(oldPassword), proposedPassword: Secret(newPassword)))
        }
        await sessions.renewAlone(context)
    }
}
