// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension AuthForms {
    /// What a failed action leads to; failures are part of the state, not errors of the call (spec auth-state-machine §9).
    ///
    /// A retriable failure carries no actions: the client keeps the form that it shows, with its hidden handle, and shows the text. Any
    /// other leads back to the forms of whoever is signed in (known weakness M1), or to the ones before sign-in.
    func failed(_ error: ApiError, user: CognitoUser?) -> AuthState {
        guard !error.retriable else { return kept(error) }
        var state = user.map(signedIn) ?? signedOut
        (state.error, state.errorName) = Self.texts(of: error)
        return state
    }

    /// The form that the client shows stays, with the text of `error`.
    func kept(_ error: ApiError) -> AuthState {
        let (text, name) = Self.texts(of: error)
        return AuthState(.signedOut, actions: [], error: text, retriable: true, errorName: name)
    }

    /// Text and name of `error`; `nil` where there is nothing to say.
    private static func texts(of error: ApiError) -> (text: String?, name: String?) {
        (
            error.message.isEmpty ? nil : error.message,
            error.name.isEmpty || error.name == ApiError.defaultName ? nil : error.name
        )
    }

    /// The answer to an action that does not exist.
    func unknownAction(_ name: String) -> AuthState {
        var state = signedOut
        state.error = "Unknown action: \(name)"
        return state
    }
}
