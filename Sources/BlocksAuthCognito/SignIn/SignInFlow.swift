// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// One step of a sign-in as a pure value: Cognito's replies and the user's answer go in, the next action comes out.
///
/// It does no I/O and reads no clock. A value lives for one request; between requests the envelope carries what has to be remembered.
/// What can't be answered is `.fail`, whatever the state, since everything comes from outside.
struct SignInFlow: Sendable {
    /// What the caller has to do next.
    enum Action: Sendable {
        /// Ask Cognito for a secret and hand the answer to `received(secret:)`.
        case associateSoftwareToken(session: Secret<String>)
        /// Let Cognito check the first code of an authenticator app and hand the answer to `received(verification:)`.
        case verifySoftwareToken(VerifySoftwareTokenInput)
        /// Answer the challenge and hand the reply to `received(_:)`.
        case respond(RespondToAuthChallengeInput)
        /// Tell the client what is asked for; the envelope comes back with the answer.
        case next(SignInNextStep.Kind, ChallengeEnvelope)
        /// Begin the session.
        case signedIn(AuthTokens)
        /// Give up.
        case fail(ApiError)
    }

    /// What is waited for.
    enum State: Sendable {
        /// Cognito's reply to the start or to an answer.
        case waitingForReply
        /// A secret for an authenticator app.
        case waitingForSecret(ChallengeEnvelope)
        /// The verdict on that app's first code.
        case waitingForVerification(ChallengeEnvelope)
        /// Nothing more.
        case finished
    }

    var state = State.waitingForReply
    /// The name to send with answers.
    var username: String
    /// Whether the sign-in began with `USER_AUTH` and is not setting up a second factor.
    var isUserAuth: Bool
    /// Whether a code by e-mail would be the first factor: nothing but the name, or the choice of a factor, was given so far.
    var isFirstFactor: Bool
    /// What goes along with an answer.
    var options = ConfirmSignInOptions()

    /// A sign-in whose start was just sent.
    init(starting username: String, isUserAuth: Bool, sentPassword: Bool) {
        self.username = username
        self.isUserAuth = isUserAuth
        self.isFirstFactor = isUserAuth && !sentPassword
    }

    /// A sign-in that goes on with an answer to `envelope`.
    init(resuming envelope: ChallengeEnvelope, options: ConfirmSignInOptions) {
        self.username = envelope.username
        self.isUserAuth = envelope.isUserAuth
        self.isFirstFactor = envelope.isUserAuth && envelope.name == .selectChallenge && !envelope.awaitingPassword
        self.options = options
    }

    /// Cognito replied to the start or to an answer.
    mutating func received(_ output: AuthOutput) -> Action {
        guard case .waitingForReply = state else { return outOfOrder() }
        switch output {
        case .tokens(let tokens):
            state = .finished
            return .signedIn(tokens)
        case .challenge(let challenge):
            return step(for: challenge)
        }
    }

    /// Cognito made a secret for an authenticator app.
    mutating func received(secret output: AssociateSoftwareTokenOutput) -> Action {
        guard case .waitingForSecret(var envelope) = state else { return outOfOrder() }
        state = .finished
        guard let secret = output.secretCode else { return .fail(.unavailable(cause: TokenError(.malformed))) }
        if let session = output.session { envelope.cognitoSession = session }
        envelope.sharedSecret = secret
        envelope.isUserAuth = false
        return .next(.totpSetup(sharedSecret: secret.withExposed { $0 }), envelope)
    }

    /// Cognito judged the first code of an authenticator app (known weakness A12: `ERROR` is a wrong code).
    mutating func received(verification output: VerifySoftwareTokenOutput) -> Action {
        guard case .waitingForVerification(let envelope) = state else { return outOfOrder() }
        guard output.succeeded else {
            state = .finished
            return .fail(ApiError(.codeMismatch, "Invalid code"))
        }
        state = .waitingForReply
        isUserAuth = false
        isFirstFactor = false
        return .respond(response(.mfaSetup, output.session ?? envelope.cognitoSession, [:]))
    }

    /// The answer to a challenge of this sign-in, with the user name that Cognito wants in it.
    func response(
        _ name: ChallengeName, _ session: Secret<String>, _ answers: [String: Secret<String>]
    ) -> RespondToAuthChallengeInput {
        RespondToAuthChallengeInput(
            challengeName: name, session: session,
            challengeResponses: answers.merging(["USERNAME": Secret(username)]) { answer, _ in answer },
            clientMetadata: options.clientMetadata ?? [:])
    }

    private mutating func outOfOrder() -> Action {
        state = .finished
        return .fail(.invalidChallengeSession())
    }
}
