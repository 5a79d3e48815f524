// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore
import Logging

extension AuthCognito {
    /// Creates an account that waits for its confirmation code.
    ///
    /// With `options.autoSignIn` and a `context`, the response carries the bridge cookie that lets `autoSignIn` follow the confirmation.
    /// With the option `concealsTakenNames`, a taken name is answered like any other. Throws `UsernameExistsException` (409),
    /// `InvalidPasswordException` and others of Cognito's `SignUp`.
    public func signUp(
        _ username: String, _ password: String, options: SignUpOptions<Pool> = .init(), context: BlocksContext? = nil
    ) async throws -> SignUpResult {
        let password = Secret(password)
        try checkRules(of: password)
        return try await attempt(.message, on: username, context) {
            let bridgeContext = options.autoSignIn ? context : nil
            // Known before there is an account: without the secret the account could not be signed in to as was asked for.
            if bridgeContext != nil { _ = try await sessions.secrets.keys() }
            let (output, bridged) = try await register(
                SignUpInput(
                    username: username, password: password,
                    attributes: options.attributes.pairs.map { .init(name: wireName($0.name.name), value: $0.value) },
                    clientMetadata: options.clientMetadata, userContext: userContext(context, options.encodedData)))
            if let bridgeContext {
                try await setBridge(bridge(username, bridged, output.session), bridgeContext)
            }
            let delivery = output.userConfirmed ? nil : CodeDeliveryDetails(output.codeDelivery)
            return SignUpResult(isSignUpComplete: output.userConfirmed, userId: output.userSub, delivery: delivery)
        }
    }

    /// Confirms an account with the code that was sent.
    ///
    /// With a `context` whose bridge cookie belongs to `username`, `autoSignIn` may follow. Throws `CodeMismatchException` (retriable), for
    /// unknown users, expired codes and confirmed accounts too, and others of Cognito's `ConfirmSignUp`.
    public func confirmSignUp(
        _ username: String, _ code: String, options: CallOptions = .init(), context: BlocksContext? = nil
    ) async throws -> ConfirmSignUpResult {
        try await attempt(.code, on: username, context) {
            let pending = try await pendingBridge(for: username, context)
            let output = try await confirm(
                ConfirmSignUpInput(
                    username: username, confirmationCode: Secret(code), session: pending?.cognitoSession,
                    clientMetadata: options.clientMetadata, userContext: userContext(context, options.encodedData)))
            guard let pending, let context else { return ConfirmSignUpResult(.done) }
            if let session = output.session { try await setBridge(pending.with(session: session), context) }
            return ConfirmSignUpResult(.completeAutoSignIn)
        }
    }

    /// Sends the confirmation code again, in place of the earlier one.
    ///
    /// A name that is unknown, or whose account waits for no code, gets the same answer. The `context` serves the options
    /// `attemptLimits` and `threatProtection`.
    public func resendSignUpCode(
        _ username: String, options: CallOptions = .init(), context: BlocksContext? = nil
    ) async throws {
        try await attempt(.message, on: username, context) {
            do throws(AWSError) {
                _ = try await service.resendConfirmationCode(
                    .init(
                        username: username, clientMetadata: options.clientMetadata,
                        userContext: userContext(context, options.encodedData)))
            } catch {
                guard Concealment.hidesCodeRequest(error) else { throw error }
                logger.log(
                    level: Concealment.level(ofHidden: error), "No confirmation code sent",
                    metadata: ["reason": "\(error.name)"])
            }
        }
    }

    /// The name that Cognito knows an attribute by: declared ones get their prefix, all others go as they are.
    func wireName(_ name: String) -> String {
        forms.customAttributes.contains(name) ? StandardAttribute.customPrefix + name : name
    }
}
