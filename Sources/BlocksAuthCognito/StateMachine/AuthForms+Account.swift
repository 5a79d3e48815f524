// SPDX-License-Identifier: Apache-2.0

extension AuthForms {
    /// An account that waits for its code.
    func confirmingSignUp(_ username: String) -> AuthState {
        let name = AuthField.hiddenUsername(username)
        return AuthState(
            .confirmingSignUp,
            actions: [
                AuthAction(
                    "confirmSignUp", "Confirm Account", fields: [name, AuthField("code", "Verification Code", .text)]),
                AuthAction("resendSignUpCode", "Resend Code", fields: [name]),
            ])
    }

    /// A confirmed account about to be signed in.
    ///
    /// Clients submit a single `autoSignIn` action at once, so there must be no other.
    func continuingToSignIn(_ username: String) -> AuthState {
        AuthState(
            .confirmingSignUp,
            actions: [AuthAction("autoSignIn", "Continue", fields: [.hiddenUsername(username)])])
    }

    /// A new password that waits for its code.
    func confirmingPasswordReset(_ username: String) -> AuthState {
        AuthState(
            .confirmingPasswordReset,
            actions: [
                AuthAction(
                    "confirmResetPassword", "Reset Password",
                    fields: [
                        .hiddenUsername(username), AuthField("code", "Reset Code", .text),
                        AuthField("newPassword", "New Password", .password),
                    ])
            ])
    }

    /// Somebody is signed in.
    func signedIn(_ user: CognitoUser) -> AuthState {
        var actions = [AuthAction("signOut", "Sign Out")]
        if passkeys {
            actions.append(Self.startPasskeyRegistration)
            actions.append(AuthAction("listPasskeys", "Manage passkeys"))
        }
        return AuthState(.signedIn, user: user, actions: actions)
    }
}
