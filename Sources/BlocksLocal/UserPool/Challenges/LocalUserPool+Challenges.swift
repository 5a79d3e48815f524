// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore

/// Answers to challenges.
extension LocalUserPool {
    /// Judges the answer to a challenge (`RespondToAuthChallenge`).
    ///
    /// A wrong answer leaves the session usable, up to three times; a right one uses it up. Throws `ExpiredCodeException` for a session
    /// that is unknown, used, too old or of another challenge, `CodeMismatchException`, `NotAuthorizedException`,
    /// `InvalidPasswordException`, `InvalidParameterException`, and `UserLambdaValidationException` when the application refuses.
    public func respondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput {
        if let pending = state.challenges[TokenDigest.of(input.session)], let progress = pending.custom {
            return try await continueCustomSignIn(input, pending, progress)
        }
        return try await conclude(try judge(input), Self.occasion(after: input.challengeName), input.clientMetadata)
    }

    private func judge(_ input: RespondToAuthChallengeInput) throws(AWSError) -> AuthOutput {
        let session = TokenDigest.of(input.session)
        if input.challengeName == .passwordVerifier { return try acceptProof(input, session) }
        if let pending = state.challenges[session], pending.leadsNowhere { return try judgePretended(pending, input) }
        let (pending, user) = try challenge(input.challengeName, of: session)
        guard isFor(pending, input) else { throw .challengeExpired }
        let device = try device(in: input.challengeResponses, after: pending)
        let answer = ChallengeAnswer(session: session, pending: pending, user: user, device: device, input: input)
        switch pending.name {
        case .smsMFA, .emailOTP, .smsOTP: return try acceptCode(answer)
        case .softwareTokenMFA: return try acceptAppCode(answer)
        case .selectMFAType: return try acceptFactor(answer)
        case .mfaSetup: return try acceptSetUp(answer)
        case .newPasswordRequired: return try acceptPassword(answer)
        case .selectChallenge, .password: return try acceptFirstFactor(answer)
        case .deviceSRPAuth: return try acceptDevice(answer)
        case .devicePasswordVerifier: return try acceptDeviceProof(answer)
        case .webAuthn: return try acceptPasskey(answer)
        default: throw .challengeExpired
        }
    }

    /// The live challenge of a session, by the session's hash.
    func challenge(_ name: ChallengeName, of session: String) throws(AWSError) -> (PendingChallenge, LocalUser) {
        guard let pending = state.challenges[session], pending.name == name, now.milliseconds < pending.expires,
            let user = state.users[pending.username], user.userSub == pending.userSub
        else { throw .challengeExpired }
        guard !user.disabled else { throw .userDisabled }
        guard user.confirmed else { throw .userNotConfirmed }
        guard !user.mustReset else { throw .passwordResetRequired }
        guard name != .newPasswordRequired || user.hasTemporaryPassword else { throw .challengeExpired }
        return (pending, user)
    }

    /// Whether an answer names the user of its challenge: by what may be typed, or by the id that SRP goes by.
    func isFor(_ pending: PendingChallenge, _ input: RespondToAuthChallengeInput) -> Bool {
        guard let given = input.challengeResponses["USERNAME"] else { return false }
        return given.withExposed { given in
            given == pending.userSub || given == pending.username || username(for: given) == pending.username
        }
    }

    /// Counts a wrong answer; the session ends with the last that is allowed.
    func countWrongAnswer(_ session: String) throws(AWSError) {
        try commit { $0.countWrongAnswer(session) }
    }

    private func acceptCode(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        try checkGuesses(.factor, of: answer.user.userSub)
        let pending = answer.pending
        let attempt = (answer[pending.name.rawValue + "_CODE"] ?? Secret("")).withExposed {
            IssuedCode(username: pending.username, code: $0, purpose: .mfa)
        }
        var code = pending.code
        let address = pending.name == .emailOTP ? "email" : "phone_number"
        let contact = Contact([address: pending.email ?? answer.user.attributes[address] ?? ""])
        guard code?.check(attempt, to: contact, at: now) == .accepted else {
            throw try wrongCode(answer)
        }
        var user = answer.user
        if let email = pending.email { try adopt(email, &user, pending.username) }
        return try signIn(answer, as: user)
    }

    private func acceptAppCode(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        try checkGuesses(.factor, of: answer.user.userSub)
        var user = answer.user
        let code = answer["SOFTWARE_TOKEN_MFA_CODE"] ?? Secret("")
        let sealer = try sealer()
        switch user.app?.check(code, for: .signIn, at: now, sealer) ?? .mismatch {
        case .accepted:
            user.app?.seal(sealer)
            return try signIn(answer, as: user)
        case .used: throw .codeUsed
        case .mismatch: throw try wrongCode(answer)
        }
    }

    /// Counts a wrong code, in the session and for the user, and returns the refusal.
    private func wrongCode(_ answer: ChallengeAnswer) throws(AWSError) -> AWSError {
        try commit { next in
            next.countWrongAnswer(answer.session)
            countGuess(.factor, of: answer.user.userSub, in: &next)
        }
        return .codeMismatch
    }

    private func acceptFactor(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        let choice = answer["ANSWER"]?.withExposed { SecondFactor(rawValue: $0) }
        guard let choice, answer.pending.choices.contains(choice.rawValue),
            enrolledFactors(of: answer.user).contains(choice)
        else { throw .invalidParameter("The chosen second factor is not among those offered") }
        return try take { next throws(AWSError) in
            next.challenges[answer.session] = nil
            return try ask(for: choice, answer.pending.username, answer.user, on: answer.device, in: &next)
        }
    }

    private func acceptFirstFactor(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        if answer["ANSWER"]?.withExposed({ $0 }) == ChallengeName.passwordSRP.rawValue {
            return try askForProof(
                of: answer.pending.username, answer["SRP_A"], on: answer.device, replacing: answer.session)
        }
        let chosen =
            answer.pending.name == .password
            ? ChallengeName.password.rawValue : (answer["ANSWER"] ?? Secret("")).withExposed { $0 }
        let password = answer["PASSWORD"] ?? (answer.pending.name == .password ? Secret("") : nil)
        return try start(
            chosen, answer.pending.username, answer.user, password, on: answer.device, replacing: answer.session)
    }

    /// Signs in whoever has met the last challenge.
    func signIn(_ answer: ChallengeAnswer, as user: LocalUser) throws(AWSError) -> AuthOutput {
        try take { next throws(AWSError) in
            next.challenges[answer.session] = nil
            next.forgetGuesses(.factor, of: user)
            next.users[answer.pending.username] = user
            return try finish(answer.pending.username, user, on: answer.device, in: &next)
        }
    }
}

/// An answer with the challenge that it is for.
struct ChallengeAnswer {
    /// The hash of the session.
    let session: String
    let pending: PendingChallenge
    let user: LocalUser
    /// What is known of the device by now.
    let device: ClientDevice
    let input: RespondToAuthChallengeInput

    subscript(_ name: String) -> Secret<String>? { input.challengeResponses[name] }
}

extension PoolState {
    /// Ends every sign-in under way of a user, whose password or other proof they may rest on no longer counts.
    mutating func endChallenges(of user: LocalUser) {
        challenges = challenges.filter { $0.value.userSub != user.userSub }
    }

    /// Counts a wrong answer; the session ends with the last that is allowed.
    mutating func countWrongAnswer(_ session: String) {
        guard var pending = challenges[session] else { return }
        challenges[session] = pending.countWrongAnswer() ? pending : nil
    }
}
