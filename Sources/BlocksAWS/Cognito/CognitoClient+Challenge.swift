// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Challenges and authenticator apps.
extension CognitoClient {
    /// Answers a challenge (`RespondToAuthChallenge`); never repeated once it may have reached Cognito, which counts failed attempts.
    public func respondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput {
        let answer = try await clientSecret.proving { () async throws(AWSError) in
            let responses = try await clientSecret.adding(
                to: input.challengeResponses, for: input.challengeResponses["USERNAME"], clientID: pool.clientID)
            return try await client.call(.once("RespondToAuthChallenge")) { writer in
                writer.member("ClientId", pool.clientID)
                writer.respond(input, responses)
                writer.member("UserContextData", input.userContext)
            }
        }
        return AuthOutput(answer)
    }

    /// Makes a secret for an authenticator app (`AssociateSoftwareToken`); once, since each call replaces the secret.
    public func associateSoftwareToken(
        _ authority: SoftwareTokenAuthority
    ) async throws(AWSError) -> AssociateSoftwareTokenOutput {
        let answer = try await client.call(.once("AssociateSoftwareToken")) { writer in writer.authority(authority) }
        return AssociateSoftwareTokenOutput(secretCode: answer.secret("SecretCode"), session: answer.secret("Session"))
    }

    /// Checks the first code of an authenticator app (`VerifySoftwareToken`); once, since a code counts once.
    public func verifySoftwareToken(
        _ input: VerifySoftwareTokenInput
    ) async throws(AWSError) -> VerifySoftwareTokenOutput {
        let answer = try await client.call(.once("VerifySoftwareToken")) { writer in
            writer.authority(input.authority)
            writer.member("UserCode", input.userCode)
            if let name = input.friendlyDeviceName { writer.member("FriendlyDeviceName", name) }
        }
        let succeeded = answer["Status"]?.stringEquals("SUCCESS") ?? false
        return VerifySoftwareTokenOutput(succeeded: succeeded, session: answer.secret("Session"))
    }
}

extension JSONWriter {
    fileprivate mutating func authority(_ authority: SoftwareTokenAuthority) {
        switch authority {
        case .session(let session): member("Session", session)
        case .accessToken(let token): member("AccessToken", token)
        }
    }
}
