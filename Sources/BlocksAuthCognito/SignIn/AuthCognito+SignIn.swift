// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Signs a user in: the session begins and the response carries its cookie, or Cognito asks for one more answer.
    ///
    /// Throws 401 `NotAuthorizedException` for a wrong password and an unknown user alike, `UserNotConfirmedException`,
    /// `PasswordResetRequiredException` and others of Cognito's `InitiateAuth`.
    public func signIn(
        _ username: String, _ password: String, context: BlocksContext, options: SignInOptions = .init()
    ) async throws -> SignInResult {
        try await mapped {
            try await startSignIn(username, Secret(password), context, options: options, cognitoSession: nil)
        }
    }

    /// Starts a sign-in; `cognitoSession` is the handle of a sign-up that was just confirmed.
    func startSignIn(
        _ username: String, _ password: Secret<String>, _ context: BlocksContext, options call: SignInOptions,
        cognitoSession: Secret<String>?
    ) async throws -> SignInResult {
        // Without the secret no session could begin; better to find out before Cognito issues tokens.
        _ = try await sessions.secrets.secret()
        let input = InitiateAuthInput(
            flow: AuthFlow(rawValue: options.authFlowType.rawValue),
            parameters: parameters(username, password, call.preferredChallenge ?? options.preferredChallenge),
            clientMetadata: call.clientMetadata ?? [:], session: cognitoSession)
        let output: AuthOutput
        do { output = try await service.initiateAuth(input) } catch { throw Self.indistinguishable(error) }
        let sentPassword = input.parameters["PASSWORD"] != nil
        var flow = SignInFlow(
            starting: username, isUserAuth: options.authFlowType == .userAuth, sentPassword: sentPassword)
        return try await run(&flow, flow.received(output), context)
    }

    /// A client without Cognito's `PreventUserExistenceErrors` must not tell unknown names from wrong passwords either.
    private static func indistinguishable(_ error: AWSError) -> any Error {
        guard error.kind == .service, error.name == AuthErrorName.userNotFound.rawValue else { return error }
        return ApiError(.notAuthorized, "Incorrect username or password.", cause: error)
    }

    /// The parameters of spec auth-methods §5.
    private func parameters(
        _ username: String, _ password: Secret<String>, _ preferred: FirstFactor?
    ) -> [String: Secret<String>] {
        var parameters = ["USERNAME": Secret(username)]
        guard options.authFlowType == .userAuth else {
            parameters["PASSWORD"] = password
            return parameters
        }
        if let preferred { parameters["PREFERRED_CHALLENGE"] = Secret(preferred.rawValue) }
        if preferred == .password, password.withExposed({ !$0.isEmpty }) { parameters["PASSWORD"] = password }
        return parameters
    }
}
