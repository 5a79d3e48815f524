// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

extension AuthCognito {
    /// The namespace that client libraries render forms from: `getAuthState()` and `setAuthState(input)`.
    public func createApi() -> ApiNamespace {
        ApiNamespace(fullID: fullID + "-api") {
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
        } catch {
            guard let error = ErrorMapping.apiError(for: error) else { throw error }
            // The error becomes part of a state, so the dispatcher never sees it.
            context.logCause(of: error, operation: fullID + "-api.setAuthState")
            return error.retriable ? forms.failed(error, user: nil) : try await state(after: error, context)
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
            try await resendSignUpCode(username, context: context)
            return forms.confirmingSignUp(username)
        case "resetPassword":
            let username = try input.text("username")
            _ = try await resetPassword(username, context: context)
            return forms.confirmingPasswordReset(username)
        case "confirmResetPassword":
            try await confirmResetPassword(
                try input.text("username"), try input.text("code"), try input.text("newPassword"),
                context: context)
            return forms.signedOut
        case "signInWithPasskey":
            let call = SignInOptions(preferredChallenge: .webAuthn)
            return state(after: try await signIn(try input.text("username"), "", context: context, options: call))
        case "confirmSignIn":
            return state(after: try await submitAnswer(input, context))
        case "signOut":
            try await signOut(context)
            return forms.signedOut
        default:
            return try await performOnPasskeys(input, context) ?? forms.unknownAction(input.actionText)
        }
    }

    /// Where the user stands after a failure.
    ///
    /// While that can't be told, the client keeps the form that it shows: sending it again leads further than forms for somebody who
    /// might be signed in after all.
    private func state(after error: ApiError, _ context: BlocksContext) async throws -> AuthState {
        do {
            return forms.failed(error, user: try await getCurrentUser(context))
        } catch let second as ApiError {
            context.logCause(of: second, operation: fullID + "-api.setAuthState")
            return forms.kept(error)
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
        let username = try input.text("username")
        let password = forms.asksPassword ? try input.text("password") : ""
        var call = SignInOptions()
        if options.authFlowType == .userAuth, options.preferredChallenge == nil, !password.isEmpty {
            call.preferredChallenge = .password
        }
        return try await signIn(username, password, context: context, options: call)
    }

    /// The member that holds the answer is named by `challenge`, never guessed.
    ///
    /// A handle that is missing is one that is not ours.
    private func submitAnswer(_ input: AuthActionInput, _ context: BlocksContext) async throws -> SignInResult {
        let session = input["session"] ?? ""
        _ = try await openEnvelope(session)
        let fields = [
            "code": "code", "totpSetup": "code", "newPassword": "newPassword", "mfaType": "mfaType", "email": "email",
            "password": "password", "firstFactor": "firstFactor", "webauthn": "credential",
            "custom": "answer",
        ]
        let field = input["challenge"].flatMap { fields[$0] }
        let answer = try field.map { name throws(ApiError) in try input.text(name) } ?? ""
        var call = ConfirmSignInOptions()
        if field == "newPassword" {
            call.userAttributes = try attributes(of: input, besides: ["action", "session", "challenge", "newPassword"])
                .pairs.reduce(into: [:]) { $0[$1.name.name] = $1.value }
        }
        return try await confirmSignIn(session, ChallengeResponse(answer), context: context, options: call)
    }

    private func submitSignUp(_ input: AuthActionInput, _ context: BlocksContext) async throws -> AuthState {
        let (username, password) = (try input.text("username"), try input.text("password"))
        let attributes = try attributes(of: input, besides: ["action", "username", "password", "autoSignIn"])
        let call = SignUpOptions<Pool>(attributes: attributes, autoSignIn: input["autoSignIn"] != "false")
        let result = try await signUp(username, password, options: call, context: context)
        guard result.isSignUpComplete else { return forms.confirmingSignUp(username) }
        // Nothing is left to confirm: no code was sent (known weakness M8).
        return call.autoSignIn ? forms.continuingToSignIn(username) : forms.signedOut
    }

    /// The attributes of a form: standard and declared names; everything else but `known` is refused (known weakness M10).
    private func attributes(
        of input: AuthActionInput, besides known: Set<String>
    ) throws(ApiError) -> AttributeValues<Pool> {
        var attributes = AttributeValues<Pool>()
        for (field, value) in input.others(than: known) where !value.isNull {
            guard let text = value.string, forms.acceptsAttribute(field),
                let name = AttributeName<Pool>(wireName: field)
            else { throw ApiError(.invalidParameter, "The form has no field of that name") }
            attributes.append(name, text)
        }
        return attributes
    }
}
