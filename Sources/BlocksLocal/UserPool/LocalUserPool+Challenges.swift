// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS

/// The local pool signs in with a password alone so far: it poses no challenges and enrols no authenticator apps.
extension LocalUserPool {
    /// Refuses, since no challenge was posed.
    public func respondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput {
        throw Self.noChallenges
    }

    /// Refuses.
    public func associateSoftwareToken(
        _ authority: SoftwareTokenAuthority
    ) async throws(AWSError) -> AssociateSoftwareTokenOutput {
        throw Self.noChallenges
    }

    /// Refuses.
    public func verifySoftwareToken(
        _ input: VerifySoftwareTokenInput
    ) async throws(AWSError) -> VerifySoftwareTokenOutput {
        throw Self.noChallenges
    }

    private static let noChallenges = AWSError.invalidParameter("The local user pool poses no challenges")
}
