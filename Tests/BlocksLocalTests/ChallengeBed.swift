// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

@testable import BlocksLocal

extension LocalUserPool {
    /// Starts a sign-in that must end in a challenge.
    func challenged(
        _ username: String, _ flow: AuthFlow = .userPasswordAuth, _ parameters: [String: String] = [:],
        session: Secret<String>? = nil
    ) async throws -> AuthChallenge {
        var sent = parameters.mapValues { Secret($0) }
        sent["USERNAME"] = Secret(username)
        if flow == .userPasswordAuth { sent["PASSWORD"] = sent["PASSWORD"] ?? password }
        return try await initiateAuth(.init(flow: flow, parameters: sent, session: session)).challenge()
    }

    /// Answers a challenge as its user.
    func answer(_ challenge: AuthChallenge, _ answers: [String: String]) async throws -> AuthOutput {
        var sent = answers.mapValues { Secret($0) }
        sent["USERNAME"] = Secret(challenge.parameters["USER_ID_FOR_SRP"] ?? "")
        return try await respondToAuthChallenge(
            .init(challengeName: challenge.name, session: challenge.session ?? Secret(""), challengeResponses: sent))
    }

    /// Sets an authenticator app up for a signed-in user, and returns its secret.
    func enrolApp(_ token: Secret<String>, at now: Timestamp) async throws -> String {
        let secret = try await associateSoftwareToken(.accessToken(token)).secretCode?.exposed ?? ""
        _ = try await verifySoftwareToken(.init(authority: .accessToken(token), userCode: Secret(appCode(secret, now))))
        return secret
    }
}

extension AuthOutput {
    func challenge() throws -> AuthChallenge {
        guard case .challenge(let challenge) = self else { throw LocalBed.BedError.noTokens }
        return challenge
    }

    func tokens() throws -> AuthTokens {
        guard case .tokens(let tokens) = self else { throw LocalBed.BedError.noTokens }
        return tokens
    }
}

/// What an authenticator app shows, `steps` away from now.
func appCode(_ secret: String, _ now: Timestamp, steps: Int64 = 0) -> String {
    TOTP.code(secret: SymmetricKey(Base32.decode(secret) ?? []), step: TOTP.step(at: now.seconds) + steps)
}
