// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Sign-in by signed calls.
extension CognitoAdminClient {
    /// Starts a sign-in (`AdminInitiateAuth`); once, since Cognito counts failed attempts.
    public func adminInitiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        let answer = try await clientSecret.proving { () async throws(AWSError) in
            let parameters = try await clientSecret.adding(
                to: input.parameters, for: input.parameters["USERNAME"], clientID: pool.clientID)
            return try await client.call(.once("AdminInitiateAuth")) { writer in
                writer.member("UserPoolId", pool.userPoolID)
                writer.member("ClientId", pool.clientID)
                writer.initiateAuth(input, parameters)
                writer.contextData(input.userContext)
            }
        }
        return AuthOutput(answer)
    }

    /// Answers a challenge (`AdminRespondToAuthChallenge`); once, since Cognito counts failed attempts.
    public func adminRespondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput {
        let answer = try await clientSecret.proving { () async throws(AWSError) in
            let responses = try await clientSecret.adding(
                to: input.challengeResponses, for: input.challengeResponses["USERNAME"], clientID: pool.clientID)
            return try await client.call(.once("AdminRespondToAuthChallenge")) { writer in
                writer.member("UserPoolId", pool.userPoolID)
                writer.member("ClientId", pool.clientID)
                writer.respond(input, responses)
                writer.contextData(input.userContext)
            }
        }
        return AuthOutput(answer)
    }
}
