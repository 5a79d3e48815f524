// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore
import BlocksCrypto

extension LocalUserPool {
    /// Creates an unconfirmed user and sends a code (`SignUp`).
    ///
    /// Throws `NotAuthorizedException` where users may not create themselves, `UsernameExistsException`,
    /// `InvalidPasswordException`, `InvalidParameterException` for a name or attributes the pool would not take.
    public func signUp(_ input: SignUpInput) async throws(AWSError) -> SignUpOutput {
        guard configuration.selfSignUp else { throw .signUpNotPermitted }
        guard state.users[input.username] == nil else { throw .usernameExists }
        try checkUsername(input.username)
        try checkPassword(input.password)
        let attributes = addressed(try schema.admit(input.attributes), username: input.username)
        let user = try newUser(password: input.password, attributes: attributes)

        let (issued, session) = try commit { next throws(AWSError) in
            next.users[input.username] = user
            let session = try newSignUpSession(input.username, user, confirmed: false, in: &next)
            return (try issueCode(.signUp, to: input.username, in: &next), session)
        }
        messages.announce(issued)
        return SignUpOutput(
            userConfirmed: false, userSub: user.userSub, codeDelivery: Contact(attributes).delivery, session: session)
    }

    /// Confirms a user with the code that was sent (`ConfirmSignUp`).
    ///
    /// A session from ``signUp(_:)`` is exchanged for one to sign in with; a stale one is no reason to refuse the code.
    /// Throws `UserNotFoundException`, `CodeMismatchException`, `ExpiredCodeException`, `LimitExceededException`,
    /// `AliasExistsException` when another user has verified the same address.
    public func confirmSignUp(_ input: ConfirmSignUpInput) async throws(AWSError) -> ConfirmSignUpOutput {
        guard let name = username(for: input.username), var user = state.users[name] else { throw .userNotFound }
        try checkCode(.signUp, name, input.confirmationCode)
        if let address = takenAlias(of: name, user) { throw .aliasExists(address) }

        user.confirmed = true
        for contact in ["email", "phone_number"] where user.attributes[contact] != nil {
            user.attributes[contact + "_verified"] = "true"
        }
        let session = try commit { [user] next throws(AWSError) -> Secret<String>? in
            next.users[name] = user
            next.codes[PoolState.codeKey(.signUp, name)] = nil
            guard let given = input.session.map(TokenDigest.of),
                next.signUpSessions[given]?.userSub == user.userSub
            else { return nil }
            next.signUpSessions[given] = nil
            return try newSignUpSession(name, user, confirmed: true, in: &next)
        }
        return ConfirmSignUpOutput(session: session)
    }

    /// Sends a sign-up code again, in place of the earlier one (`ResendConfirmationCode`).
    ///
    /// Throws `UserNotFoundException`.
    public func resendConfirmationCode(_ input: ResendConfirmationCodeInput) async throws(AWSError) -> CodeDelivery? {
        guard let name = username(for: input.username), let user = state.users[name] else { throw .userNotFound }
        let issued = try commit { next throws(AWSError) in try issueCode(.signUp, to: name, in: &next) }
        messages.announce(issued)
        return Contact(user.attributes).delivery
    }

    /// Checks a new password against Cognito's length limit and the pool's policy.
    func checkPassword(_ password: Secret<String>) throws(AWSError) {
        let (length, violation) = password.withExposed {
            ($0.unicodeScalars.count, configuration.passwordPolicy.violation(of: $0))
        }
        guard length <= PasswordPolicy.maximumLength else {
            throw .invalidParameter("Password must have at most \(PasswordPolicy.maximumLength) characters")
        }
        if let violation { throw .invalidPassword(violation) }
    }

    /// A user with a fresh permanent id.
    func newUser(password: Secret<String>, attributes: [String: String]) throws(AWSError) -> LocalUser {
        let userSub: String
        do { userSub = try random.uuid() } catch { throw fault("new user", error) }
        var user = LocalUser(userSub: userSub, password: try hash(password), attributes: attributes)
        user.sealedVerifier = try sealedVerifier(of: password, userSub)
        return user
    }

    private func newSignUpSession(
        _ username: String, _ user: LocalUser, confirmed: Bool, in next: inout PoolState
    ) throws(AWSError) -> Secret<String> {
        let session = try newToken()
        next.signUpSessions[TokenDigest.of(session)] = SignUpSession(
            username: username, userSub: user.userSub, confirmed: confirmed,
            expires: now.adding(seconds: SignUpSession.lifetime).milliseconds)
        return session
    }

    /// An opaque token: 32 random bytes as base64url.
    func newToken() throws(AWSError) -> Secret<String> {
        do {
            return Secret(Base64URL.encode(try random.bytes(32)))
        } catch {
            throw fault("token", error)
        }
    }
}
