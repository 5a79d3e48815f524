// SPDX-License-Identifier: Apache-2.0

/// The forms of a signed-in user's passkeys (spec auth-state-machine §7).
extension AuthForms {
    static let startPasskeyRegistration = AuthAction("startPasskeyRegistration", "Add a passkey to this device")

    /// A passkey that the browser is about to make: always exactly one action.
    func registeringPasskey(_ user: CognitoUser, _ registration: PasskeyRegistration) -> AuthState {
        let fields = [
            AuthField.hidden(
                "credentialCreationOptions", "Credential Creation Options", registration.credentialCreationOptions),
            AuthField.hidden("credential", "Credential", nil),
        ]
        let action = AuthAction(
            "completePasskeyRegistration", "Register passkey", capability: .webAuthnCreate, fields: fields)
        return AuthState(.signedIn, user: user, actions: [action])
    }

    /// The passkeys that there are, each to delete.
    func managingPasskeys(_ user: CognitoUser, _ passkeys: [PasskeyDescription]) -> AuthState {
        let deletions = passkeys.map { passkey in
            AuthAction(
                "deletePasskey", Self.label(of: passkey),
                fields: [.hidden("credentialId", "Credential ID", passkey.credentialId)])
        }
        let others = [Self.startPasskeyRegistration, AuthAction("signOut", "Sign Out")]
        return AuthState(.signedIn, user: user, actions: deletions + others)
    }

    private static func label(of passkey: PasskeyDescription) -> String {
        guard let name = passkey.friendlyName, !name.isEmpty else {
            return "Delete passkey \(passkey.credentialId.prefix(8))…"
        }
        return "Delete: \(name)"
    }
}
