// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Signs in the user whose sign-up this browser has just confirmed.
    ///
    /// Throws 401 `NotAuthenticatedException` without a usable bridge cookie, and 429 `TooManyFailedAttemptsException` beyond the option
    /// `attemptLimits`. The cookie is spent by the attempt, except where it may still succeed: before the confirmation, or while a service
    /// is away. With `concealsTakenNames` a failure never spends it, since "not confirmed" reads as a wrong password does.
    public func autoSignIn(_ context: BlocksContext, options: CallOptions = .init()) async throws -> SignInResult {
        try await mapped {
            let values = sessions.cookie.values(.bridge, in: context)
            guard !values.isEmpty else {
                throw ApiError(
                    .notAuthenticated,
                    "No autoSignIn flow in progress. Call signUp with `{ autoSignIn: true }` and confirmSignUp first.")
            }
            guard let bridge = try await openBridge(values) else {
                sessions.cookie.clear(.bridge, in: context)
                throw ApiError(.notAuthenticated, "autoSignIn session expired or invalid. Call signIn directly.")
            }
            do {
                let result = try await attempt(
                    .signIn, on: bridge.username, context, staysCounted: { $0.staysCounted }
                ) {
                    try await signIn(bridge, context, options)
                }
                sessions.cookie.clear(.bridge, in: context)
                return result
            } catch {
                guard let error = ErrorMapping.apiError(for: error) else { throw error }
                if !bridgeSurvives(error) { sessions.cookie.clear(.bridge, in: context) }
                throw error
            }
        }
    }

    private func signIn(
        _ bridge: AutoSignInBridge, _ context: BlocksContext, _ call: CallOptions
    ) async throws -> SignInResult {
        let password = options.authFlowType == .userAuth ? Secret("") : bridge.password ?? Secret("")
        return try await startSignIn(
            bridge.username, password, context,
            options: SignInOptions(clientMetadata: call.clientMetadata, encodedData: call.encodedData),
            cognitoSession: bridge.cognitoSession)
    }

    private func bridgeSurvives(_ error: ApiError) -> Bool {
        options.concealsTakenNames || error.name == AuthErrorName.userNotConfirmed.rawValue || error.status == 429
            || error.status == 503
    }

    /// The bridge of a fresh sign-up.
    ///
    /// The password is left out where nothing would read it (known weakness S8): `USER_AUTH` goes on by Cognito's handle or asks for a
    /// factor, and the pool's own challenges ask for what they want.
    func bridge(_ username: String, _ password: Secret<String>, _ session: Secret<String>?) -> AutoSignInBridge {
        let needsPassword =
            switch options.authFlowType {
            case .userAuth: false
            case .customAuth: options.customAuthStartsWithSRP
            default: true
            }
        return AutoSignInBridge(
            username: username, password: needsPassword ? password : nil, cognitoSession: session,
            expires: clock.now().adding(seconds: AutoSignInBridge.lifetimeSeconds))
    }

    /// Sends the sealed bridge.
    func setBridge(_ bridge: AutoSignInBridge, _ context: BlocksContext) async throws {
        let secret = try await sessions.secrets.keys().newest
        // A made-up sign-up has no handle of Cognito's.
        let filled = options.concealsTakenNames
        sessions.cookie.set(.bridge, try bridge.sealed(with: secret, random: random, filled: filled), in: context)
    }

    /// The request's bridge, if it is for `username`.
    func pendingBridge(for username: String, _ context: BlocksContext?) async throws -> AutoSignInBridge? {
        guard let context else { return nil }
        let values = sessions.cookie.values(.bridge, in: context)
        guard !values.isEmpty, let bridge = try await openBridge(values) else { return nil }
        return bridge.username == username ? bridge : nil
    }

    private func openBridge(_ values: [String]) async throws -> AutoSignInBridge? {
        let now = clock.now()
        return try await sessions.secrets.opening { keys in
            for value in values {
                let bridge = keys.first { AutoSignInBridge(sealed: value, secret: $0, now: now) }
                if let bridge { return bridge }
            }
            return nil
        }
    }
}

extension AutoSignInBridge {
    /// The same bridge with Cognito's newer handle; it ends when the old one did.
    func with(session: Secret<String>) -> AutoSignInBridge {
        AutoSignInBridge(username: username, password: password, cognitoSession: session, expires: expires)
    }
}
