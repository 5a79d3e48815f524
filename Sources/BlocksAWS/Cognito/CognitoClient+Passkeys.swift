// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The signed-in user's passkeys.
extension CognitoClient {
    /// Begins to register a passkey (`StartWebAuthnRegistration`).
    ///
    /// Returns the `CredentialCreationOptions` for the browser; an empty object when the answer has none.
    public func startWebAuthnRegistration(accessToken: Secret<String>) async throws(AWSError) -> JSONValue {
        let answer = try await client.call(.idempotent("StartWebAuthnRegistration")) {
            $0.member("AccessToken", accessToken)
        }
        return answer["CredentialCreationOptions"]?.value ?? .object([:])
    }

    /// Registers the passkey that the browser made (`CompleteWebAuthnRegistration`); once, since its challenge counts once.
    public func completeWebAuthnRegistration(_ input: CompleteWebAuthnRegistrationInput) async throws(AWSError) {
        _ = try await client.call(.once("CompleteWebAuthnRegistration")) { writer in
            writer.member("AccessToken", input.accessToken)
            writer.key("Credential")
            writer.value(input.credential)
        }
    }

    /// One page of the user's passkeys (`ListWebAuthnCredentials`).
    public func listWebAuthnCredentials(
        _ input: ListWebAuthnCredentialsInput
    ) async throws(AWSError) -> ListWebAuthnCredentialsOutput {
        let answer = try await client.call(.idempotent("ListWebAuthnCredentials")) { writer in
            writer.member("AccessToken", input.accessToken)
            if let maximum = input.maxResults {
                writer.key("MaxResults")
                writer.int(maximum)
            }
            if let token = input.nextToken { writer.member("NextToken", token) }
        }
        return ListWebAuthnCredentialsOutput(
            credentials: answer["Credentials"]?.elements.compactMap { WebAuthnCredential($0) } ?? [],
            nextToken: answer["NextToken"]?.string)
    }

    /// Removes a passkey (`DeleteWebAuthnCredential`); once, since a second call would find none.
    public func deleteWebAuthnCredential(accessToken: Secret<String>, credentialID: String) async throws(AWSError) {
        _ = try await client.call(.once("DeleteWebAuthnCredential")) { writer in
            writer.member("AccessToken", accessToken)
            writer.member("CredentialId", credentialID)
        }
    }
}

extension WebAuthnCredential {
    fileprivate init?(_ credential: JSONView) {
        guard let id = credential["CredentialId"]?.string else { return nil }
        self.init(
            credentialID: id, friendlyName: credential["FriendlyCredentialName"]?.string,
            relyingPartyID: credential["RelyingPartyId"]?.string ?? "",
            authenticatorAttachment: credential["AuthenticatorAttachment"]?.string,
            transports: credential["AuthenticatorTransports"]?.elements.compactMap(\.string) ?? [],
            createdAt: Timestamp(credential["CreatedAt"]))
    }
}
