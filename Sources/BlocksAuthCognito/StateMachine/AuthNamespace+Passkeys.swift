// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension AuthCognito {
    /// Does what the forms of passkeys ask for; all but the first lead to the list.
    ///
    /// `nil` for an action of another name.
    func performOnPasskeys(_ input: AuthActionInput, _ context: BlocksContext) async throws -> AuthState? {
        switch input.action {
        case "startPasskeyRegistration":
            let user = try await requireAuth(context)
            return forms.registeringPasskey(user, try await startPasskeyRegistration(context))
        case "completePasskeyRegistration":
            let user = try await requireAuth(context)
            _ = try await completePasskeyRegistration(context, try input.text("credential"))
            return forms.managingPasskeys(user, try await listPasskeys(context))
        case "listPasskeys":
            let user = try await requireAuth(context)
            return forms.managingPasskeys(user, try await listPasskeys(context))
        case "deletePasskey":
            let user = try await requireAuth(context)
            try await deletePasskey(context, try input.text("credentialId"))
            return forms.managingPasskeys(user, try await listPasskeys(context))
        default: return nil
        }
    }
}
