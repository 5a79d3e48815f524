// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// Sign-in and the end of sessions.
extension CognitoClient {
    /// Starts a sign-in (`InitiateAuth`); never repeated once it may have reached Cognito, which counts failed attempts.
    public func initiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        try await initiateAuth(input, provingFor: input.parameters["USERNAME"])
    }

    /// The same; the app client's proof is for `username`, `nil` for none.
    func initiateAuth(
        _ input: InitiateAuthInput, provingFor username: Secret<String>?
    ) async throws(AWSError) -> AuthOutput {
        let answer = try await clientSecret.proving { () async throws(AWSError) in
            let parameters = try await clientSecret.adding(
                to: input.parameters, for: username, clientID: pool.clientID)
            return try await client.call(.once("InitiateAuth")) { writer in
                writer.member("ClientId", pool.clientID)
                writer.initiateAuth(input, parameters)
                writer.member("UserContextData", input.userContext)
            }
        }
        return AuthOutput(answer)
    }

    /// Ends one refresh token and the access tokens made from it (`RevokeToken`).
    public func revokeToken(_ refreshToken: Secret<String>) async throws(AWSError) {
        _ = try await clientSecret.proving { () async throws(AWSError) in
            let secret = try await clientSecret?.value()
            return try await client.call(.idempotent("RevokeToken")) { writer in
                writer.member("Token", refreshToken)
                writer.member("ClientId", pool.clientID)
                if let secret { writer.member("ClientSecret", secret) }
            }
        }
    }

    /// Ends every refresh token of the user (`GlobalSignOut`); never repeated once it may have reached Cognito, since the first success
    /// makes the access token useless for a second.
    public func globalSignOut(accessToken: Secret<String>) async throws(AWSError) {
        _ = try await client.call(.once("GlobalSignOut")) { writer in
            writer.member("AccessToken", accessToken)
        }
    }
}
