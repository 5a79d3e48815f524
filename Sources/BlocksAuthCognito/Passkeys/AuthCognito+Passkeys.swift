// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

/// The signed-in user's passkeys (spec auth-methods §9).
extension AuthCognito {
    /// Begins to register a passkey; the browser makes one with the options that this returns.
    ///
    /// Throws `WebAuthnNotEnabledException`, `WebAuthnConfigurationMissingException`, `LimitExceededException` and others of Cognito's
    /// `StartWebAuthnRegistration`.
    public func startPasskeyRegistration(_ context: BlocksContext) async throws -> PasskeyRegistration {
        try await allowChange(context)
        return try await withAccessToken(context) { token in
            var writer = JSONWriter(reserving: 512)
            writer.value(try await service.startWebAuthnRegistration(accessToken: token))
            return PasskeyRegistration(credentialCreationOptions: String(decoding: writer.bytes, as: UTF8.self))
        }
    }

    /// Registers the passkey that the browser made: `credential` is the JSON text of its `PublicKeyCredential.toJSON()`.
    ///
    /// The session goes on with a new cookie. Throws `InvalidParameterException` for what is no JSON object,
    /// `WebAuthnChallengeNotFoundException`, `WebAuthnOriginNotAllowedException`, `WebAuthnRelyingPartyMismatchException`,
    /// `WebAuthnCredentialNotSupportedException` and others of Cognito's `CompleteWebAuthnRegistration`.
    public func completePasskeyRegistration(
        _ context: BlocksContext, _ credential: String
    ) async throws -> RegisteredPasskey {
        try await allowChange(context)
        let passkey = try await withAccessToken(context) { token in
            guard let value = try? JSONValue(parsing: Array(credential.utf8)), value.object != nil else {
                // Unlike other bad parameters nothing that the user could correct in a form.
                throw ApiError(
                    "credential must be valid JSON", status: 400, name: AuthErrorName.invalidParameter.rawValue)
            }
            try await service.completeWebAuthnRegistration(.init(accessToken: token, credential: value))
            return RegisteredPasskey(credentialId: value["id"]?.string ?? "")
        }
        await sessions.renewID(context)
        return passkey
    }

    /// The user's passkeys, in Cognito's order.
    public func listPasskeys(_ context: BlocksContext) async throws -> [PasskeyDescription] {
        try await Pages { pageToken in
            try await withAccessToken(context) { token in
                let page = try await service.listWebAuthnCredentials(.init(accessToken: token, nextToken: pageToken))
                return (page.credentials.map(PasskeyDescription.init), page.nextToken)
            }
        }
        .all()
    }

    /// Deletes one of the user's passkeys.
    ///
    /// The session goes on with a new cookie; so do others, even those that were begun with the passkey. Throws
    /// `ResourceNotFoundException` and others of Cognito's `DeleteWebAuthnCredential`.
    public func deletePasskey(_ context: BlocksContext, _ credentialID: String) async throws {
        try await allowChange(context)
        try await withAccessToken(context) { token in
            try await service.deleteWebAuthnCredential(accessToken: token, credentialID: credentialID)
        }
        await sessions.renewID(context)
    }
}
