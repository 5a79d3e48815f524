// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

extension AuthCognito {
    /// The namespace that client libraries render forms from: `getAuthState()` and `setAuthState(input)`.
    public func createApi() -> ApiNamespace {
        ApiNamespace(fullID: fullID + "-api", sensitive: true) {
            Method("getAuthState") { context in
                try await authState(context)
            }
            Method("setAuthState", "input") { (context, input: JSONValue?) in
                try await setAuthState(AuthActionInput(input), context)
            }
        }
    }

    /// Where the user stands.
    ///
    /// Throws a retriable 503 while that can't be told.
    func authState(_ context: BlocksContext) async throws -> AuthState {
        try await getCurrentUser(context).map(forms.signedIn) ?? forms.signedOut
    }

    /// Does what a form asks for and tells where the user stands then.
    func setAuthState(_ input: AuthActionInput, _ context: BlocksContext) async throws -> AuthState {
        do {
            return try await perform(input, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let error = ErrorMapping.apiError(for: error)
            let user = error.retriable ? nil : try? await getCurrentUser(context)
            return forms.failed(error, user: user)
        }
    }

    private func perform(_ input: AuthActionInput, _ context: BlocksContext) async throws -> AuthState {
        switch input.action {
        case "signIn":
            return state(after: try await submitSignIn(input, context))
        case "signUp":
            return try await submitSignUp(input, context)
        case "confirmSignUp":
            let username = try input.text("username")
            let result = try await confirmSignUp(username, try input.text("code"), context: context)
            let continues = result.nextStep.signUpStep == .completeAutoSignIn
            return continues ? forms.continuingToSignIn(username) : forms.signedOut
        case "autoSignIn":
            return state(after: try await autoSignIn(context))
        case "resendSignUpCode":
            let username = try input.text("username")
            try await resendSignUpCode(username)
            return forms.confirmingSignUp(username)
        case "resetPassword":
            let username = try input.text("username")
            _ = try await resetPassword(username)
            return forms.confirmingPasswordReset(username)
        case "confirmResetPassword":
            try await confirmResetPassword(
                try input.text("username"), try input.text("code"), try input.text("newPassword"))
            return forms.signedOut
        case "signOut":
            try await signOut(context)
            return forms.signedOut
        default:
            return forms.unknownAction(input.actionText)
        }
    }

    private func state(after result: SignInResult) -> AuthState {
        switch result {
        case .signedIn(let user): forms.signedIn(user)
        case .continueSignIn(let step): forms.confirmingSignIn(step)
        }
    }

    /// With `USER_AUTH` and no preference, a password that was typed is used at once and not asked for again (known weakness M9).
    private func submitSignIn(_ input: AuthActionInput, _ context: BlocksContext) async throws -> SignInResult {
        let (username, password) = (try input.text("username"), try input.text("password"))
        var call = SignInOptions()
        if options.authFlowType == .userAuth, options.preferredChallenge == nil, !password.isEmpty {
            call.preferredChallenge = .password
        }
        return try await signIn(username, password, context: context, options: call)
    }

    private func submitSignUp(_ input: AuthActionInput, _ context: BlocksContext) async throws -> AuthState {
        let (username, password) = (try input.text("username"), try input.text("password"))
        let attributes = try signUpAttributes(input)
        let call = SignUpOptions<Pool>(attributes: attributes, autoSignIn: input["autoSignIn"] != "false")
        let result = try await signUp(username, password, options: call, context: context)
        guard result.isSignUpComplete else { return forms.confirmingSignUp(username) }
        // Nothing is left to confirm: no code was sent (known weakness M8).
        return call.autoSignIn ? forms.continuingToSignIn(username) : forms.signedOut
    }

    /// The attributes of a sign-up form: standard and declared names, everything else is refused (known weakness M10).
    private func signUpAttributes(_ input: AuthActionInput) throws(ApiError) -> AttributeValues<Pool> {
        var attributes = AttributeValues<Pool>()
        for (field, value) in input.others(than: ["action", "username", "password", "autoSignIn"]) where !value.isNull {
            guard let text = value.string, forms.acceptsAttribute(field),
                let name = AttributeName<Pool>(wireName: field)
            else { throw ApiError(.invalidParameter, "The sign-up form has no field of that name") }
            attributes.append(name, text)
        }
        return attributes
    }
}
