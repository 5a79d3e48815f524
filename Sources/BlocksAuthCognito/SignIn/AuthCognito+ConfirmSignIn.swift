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
            var flow = SignInFlow(resuming: envelope, options: options)
            return try await run(&flow, flow.answered(response.value, to: envelope), context)
        }
    }

    /// Opens the handle of a next step.
    func openEnvelope(_ session: String) async throws -> ChallengeEnvelope {
        let secret = try await sessions.secrets.secret()
        guard let envelope = ChallengeEnvelope(sealed: session, secret: secret, now: clock.now()) else {
            throw ApiError.invalidChallengeSession()
        }
        return envelope
    }

    /// Does what the machine asks for until there is something to tell the client.
    func run(_ flow: inout SignInFlow, _ first: SignInFlow.Action, _ context: BlocksContext) async throws
        -> SignInResult
    {
        var action = first
        while true {
            switch action {
            case .respond(let input):
                action = flow.received(try await service.respondToAuthChallenge(input))
            case .associateSoftwareToken(let session):
                action = flow.received(secret: try await service.associateSoftwareToken(.session(session)))
            case .verifySoftwareToken(let input):
                action = flow.received(verification: try await service.verifySoftwareToken(input))
            case .next(let kind, let envelope):
                let secret = try await sessions.secrets.secret()
                let end = clock.now().adding(seconds: ChallengeEnvelope.lifetimeSeconds)
                return .continueSignIn(
                    SignInNextStep(kind: kind, session: try envelope.sealed(with: secret, expires: end)))
            case .signedIn(let tokens): return .signedIn(try await sessions.begin(tokens, context))
            case .fail(let error): throw error
            }
        }
    }
}
