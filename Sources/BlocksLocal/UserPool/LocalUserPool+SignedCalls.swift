// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS

/// Signing in by calls that a server signs, which this pool takes unsigned.
extension LocalUserPool {
    /// As `initiateAuth`, with `ADMIN_USER_PASSWORD_AUTH` for a sign-in by password.
    public func adminInitiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        var input = input
        if input.flow == .adminUserPasswordAuth { input.flow = .userPasswordAuth }
        return try await initiateAuth(input)
    }

    /// As `respondToAuthChallenge`.
    public func adminRespondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput {
        try await respondToAuthChallenge(input)
    }
}
