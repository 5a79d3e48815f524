// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// `USER_AUTH` for who may not sign in: the steps of a plain user, none of which is ever met.
extension LocalUserPool {
    /// Starts a sign-in that leads nowhere, for nobody under the name `name`, or for a user who may not sign in.
    func pretendUserAuth(
        _ name: String, _ user: LocalUser?, _ input: InitiateAuthInput, on device: ClientDevice
    ) throws(AWSError) -> AuthOutput {
        let madeUp = try decoyID(for: name)
        let subject = PretendedSubject(name: name, userSub: user?.userSub ?? madeUp, user: user)
        let available = plainFactors
        let password = input.parameters["PASSWORD"]
        let preferred = input.parameters["PREFERRED_CHALLENGE"]?.withExposed { $0 }
        // A password that nobody asked for counts as well: the application may have been asked about it, to bring a user over.
        if let factor = preferred ?? password.map({ _ in ChallengeName.password.rawValue }) {
            return try pretend(factor, subject, password, on: device, replacing: nil)
        }
        if available.count == 1 { return try pretend(available[0], subject, nil, on: device, replacing: nil) }
        var pending = PendingChallenge(
            .selectChallenge, username: name, userSub: subject.userSub, on: device, at: now, choices: available)
        pending.leadsNowhere = true
        return try take { [pending] next throws(AWSError) in
            SignInStep(output: try pose(pending, offering: available, in: &next))
        }
    }

    /// Judges an answer: passwords and codes are wrong, and are counted as a user's.
    func judgePretended(
        _ pending: PendingChallenge, _ input: RespondToAuthChallengeInput
    ) throws(AWSError) -> AuthOutput {
        guard pending.name == input.challengeName, now.milliseconds < pending.expires, isFor(pending, input) else {
            throw .challengeExpired
        }
        let session = TokenDigest.of(input.session)
        let device = try device(in: input.challengeResponses, after: pending)
        let user = state.users[pending.username].flatMap { $0.userSub == pending.userSub ? $0 : nil }
        let subject = PretendedSubject(name: pending.username, userSub: pending.userSub, user: user)
        let answer = input.challengeResponses["ANSWER"]?.withExposed { $0 } ?? ""
        let password = input.challengeResponses["PASSWORD"]
        switch pending.name {
        case .selectChallenge where answer == ChallengeName.passwordSRP.rawValue:
            return try askForProof(
                of: pending.username, input.challengeResponses["SRP_A"], on: device, replacing: session)
        case .selectChallenge: return try pretend(answer, subject, password, on: device, replacing: session)
        case .password:
            throw try refusedPassword(password ?? Secret(""), subject, session)
        default:
            try checkGuesses(.factor, of: pending.userSub)
            try commit { next in
                next.countWrongAnswer(session)
                countGuess(.factor, of: pending.userSub, in: &next)
            }
            throw .codeMismatch
        }
    }

    /// Goes on with a first factor as if it could be met.
    private func pretend(
        _ factor: String, _ subject: PretendedSubject, _ password: Secret<String>?, on device: ClientDevice,
        replacing old: String?
    ) throws(AWSError) -> AuthOutput {
        try Self.check(factor, isAmong: plainFactors)
        if factor == ChallengeName.password.rawValue, let password {
            throw try refusedPassword(password, subject, old)
        }
        var pending = PendingChallenge(
            ChallengeName(rawValue: factor), username: subject.name, userSub: subject.userSub, on: device, at: now)
        pending.leadsNowhere = true
        var parameters: [String: String] = [:]
        if Self.addressesOfFactors[factor] != nil {
            let delivery = try decoyContact(for: subject.name, as: factor).delivery
            parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] = delivery.deliveryMedium ?? ""
            parameters["CODE_DELIVERY_DESTINATION"] = delivery.destination ?? ""
        }
        let sends = !parameters.isEmpty
        return try take { [pending, parameters] next throws(AWSError) in
            if let old { next.challenges[old] = nil }
            if sends {
                do { try messages.pretend() } catch { throw fault("code delivery", error) }
            }
            return SignInStep(output: try pose(pending, parameters, in: &next))
        }
    }

    /// What a password leads to: a wrong one is counted, and the right one of a user tells why it does not sign in.
    private func refusedPassword(
        _ password: Secret<String>, _ subject: PretendedSubject, _ session: String?
    ) throws(AWSError) -> AWSError {
        try checkAttempts(subject.name)
        guard try matches(password, subject.user), let user = subject.user, !user.disabled else {
            return try wrongPassword(of: subject.name, session)
        }
        if let session { try commit { $0.challenges[session] = nil } }
        if !user.confirmed { return try unconfirmed(subject.name) }
        return user.mustReset ? .passwordResetRequired : .challengeExpired
    }

    /// The first factors of a user who has a password, and has verified what users of this pool sign in with.
    private var plainFactors: [String] {
        var factors = [ChallengeName.password]
        if configuration.mfa != .required {
            if configuration.signInWith.contains(.email) { factors.append(.emailOTP) }
            if configuration.signInWith.contains(.phone) { factors.append(.smsOTP) }
        }
        return factors.map(\.rawValue)
    }

    /// Where a code of that factor would have gone.
    private func decoyContact(for name: String, as factor: String) throws(AWSError) -> Contact {
        let contact = try decoyContact(for: name)
        switch (factor, contact) {
        case (ChallengeName.emailOTP.rawValue, .email), (ChallengeName.smsOTP.rawValue, .phone): return contact
        case (ChallengeName.emailOTP.rawValue, _): return .email("x@x")
        default: return .phone("+15550100100")
        }
    }
}

/// Who seems to sign in.
private struct PretendedSubject {
    let name: String
    /// The user's, or one that is no user's.
    let userSub: String
    /// `nil` for nobody.
    let user: LocalUser?
}
