// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension AuthForms {
    /// What a failed action leads to; failures are part of the state, not errors of the call (spec auth-state-machine §9).
    ///
    /// A retriable failure carries no actions: the client keeps the form that it shows, with its hidden handle, and shows the text. Any
    /// other leads back to the forms of whoever is signed in (known weakness M1), or to the ones before sign-in.
    func failed(_ error: ApiError, user: CognitoUser?) -> AuthState {
        let text = error.message.isEmpty ? nil : error.message
        let name = error.name.isEmpty || error.name == ApiError.defaultName ? nil : error.name
        if error.retriable {
            return AuthState(.signedOut, actions: [], error: text, retriable: true, errorName: name)
        }
        var state = user.map(signedIn) ?? signedOut
        state.error = text
        state.errorName = name
        return state
    }

    /// The answer to an action that does not exist.
    func unknownAction(_ name: String) -> AuthState {
        var state = signedOut
        state.error = "Unknown action: \(name)"
        return state
    }
}
