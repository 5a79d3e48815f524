// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// What is tried; each kind has a limit of its own.
enum AttemptKind: String, Sendable, CaseIterable {
    /// A password, in a sign-in or to change it.
    case signIn
    /// A code or another answer to a challenge.
    case code
    /// Something that makes Cognito send a message.
    case message

    /// Whether a success counts too: a message is a burden to whoever gets it, a right guess is none.
    var countsSuccess: Bool { self == .message }

    func limit(_ limits: AttemptLimits) -> AttemptLimits.Limit {
        switch self {
        case .signIn: limits.signIns
        case .code: limits.codes
        case .message: limits.messages
        }
    }

    /// The refusal, which is the same for every account: it tells neither whether there is one nor which of the limits it was.
    func refusal(until end: Timestamp, now: Timestamp) -> ApiError {
        let minutes = max(1, (end.milliseconds(since: now) &+ 59_999) / 60_000)
        return ApiError(
            self == .message ? .limitExceeded : .tooManyFailedAttempts,
            "Too many attempts. Please try again in \(minutes) \(minutes == 1 ? "minute" : "minutes").")
    }
}

extension ChallengeEnvelope {
    /// What an answer is: guesses of passwords count together, wherever they are asked for.
    var attempt: AttemptKind {
        switch name {
        case .password, .passwordSRP: .signIn
        case .selectChallenge where awaitingPassword: .signIn
        default: .code
        }
    }

    /// The account that the answer is for, by the name that the user typed.
    var account: String { typedName ?? username }
}

extension SignInResult {
    /// Whether it has to stay counted although it was no refusal.
    ///
    /// A message was sent, which costs the deployer and bothers who gets it, whoever has proved a password before; and after a wrong
    /// answer a pool's own triggers may well pose the next challenge.
    var staysCounted: Bool {
        guard case .continueSignIn(let step) = self else { return false }
        switch step.kind {
        case .firstFactorEmailOTP, .firstFactorSMSOTP, .emailCode, .smsCode, .custom: return true
        default: return false
        }
    }
}
