// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Answers the challenge of a sign-in; `session` is the handle of its next step.
    ///
    /// Throws `ExpiredCodeException` "Invalid session" for a handle that is not ours or too old. After a retriable error the same handle
    /// may be used again with corrected input; after any other the sign-in starts over.
    public func confirmSignIn(
        _ session: String, _ response: ChallengeResponse, context: BlocksContext,
        options: ConfirmSignInOptions = .init()
    ) async throws -> SignInResult {
        try await mapped {
            let envelope = try await openEnvelope(session)
            return try await attempt(
                envelope.attempt, on: envelope.account, context, staysCounted: { $0.staysCounted }
            ) {
                try await answer(envelope, response, context, options)
            }
        }
    }

    private func answer(
        _ envelope: ChallengeEnvelope, _ response: ChallengeResponse, _ context: BlocksContext,
        _ options: ConfirmSignInOptions
    ) async throws -> SignInResult {
        let names = [envelope.username, envelope.typedName].compactMap { $0 }
        var flow = SignInFlow(
            resuming: envelope, options: options, try await circumstances(names, context, options.encodedData))
        return try await run(&flow, flow.answered(response.value, to: envelope), context)
    }

    /// Opens the handle of a next step.
    func openEnvelope(_ session: String) async throws -> ChallengeEnvelope {
        let now = clock.now()
        let envelope = try await sessions.secrets.opening {
            ChallengeEnvelope(sealed: session, keys: $0, block: fullID, now: now)
        }
        guard let envelope else { throw ApiError.invalidChallengeSession() }
        return envelope
    }
}
