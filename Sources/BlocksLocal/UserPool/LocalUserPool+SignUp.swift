// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore
import BlocksCrypto

extension LocalUserPool {
    /// Creates an unconfirmed user and sends a code (`SignUp`).
    ///
    /// Throws `NotAuthorizedException` where users may not create themselves, `UsernameExistsException`,
    /// `InvalidPasswordException`, `InvalidParameterException` for a name or attributes the pool would not take, and
    /// `UserLambdaValidationException` when the application refuses.
    public func signUp(_ input: SignUpInput) async throws(AWSError) -> SignUpOutput {
        guard configuration.selfSignUp else { throw .signUpNotPermitted }
        guard configuration.concealsTakenNames || !isTaken(input.username) else { throw .usernameExists }
        try checkUsername(input.username)
        try checkPassword(input.password)
        let attributes = addressed(try schema.admit(input.attributes), username: input.username)
        let decision = try await decide("SignUp", input.username, attributes, input.clientMetadata)
        var user = try newUser(password: input.password, attributes: attributes)
        var isTaken = isTaken(input.username)
        do throws(AWSError) { try apply(decision, to: &user, input.username) } catch {
            guard configuration.concealsTakenNames, error.name == "AliasExistsException" else { throw error }
            isTaken = true
        }
        guard !isTaken else { return try pretendSignUp(user) }

        let (issued, session) = try commit { [user] next throws(AWSError) in
            next.users[input.username] = user
            let session = try newSignUpSession(input.username, user, confirmed: user.confirmed, in: &next)
            return (
                user.confirmed
                    ? nil : try issueCode(.signUp, to: input.username, at: Contact(user.attributes), in: &next), session
            )
        }
        guard let issued else {
            try await tellConfirmed("ConfirmSignUp", input.username, input.clientMetadata)
            return SignUpOutput(userConfirmed: true, userSub: user.userSub, session: session)
        }
        let contact = Contact(attributes)
        announce(issued, to: contact)
        try await sendMessages("SignUp", input.clientMetadata)
        return SignUpOutput(
            userConfirmed: false, userSub: user.userSub, codeDelivery: contact.delivery, session: session)
    }

    /// Confirms a user with the code that was sent (`ConfirmSignUp`).
    ///
    /// A new user's addresses are verified by it, of a confirmed one only that which the code went to. A session from ``signUp(_:)`` is exchanged for one to sign in with; a stale one is no reason to refuse the code.
    /// Throws `CodeMismatchException` and `LimitExceededException`, for unknown users too, and `AliasExistsException` when another user
    /// has verified the same address; a code that has expired is a wrong one.
    public func confirmSignUp(_ input: ConfirmSignUpInput) async throws(AWSError) -> ConfirmSignUpOutput {
        let holder = codeHolder(input.username)
        let contact = holder.user.map { Contact($0.attributes) } ?? .none
        try checkConcealedCode(.signUp, of: holder, input.confirmationCode, at: contact)
        guard var user = holder.user else { throw .codeMismatch }
        let name = holder.name
        if let address = takenAlias(of: name, user) { throw .aliasExists(address) }

        let isNews = !user.confirmed
        user.confirmed = true
        for address in ["email", "phone_number"]
        where user.attributes[address] != nil && (isNews || address == contact.attribute) {
            user.attributes[address + "_verified"] = "true"
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
        if isNews { try await tellConfirmed("ConfirmSignUp", name, input.clientMetadata) }
        return ConfirmSignUpOutput(session: session)
    }

    /// Sends a sign-up code again, in place of the earlier one (`ResendConfirmationCode`).
    ///
    /// For unknown users the answer is made up, and nothing is sent.
    public func resendConfirmationCode(_ input: ResendConfirmationCodeInput) async throws(AWSError) -> CodeDelivery? {
        let holder = codeHolder(input.username)
        let decoy = try decoyContact(for: input.username)
        guard let user = holder.user else {
            try pretendToSend(.signUp, to: holder)
            return decoy.delivery
        }
        let contact = Contact(user.attributes)
        let issued = try commit { next throws(AWSError) in
            try issueCode(.signUp, to: holder.name, at: contact, in: &next)
        }
        announce(issued, to: contact)
        try await sendMessages("ResendCode", input.clientMetadata)
        return contact.delivery
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
