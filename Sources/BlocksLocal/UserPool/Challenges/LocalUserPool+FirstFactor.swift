// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// `USER_AUTH`: the user, or the app, chooses the first factor (local-mode §9).
extension LocalUserPool {
    /// Starts a sign-in by the user's name alone.
    ///
    /// For names that are nobody's, and users who may not sign in yet or any more, it goes on as for a plain user, and leads nowhere.
    /// Which factors a user has shows, as in Cognito: there is no choosing among what is not named.
    func startUserAuth(
        _ name: String, _ user: LocalUser?, _ input: InitiateAuthInput
    ) throws(AWSError) -> AuthOutput {
        let device = try device(in: input.parameters)
        let session = input.session.map(TokenDigest.of)
        let signUp = session.flatMap { state.signUpSessions[$0] }.flatMap { $0.userSub == user?.userSub ? $0 : nil }
        // Who holds the session of the sign-up has made the account, and may know what became of it.
        if signUp != nil, let user, !user.confirmed, !configuration.concealsTakenNames { throw .userNotConfirmed }
        guard let user, !user.disabled, user.confirmed, !user.mustReset else {
            return try pretendUserAuth(name, user, input, on: device)
        }
        if let session, let signUp, signUp.confirmed, now.milliseconds < signUp.expires {
            // The code of the sign-up was a first factor; the session that remembers it works once.
            return try take { next throws(AWSError) in
                next.signUpSessions[session] = nil
                return try afterFirstFactor(name, user, on: device, in: &next)
            }
        }
        let available = firstFactors(of: user)
        if let preferred = input.parameters["PREFERRED_CHALLENGE"] {
            let (factor, password) = (preferred.withExposed { $0 }, input.parameters["PASSWORD"])
            return try start(factor, name, user, password, on: device, replacing: nil)
        }
        if available.count == 1 { return try start(available[0], name, user, nil, on: device, replacing: nil) }
        let pending = PendingChallenge(
            .selectChallenge, username: name, user: user, on: device, at: now, choices: available)
        return try take { next throws(AWSError) in
            SignInStep(output: try pose(pending, offering: available, in: &next))
        }
    }

    /// Goes on with the first factor called `factor`, in place of the challenge of the session `old`.
    func start(
        _ factor: String, _ name: String, _ user: LocalUser, _ password: Secret<String>?, on device: ClientDevice,
        replacing old: String?
    ) throws(AWSError) -> AuthOutput {
        try Self.check(factor, isAmong: firstFactors(of: user))
        let pending = PendingChallenge(
            ChallengeName(rawValue: factor), username: name, user: user, on: device, at: now)
        if factor == ChallengeName.password.rawValue, let password {
            try checkAttempts(name)
            guard try matches(password, user) else { throw try wrongPassword(of: name, old) }
            let user = try completed(user, with: password)
            return try take { next throws(AWSError) in
                if let old { next.challenges[old] = nil }
                next.users[name] = user
                next.forgetWrongPasswords(of: name)
                return try afterPassword(name, user, on: device, in: &next)
            }
        }
        return try take { next throws(AWSError) in
            if let old { next.challenges[old] = nil }
            if factor == ChallengeName.webAuthn.rawValue { return try askForPasskey(pending, user, in: &next) }
            guard let attribute = Self.addressesOfFactors[factor] else {
                return SignInStep(output: try pose(pending, in: &next))
            }
            let contact = Contact([attribute: user.attributes[attribute] ?? ""])
            return try poseCode(pending, to: contact, shown: nil, in: &next)
        }
    }

    /// The first factors that `user` may choose.
    ///
    /// A code alone signs nobody in whom the pool owes a second factor or a password of their own (known weakness L7): Cognito
    /// offers passwordless factors only where no second one is due.
    private func firstFactors(of user: LocalUser) -> [String] {
        var available = [ChallengeName.password]
        let owesMore = configuration.mfa == .required || !user.factors.enabled.isEmpty || user.hasTemporaryPassword
        if !owesMore {
            if user.isVerified("email") { available.append(.emailOTP) }
            if user.isVerified("phone_number") { available.append(.smsOTP) }
            if configuration.passkeys != nil, !user.passkeys.isEmpty { available.append(.webAuthn) }
        }
        return available.map(\.rawValue)
    }

    /// Throws `InvalidParameterException` for a factor that is not there, or not for this user.
    static func check(_ factor: String, isAmong available: [String]) throws(AWSError) {
        let known = [ChallengeName.password, .emailOTP, .smsOTP, .webAuthn].map(\.rawValue)
        guard known.contains(factor) else {
            // The answer is not repeated: what was meant for another form may be a password.
            throw .invalidParameter("USER_AUTH: unknown first factor")
        }
        guard available.contains(factor) else {
            throw .invalidParameter("USER_AUTH: first factor '\(factor)' not available for this user")
        }
    }

    static let addressesOfFactors = [
        ChallengeName.emailOTP.rawValue: "email", ChallengeName.smsOTP.rawValue: "phone_number",
    ]
}
