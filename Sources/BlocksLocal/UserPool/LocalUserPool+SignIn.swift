// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore
import BlocksCrypto

extension LocalUserPool {
    /// Starts a sign-in (`InitiateAuth`), by password with `USER_PASSWORD_AUTH`, by a proof of it with `USER_SRP_AUTH`, by a factor
    /// to choose with `USER_AUTH`, or as the application wants with `CUSTOM_AUTH`.
    ///
    /// Unknown user, wrong password and disabled user give the same error, with a password after the same work, and wrong passwords are
    /// counted alike. Whether the user is confirmed is only told to who knows the password.
    /// Throws `NotAuthorizedException`, `UserNotConfirmedException`, `PasswordResetRequiredException`, `InvalidParameterException`
    /// for another flow, `UserLambdaValidationException` when the application refuses.
    public func initiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        try await admit(input)
        if input.flow == .customAuth { return try await startCustomSignIn(input) }
        return try await conclude(try begin(input))
    }

    private func begin(_ input: InitiateAuthInput) throws(AWSError) -> AuthOutput {
        guard [.userPasswordAuth, .userSRPAuth, .userAuth].contains(input.flow) else {
            throw .invalidParameter("This authentication flow is not enabled for this client")
        }
        guard let identifier = input.parameters["USERNAME"] else {
            throw .invalidParameter("Missing required parameter USERNAME")
        }
        if input.flow == .userSRPAuth || input.prefersProof {
            return try askForProof(
                of: identifier.withExposed { $0 }, input.parameters["SRP_A"], on: device(in: input.parameters))
        }
        let name = identifier.withExposed { username(for: $0) }
        let user = name.flatMap { state.users[$0] }
        let tried = name ?? identifier.withExposed { $0 }
        if input.flow == .userAuth { return try startUserAuth(tried, user, input) }
        let password = input.parameters["PASSWORD"] ?? Secret("")
        try checkAttempts(tried)
        guard try matches(password, user), let name, let user, !user.disabled else {
            try commit { countWrongPassword(tried, in: &$0) }
            throw .incorrectCredentials
        }
        guard user.confirmed else { throw try unconfirmed(name) }
        guard !user.mustReset else { throw .passwordResetRequired }
        let known = try completed(user, with: password)
        let device = try device(in: input.parameters)
        return try take { next throws(AWSError) in
            next.users[name] = known
            next.forgetWrongPasswords(of: name)
            return try afterPassword(name, known, on: device, in: &next)
        }
    }

    /// Records a sign-in, on a device where they are tracked, and issues its tokens.
    func signIn(
        _ name: String, _ user: LocalUser, on device: String?, in next: inout PoolState
    ) throws(AWSError) -> AuthTokens {
        let refreshToken = try newToken()
        let record: SignInRecord
        do {
            record = SignInRecord(
                originID: try random.uuid(), username: name, userSub: user.userSub, authenticated: now.seconds,
                expires: now.adding(seconds: SignInRecord.lifetime).milliseconds, device: device)
        } catch {
            throw fault("sign-in", error)
        }
        var tokens = try issueTokens(for: record, user)
        next.signIns[TokenDigest.of(refreshToken)] = record
        tokens.refreshToken = refreshToken
        return tokens
    }

    /// An ID and an access token of a sign-in, from the user's current attributes and groups, with the application's `changes`.
    func issueTokens(
        for record: SignInRecord, _ user: LocalUser, _ changes: PreTokenGeneration.Response? = nil
    ) throws(AWSError) -> AuthTokens {
        let subject = LocalTokenIssuer.Subject(
            username: record.username, userSub: user.userSub, attributes: user.attributes,
            groups: groupNames(of: record.username), originID: record.originID, authenticated: record.authenticated,
            device: record.device)
        let issuer = try tokenIssuer()
        do {
            return try issuer.tokens(for: subject, changes, at: now)
        } catch {
            throw fault("token", error)
        }
    }

    /// Whether the password is the user's; for nobody it takes as long to find out.
    func matches(_ password: Secret<String>, _ user: LocalUser?) throws(AWSError) -> Bool {
        do {
            if let user { return try user.password.matches(password) }
            try PasswordHash.spend(on: password, iterations: settings.passwordIterations)
            return false
        } catch {
            throw fault("password hash", error)
        }
    }
}
