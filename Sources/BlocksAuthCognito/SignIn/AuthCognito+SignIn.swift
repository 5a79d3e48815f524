// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Signs a user in: the session begins and the response carries its cookie, or Cognito asks for one more answer.
    ///
    /// Throws 401 `NotAuthorizedException` for a wrong password and an unknown user alike, 429 `TooManyFailedAttemptsException` beyond the
    /// option `attemptLimits`, `UserNotConfirmedException`, `PasswordResetRequiredException` and others of Cognito's `InitiateAuth`.
    public func signIn(
        _ username: String, _ password: String, context: BlocksContext, options: SignInOptions = .init()
    ) async throws -> SignInResult {
        try await attempt(.signIn, on: username, context, staysCounted: { $0.staysCounted }) {
            try await startSignIn(username, Secret(password), context, options: options, cognitoSession: nil)
        }
    }

    /// Starts a sign-in; `cognitoSession` is the handle of a sign-up that was just confirmed.
    func startSignIn(
        _ username: String, _ password: Secret<String>, _ context: BlocksContext, options call: SignInOptions,
        cognitoSession: Secret<String>?
    ) async throws -> SignInResult {
        // Without the secret no session could begin; better to find out before Cognito issues tokens.
        _ = try await sessions.secrets.keys()
        var flow = SignInFlow(
            starting: .init(
                flow: options.authFlowType, username: username, password: password,
                preferred: preference(call.preferredChallenge), startsWithSRP: options.customAuthStartsWithSRP,
                cognitoSession: cognitoSession, clientMetadata: call.clientMetadata),
            try await circumstances([username], context, call.encodedData))
        return try await run(&flow, flow.start(), context)
    }

    /// The first factor to try: the call's, else the pool's; a password is proved where the pool prefers that.
    private func preference(_ call: FirstFactor?) -> PreferredChallenge? {
        guard let call else { return options.preferredChallenge }
        return call == .password && options.preferredChallenge == .passwordSRP
            ? .passwordSRP : PreferredChallenge(rawValue: call.rawValue)
    }
}
