// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// Sign-in and the end of sessions.
extension CognitoClient {
    /// Starts a sign-in (`InitiateAuth`); never repeated once it may have reached Cognito, which counts failed attempts.
    public func initiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        let answer = try await client.call(.once("InitiateAuth")) { writer in
            writer.member("AuthFlow", input.flow.rawValue)
            writer.member("ClientId", pool.clientID)
            writer.key("AuthParameters")
            writer.beginObject()
            for (name, value) in input.parameters.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                value.withExposed { writer.string($0) }
            }
            writer.endObject()
            writer.clientMetadata(input.clientMetadata)
            if let session = input.session { writer.member("Session", session) }
        }
        return AuthOutput(answer)
    }

    /// Ends one refresh token and the access tokens made from it (`RevokeToken`).
    public func revokeToken(_ refreshToken: Secret<String>) async throws(AWSError) {
        _ = try await client.call(.idempotent("RevokeToken")) { writer in
            writer.member("Token", refreshToken)
            writer.member("ClientId", pool.clientID)
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

extension AuthOutput {
    /// The answer of `InitiateAuth` and its relatives: a challenge if it names one, else tokens, which may be missing.
    init(_ answer: JSONView) {
        if let name = answer["ChallengeName"]?.string, !name.isEmpty {
            var parameters: [String: String] = [:]
            if let members = answer["ChallengeParameters"]?.members {
                for member in members { parameters[member.key] = member.value.string }
            }
            self = .challenge(
                AuthChallenge(
                    name: ChallengeName(rawValue: name), session: answer.secret("Session"), parameters: parameters,
                    availableChallenges: answer["AvailableChallenges"]?.elements.compactMap(\.string) ?? []))
        } else {
            let result = answer["AuthenticationResult"]
            self = .tokens(
                AuthTokens(
                    idToken: result?.secret("IdToken"), accessToken: result?.secret("AccessToken"),
                    refreshToken: result?.secret("RefreshToken"), expiresIn: result?["ExpiresIn"]?.int))
        }
    }
}
