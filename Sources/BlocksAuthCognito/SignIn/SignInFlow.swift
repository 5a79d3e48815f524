// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// One step of a sign-in as a pure value: Cognito's replies and the user's answer go in, the next action comes out.
///
/// It does no I/O, draws nothing at random and reads no clock. A value lives for one request; between requests the envelope carries
/// what has to be remembered. What can't be answered is `.fail`, whatever the state, since everything comes from outside; and each
/// challenge that is answered without the user is answered once, so that no reply of Cognito's makes it go round in circles.
struct SignInFlow: Sendable {
    /// What the caller has to do next.
    enum Action: Sendable {
        /// Start the sign-in and hand the reply to `received(_:)`.
        case initiate(InitiateAuthInput)
        /// Draw a private value for a proof by SRP and hand it to `received(client:)`.
        case drawClient
        /// Compute a proof and hand it to `received(proof:)`.
        case prove(ProofRequest)
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
        /// The private value of a proof.
        case waitingForClient(ClientUse)
        /// A proof.
        case waitingForProof(PendingProof)
        /// Cognito's reply to the start or to an answer.
        case waitingForReply
        /// A secret for an authenticator app.
        case waitingForSecret(ChallengeEnvelope)
        /// The verdict on that app's first code.
        case waitingForVerification(ChallengeEnvelope)
        /// Nothing more.
        case finished
    }

    /// What holds for the whole sign-in, whichever request it is in.
    struct Circumstances: Sendable {
        /// The pool's id, which proofs of passwords are bound to.
        var userPoolID: String
        /// Whether the password is proved by SRP where Cognito leaves the choice.
        var prefersSRP = false
        /// Whether a user who has yet to confirm reads what a wrong password does.
        var concealsUnconfirmed = false
        /// The device of the browser, if it is one of this user's.
        var device: RememberedDevice?
        /// Where the request came from; `nil` to say nothing.
        var userContext: UserContext?
    }

    var state = State.waitingForReply
    /// The name to send with answers.
    var username: String
    /// The name that the user typed.
    let typedName: String
    /// Whether the sign-in began with `USER_AUTH` and is not setting up a second factor.
    var isUserAuth: Bool
    /// Whether a code by e-mail would be the first factor: nothing but the name, or the choice of a factor, was given so far.
    var isFirstFactor: Bool
    /// What goes along with an answer.
    var options = ConfirmSignInOptions()
    var circumstances: Circumstances
    /// What the sign-in started with, if it did in this request.
    let begin: Start?
    /// The password, once it was given in this request.
    var password: Secret<String>?
    /// The private value of proofs, once one was needed.
    var client: SRPClient?
    /// The challenge that was answered last; `nil` before the first answer.
    var answered: ChallengeName?
    /// The challenges that were answered without the user.
    var silent: Set<ChallengeName> = []
    /// Whether Cognito did not accept the device, which is no use any more then.
    var refusedDevice = false

    /// A sign-in that is about to start.
    init(starting begin: Start, _ circumstances: Circumstances) {
        self.begin = begin
        self.circumstances = circumstances
        self.username = begin.username
        self.typedName = begin.username
        self.isUserAuth = begin.flow == .userAuth
        self.isFirstFactor = isUserAuth && !begin.sendsPassword && !begin.needsClient
        self.password = begin.password
        self.options.clientMetadata = begin.clientMetadata
    }

    /// A sign-in that goes on with an answer to `envelope`.
    init(resuming envelope: ChallengeEnvelope, options: ConfirmSignInOptions, _ circumstances: Circumstances) {
        self.begin = nil
        self.circumstances = circumstances
        self.username = envelope.username
        self.typedName = envelope.typedName ?? envelope.username
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
        isUserAuth = false
        isFirstFactor = false
        return respond(.mfaSetup, output.session ?? envelope.cognitoSession, [:])
    }

    /// Answers a challenge of this sign-in, with the user name that Cognito wants in it.
    mutating func respond(
        _ name: ChallengeName, _ session: Secret<String>, _ answers: [String: Secret<String>]
    ) -> Action {
        state = .waitingForReply
        answered = name
        var answers = answers
        answers["USERNAME"] = Secret(username)
        if Self.namesDevice.contains(name), let device = circumstances.device {
            answers["DEVICE_KEY"] = Secret(device.deviceKey)
        }
        return .respond(
            RespondToAuthChallengeInput(
                challengeName: name, session: session, challengeResponses: answers,
                clientMetadata: options.clientMetadata ?? [:], userContext: circumstances.userContext))
    }

    /// The answers that name the device, if there is one.
    private static let namesDevice: Set<ChallengeName> = [
        .passwordVerifier, .customChallenge, .deviceSRPAuth, .devicePasswordVerifier,
    ]

    mutating func outOfOrder() -> Action {
        state = .finished
        return .fail(.invalidChallengeSession())
    }
}
