// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// `CUSTOM_AUTH`: the application defines the challenges, makes them and judges the answers.
///
/// Names that are nobody's go through the same steps, with `userNotFound` in each event, and never get tokens: as in pools that don't tell
/// who exists. Whether a user has confirmed is told to who has met the challenges. An answer uses its session up whatever comes of it; the application decides whether another challenge follows.
extension LocalUserPool {
    /// Starts a custom sign-in, with a proof of the password first where the client sends `CHALLENGE_NAME` `SRP_A`.
    func startCustomSignIn(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        guard isHandled(.defineAuthChallenge) else { throw .noCustomAuth }
        guard let identifier = input.parameters["USERNAME"]?.withExposed({ $0 }) else {
            throw .invalidParameter("Missing required parameter USERNAME")
        }
        guard identifier.utf8.count <= Self.maximumIdentifierLength else { throw .invalidParameter("Invalid USERNAME") }
        let name = username(for: identifier)
        let user = name.flatMap { state.users[$0] }
        // Made for everyone, so that the time does not tell who exists.
        let decoy = try decoy(for: identifier)
        let subject = CustomSubject(
            username: name ?? identifier, userSub: user?.userSub ?? decoy.userSub,
            device: try device(in: input.parameters))
        guard input.parameters["CHALLENGE_NAME"]?.withExposed({ $0 == "SRP_A" }) == true else {
            return try await advance(subject, [], [:])
        }
        let clientValue = try Self.checked(input.parameters["SRP_A"])
        let results = [ChallengeResult(challengeName: "SRP_A", challengeResult: true)]
        return try await advance(subject, results, [:], clientValue: Secret(clientValue))
    }

    /// Goes on with a custom sign-in after the answer to one of its challenges.
    func continueCustomSignIn(
        _ input: RespondToAuthChallengeInput, _ pending: PendingChallenge, _ progress: CustomProgress
    ) async throws(AWSError) -> AuthOutput {
        guard pending.name == input.challengeName, now.milliseconds < pending.expires, isFor(pending, input) else {
            throw .challengeExpired
        }
        let session = TokenDigest.of(input.session)
        let device = try device(in: input.challengeResponses, after: pending)
        var subject = CustomSubject(username: pending.username, userSub: pending.userSub, device: device)
        let name = pending.name.rawValue
        guard let sealed = progress.parameters else {
            let (_, user, isRight) = try judgeProof(input, session)
            guard isRight, let user else { throw try wrongPassword(of: pending.username, session) }
            try commit { next in
                next.challenges[session] = nil
                next.forgetWrongPasswords(of: pending.username)
            }
            try checkReady(user)
            subject.device.passwordWasProved = true
            let result = ChallengeResult(challengeName: name, challengeResult: true)
            return try await advance(subject, progress.results + [result], input.clientMetadata)
        }
        guard let answer = input.challengeResponses["ANSWER"] else {
            throw .invalidParameter("Missing required parameter ANSWER")
        }
        guard let parameters = sealed.open(with: input.session) else { throw .challengeExpired }
        // Used up before anyone is asked: of two answers at the same time one counts.
        try commit { $0.challenges[session] = nil }
        let isMet = try await verify(answer, parameters, subject, input.clientMetadata)
        let result = ChallengeResult(
            challengeName: name, challengeResult: isMet, challengeMetadata: progress.metadata)
        return try await advance(subject, progress.results + [result], input.clientMetadata)
    }

    /// Asks what comes next, and does it.
    private func advance(
        _ subject: CustomSubject, _ results: [ChallengeResult], _ metadata: [String: String],
        clientValue: Secret<String>? = nil
    ) async throws(AWSError) -> AuthOutput {
        guard results.count <= CustomProgress.limit else { throw .incorrectCredentials }
        let before = user(of: subject)
        let request = DefineAuthChallenge.Request(
            userAttributes: before.map(eventAttributes) ?? [:], session: results, clientMetadata: metadata,
            userNotFound: before == nil)
        let next = try await ask(
            .defineAuthChallenge, Self.occasion, subject.username, request, DefineAuthChallenge.Response())
        guard let next else { throw .noCustomAuth }
        if next.failAuthentication { throw .incorrectCredentials }
        if next.issueTokens {
            guard let user = user(of: subject) else { throw .incorrectCredentials }
            try checkReady(user)
            let output = try take { next throws(AWSError) in
                try finish(subject.username, user, on: subject.device, in: &next)
            }
            return try await conclude(output, Self.occasion, metadata)
        }
        switch next.challengeName {
        case ChallengeName.customChallenge.rawValue:
            return try await pose(ChallengeName.customChallenge.rawValue, subject, results, metadata)
        case ChallengeName.passwordVerifier.rawValue:
            guard let clientValue else { fallthrough }
            return try askForProof(
                of: subject.username, clientValue, on: subject.device, within: CustomProgress(results))
        default:
            throw .lambdaResponse(.defineAuthChallenge, "it names no challenge that can come next, and no end")
        }
    }

    /// Has a challenge made, and poses it.
    private func pose(
        _ name: String, _ subject: CustomSubject, _ results: [ChallengeResult], _ metadata: [String: String]
    ) async throws(AWSError) -> AuthOutput {
        let before = user(of: subject)
        let request = CreateAuthChallenge.Request(
            userAttributes: before.map(eventAttributes) ?? [:], challengeName: name, session: results,
            clientMetadata: metadata, userNotFound: before == nil)
        let challenge = try await ask(
            .createAuthChallenge, Self.occasion, subject.username, request, CreateAuthChallenge.Response())
        guard let challenge else { throw .noCustomAuth }
        let session = try newToken()
        let sealed: SealedParameters
        do {
            sealed = try SealedParameters(challenge.privateChallengeParameters, for: session, random: random)
        } catch {
            throw fault("custom challenge", error)
        }
        var pending = PendingChallenge(
            .customChallenge, username: subject.username, userSub: subject.userSub, on: subject.device, at: now)
        pending.custom = CustomProgress(results, metadata: challenge.challengeMetadata, parameters: sealed)
        try commit { [pending] in $0.challenges[TokenDigest.of(session)] = pending }
        let named = ["USERNAME": subject.userSub, "USER_ID_FOR_SRP": subject.userSub]
        return .challenge(
            AuthChallenge(
                name: .customChallenge, session: session,
                parameters: challenge.publicChallengeParameters.merging(named) { $1 }))
    }

    /// Whether the application takes the answer; nobody's answer is right.
    private func verify(
        _ answer: Secret<String>, _ parameters: [String: Secret<String>], _ subject: CustomSubject,
        _ metadata: [String: String]
    ) async throws(AWSError) -> Bool {
        let before = user(of: subject)
        let request = VerifyAuthChallengeResponse.Request(
            userAttributes: before.map(eventAttributes) ?? [:], privateChallengeParameters: parameters,
            challengeAnswer: answer, clientMetadata: metadata, userNotFound: before == nil)
        let verdict = try await ask(
            .verifyAuthChallengeResponse, Self.occasion, subject.username, request,
            VerifyAuthChallengeResponse.Response())
        guard let verdict else { throw .noCustomAuth }
        return verdict.answerCorrect && before != nil
    }

    /// The user as of now; `nil` for nobody, and for one who may not sign in.
    private func user(of subject: CustomSubject) -> LocalUser? {
        state.users[subject.username].flatMap { $0.userSub == subject.userSub && !$0.disabled ? $0 : nil }
    }

    private func checkReady(_ user: LocalUser) throws(AWSError) {
        guard user.confirmed else {
            throw configuration.concealsTakenNames ? .incorrectCredentials : .userNotConfirmed
        }
        guard !user.mustReset else { throw .passwordResetRequired }
    }

    private static let occasion = "Authentication"
}

/// Who signs in, or nobody under that name.
struct CustomSubject: Sendable {
    let username: String
    /// Tells the user from a later one of the same name.
    let userSub: String
    /// What is known of the device by now.
    var device: ClientDevice
}

extension AWSError {
    fileprivate static let noCustomAuth = AWSError.invalidParameter(
        "Custom auth lambda trigger is not configured for the user pool.")
}
