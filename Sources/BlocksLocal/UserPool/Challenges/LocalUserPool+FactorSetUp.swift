// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore
import BlocksCrypto

/// Setting up second factors, while signing in or later.
extension LocalUserPool {
    /// Makes a secret for an authenticator app (`AssociateSoftwareToken`); an earlier app works on until the new one is verified.
    ///
    /// With a session, that session is used up and another takes its place. Throws `SoftwareTokenMFANotFoundException` where the pool
    /// has no authenticator apps, `ExpiredCodeException` for a session that is not one of setting up.
    public func associateSoftwareToken(
        _ authority: SoftwareTokenAuthority
    ) async throws(AWSError) -> AssociateSoftwareTokenOutput {
        let app: AuthenticatorApp
        let sealer = try sealer()
        do { app = try AuthenticatorApp(random: random, sealer: sealer) } catch {
            throw fault("authenticator app", error)
        }
        switch authority {
        case .accessToken(let token):
            var (name, user) = try owner(of: token)
            guard configuration.mfa != .off, configuration.mfaTypes.contains(.totp) else { throw .noApps }
            user.pendingApp = app
            try commit { [user] in $0.users[name] = user }
            return AssociateSoftwareTokenOutput(secretCode: app.secretCode(sealer))
        case .session(let session):
            let (digest, pending) = try appSetUp(session)
            return AssociateSoftwareTokenOutput(
                secretCode: app.secretCode(sealer), session: try replace(digest, pending, with: app))
        }
    }

    /// Checks the first code of an authenticator app (`VerifySoftwareToken`).
    ///
    /// With an access token the app becomes the user's and is switched on, preferred where nothing else is, as the reference does; with a
    /// session that happens when the challenge is answered. Throws `CodeMismatchException`, `ExpiredCodeException` for a code that was
    /// used, `SoftwareTokenMFANotFoundException` where no app is being set up.
    public func verifySoftwareToken(
        _ input: VerifySoftwareTokenInput
    ) async throws(AWSError) -> VerifySoftwareTokenOutput {
        switch input.authority {
        case .accessToken(let token):
            var (name, user) = try owner(of: token)
            guard var app = user.pendingApp ?? user.app else { throw .noAppToVerify }
            try check(input.userCode, of: &app)
            user.adopt(app)
            try commit { [user] in $0.users[name] = user }
            return VerifySoftwareTokenOutput(succeeded: true)
        case .session(let session):
            let (digest, pending) = try appSetUp(session)
            guard var app = pending.app else { throw .noAppToVerify }
            do {
                try check(input.userCode, of: &app)
            } catch {
                try countWrongAnswer(digest)
                throw error
            }
            return VerifySoftwareTokenOutput(succeeded: true, session: try replace(digest, pending, with: app))
        }
    }

    /// Goes on with a set-up: the verified app signs in, an address gets a code.
    func acceptSetUp(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        let (pending, name) = (answer.pending, answer.pending.username)
        if let app = pending.app, app.isVerified {
            var user = answer.user
            user.adopt(app)
            user.factors.preferred = .totp
            return try signIn(answer, as: user)
        }
        guard pending.choices.contains(SecondFactor.email.rawValue) else {
            throw .invalidParameter("The authenticator app has not been verified")
        }
        let address = (answer["EMAIL"] ?? Secret("")).withExposed { $0 }
        guard AttributeSchema.isEmail(address), address.unicodeScalars.count <= 2048 else {
            throw .invalidParameter("Invalid email address")
        }
        var proof = PendingChallenge(.emailOTP, username: name, user: answer.user, on: answer.device, at: now)
        proof.email = address
        return try take { [proof] next throws(AWSError) in
            next.challenges[answer.session] = nil
            return try poseCode(proof, to: .email(address), shown: nil, in: &next)
        }
    }

    /// Makes a proven address the user's, and their second factor.
    func adopt(_ email: String, _ user: inout LocalUser, _ name: String) throws(AWSError) {
        user.attributes["email"] = email
        user.attributes["email_verified"] = "true"
        if let taken = takenAlias(of: name, user) { throw .aliasExists(taken) }
        user.factors.enable(.email)
        user.factors.preferred = .email
    }

    private func appSetUp(_ session: Secret<String>) throws(AWSError) -> (String, PendingChallenge) {
        let digest = TokenDigest.of(session)
        let (pending, _) = try challenge(.mfaSetup, of: digest)
        guard pending.choices.contains(SecondFactor.totp.rawValue) else { throw .noApps }
        return (digest, pending)
    }

    /// The session that takes the place of `digest`, with `app` being set up.
    private func replace(
        _ digest: String, _ pending: PendingChallenge, with app: AuthenticatorApp
    ) throws(AWSError) -> Secret<String> {
        let session = try newToken()
        var pending = pending
        pending.app = app
        try commit { [pending] next in
            next.challenges[digest] = nil
            next.challenges[TokenDigest.of(session)] = pending
        }
        return session
    }

    private func check(_ code: Secret<String>, of app: inout AuthenticatorApp) throws(AWSError) {
        switch app.check(code, for: .setUp, at: now, try sealer()) {
        case .accepted: return
        case .used: throw .codeUsed
        case .mismatch: throw .codeMismatch
        }
    }
}

extension LocalUser {
    /// Makes a verified app the user's, switched on, and preferred where nothing else is.
    mutating func adopt(_ app: AuthenticatorApp) {
        self.app = app
        pendingApp = nil
        factors.enable(.totp)
        if factors.preferred == nil { factors.preferred = .totp }
    }
}
