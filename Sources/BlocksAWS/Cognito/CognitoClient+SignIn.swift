// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// Sign-in and the end of sessions.
extension CognitoClient {
    /// Starts a sign-in (`InitiateAuth`); never repeated once it may have reached Cognito, which counts failed attempts.
    public func initiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        let parameters = try await clientSecret.adding(to: input.parameters, clientID: pool.clientID)
        let answer = try await client.call(.once("InitiateAuth")) { writer in
            writer.member("ClientId", pool.clientID)
            writer.initiateAuth(input, parameters)
            writer.member("UserContextData", input.userContext)
        }
        return AuthOutput(answer)
    }

    /// Ends one refresh token and the access tokens made from it (`RevokeToken`).
    public func revokeToken(_ refreshToken: Secret<String>) async throws(AWSError) {
        let secret = try await clientSecret?.value()
        _ = try await client.call(.idempotent("RevokeToken")) { writer in
            writer.member("Token", refreshToken)
            writer.member("ClientId", pool.clientID)
            if let secret { writer.member("ClientSecret", secret) }
        }
    }

    /// Ends every refresh token of the user (`GlobalSignOut`); never repeated once it may have reached Cognito, since the first success
    /// makes the access token useless for a second.
    public func globalSignOut(accessToken: Secret<String>) async throws(AWSError) {
        _ = try await client.call(.once("GlobalSignOut")) { writer in
            writer.member("AccessToken", accessToken)
        }
    }

    /// The proof that goes beside a user's name, where the app client has a secret.
    func secretHash(_ username: String) async throws(AWSError) -> Secret<String>? {
        try await clientSecret?.hash(username: username, clientID: pool.clientID)
    }
}
