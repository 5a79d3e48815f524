// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore

/// What an administrator does; no request reaches these calls unless an app opens them.
extension LocalUserPool {
    /// Creates a confirmed user with a password for the first sign-in, made up where none is given (`AdminCreateUser`).
    ///
    /// No invitation is sent: there is no code in it that anyone would wait for. Throws `UsernameExistsException`,
    /// `InvalidPasswordException`, `InvalidParameterException`, `AliasExistsException`.
    @discardableResult public func adminCreateUser(
        _ input: AdminCreateUserInput
    ) async throws(AWSError) -> UserDescription {
        guard !isTaken(input.username) else { throw .usernameExists }
        try checkUsername(input.username)
        let password: Secret<String>
        if let given = input.temporaryPassword { password = given } else { password = try madeUpPassword() }
        try checkPassword(password)
        // What is required may come with the first sign-in.
        let admitted = addressed(try schema.complete(input.attributes, of: nil), username: input.username)
        _ = try await decide("AdminCreateUser", input.username, admitted, [:])
        var user = try newUser(password: password, attributes: admitted)
        user.confirmed = true
        user.hasTemporaryPassword = true
        for flag in input.attributes where AttributeSchema.verifiedFlags.contains(flag.name) && flag.value == "true" {
            user.attributes[flag.name] = "true"
        }
        if let address = takenAlias(of: input.username, user) { throw .aliasExists(address) }
        try commit { [user] in $0.users[input.username] = user }
        return description(of: input.username, user)
    }

    /// Sets a password, to be replaced at the next sign-in unless it is `permanent` (`AdminSetUserPassword`).
    ///
    /// Throws `UserNotFoundException`, `InvalidPasswordException`.
    public func adminSetUserPassword(
        username: String, password: Secret<String>, permanent: Bool
    ) async throws(AWSError) {
        var user = try existing(username)
        try checkPassword(password)
        try setPassword(password, of: &user)
        user.confirmed = true
        user.hasTemporaryPassword = !permanent
        user.mustReset = false
        try commit { [user] next in
            next.users[username] = user
            next.endChallenges(of: user)
        }
    }

    /// Deletes a user with everything that belongs to them; throws `UserNotFoundException`.
    public func adminDeleteUser(username: String) async throws(AWSError) {
        let user = try existing(username)
        try commit { next in
            next.users[username] = nil
            for purpose in IssuedCode.Purpose.allCases {
                for attribute in [nil, "email", "phone_number"] {
                    next.codes[PoolState.codeKey(purpose, username, attribute)] = nil
                }
            }
            next.groups = next.groups.mapValues { $0.filter { $0 != username } }
            next.signIns = next.signIns.filter { $0.value.userSub != user.userSub }
            next.signUpSessions = next.signUpSessions.filter { $0.value.userSub != user.userSub }
            next.challenges = next.challenges.filter { $0.value.userSub != user.userSub }
        }
    }

    /// Keeps a user from signing in and refreshing; throws `UserNotFoundException`.
    public func adminDisableUser(username: String) async throws(AWSError) {
        try setDisabled(username, true)
    }

    /// Lets a disabled user in again; throws `UserNotFoundException`.
    public func adminEnableUser(username: String) async throws(AWSError) {
        try setDisabled(username, false)
    }

    private func setDisabled(_ username: String, _ disabled: Bool) throws(AWSError) {
        var user = try existing(username)
        user.disabled = disabled
        try commit { [user] in $0.users[username] = user }
    }

    /// A user as administrators see it: `sub`, then the attributes in order of their names.
    func description(of name: String, _ user: LocalUser) -> UserDescription {
        let attributes = user.attributes.sorted { $0.key < $1.key }.map { UserAttribute(name: $0.key, value: $0.value) }
        return UserDescription(
            username: name, attributes: [UserAttribute(name: "sub", value: user.userSub)] + attributes,
            enabled: !user.disabled)
    }

    private func madeUpPassword() throws(AWSError) -> Secret<String> {
        try newToken().withExposed { token in
            // Characters of each class, then chance, up to the length that the pool asks for.
            Secret("Aa1!" + token.prefix(max(12, configuration.passwordPolicy.minimumLength)))
        }
    }

    /// The user of that name; throws `UserNotFoundException`.
    func existing(_ username: String) throws(AWSError) -> LocalUser {
        guard let user = state.users[username] else { throw .notFound(user: username) }
        return user
    }
}
