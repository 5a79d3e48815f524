// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore

/// The signed-in user's own account.
extension LocalUserPool {
    /// Describes the user of an access token (`GetUser`): `sub`, then the attributes in order of their names.
    public func getUser(accessToken: Secret<String>) async throws(AWSError) -> GetUserOutput {
        let (name, user) = try owner(of: accessToken)
        let attributes = user.attributes.sorted { $0.key < $1.key }.map { UserAttribute(name: $0.key, value: $0.value) }
        return GetUserOutput(
            username: name, attributes: [UserAttribute(name: "sub", value: user.userSub)] + attributes,
            mfaSettings: enrolledFactors(of: user).map(\.rawValue),
            preferredMFASetting: user.factors.preferred?.rawValue)
    }

    /// Replaces the password (`ChangePassword`), the policy being checked after the old password as Cognito does.
    ///
    /// A wrong old password counts as one at a sign-in. Throws `LimitExceededException` while the name is locked,
    /// `NotAuthorizedException`, `InvalidPasswordException`.
    public func changePassword(_ input: ChangePasswordInput) async throws(AWSError) {
        var (name, user) = try owner(of: input.accessToken)
        do throws(AWSError) { try checkAttempts(name) } catch { throw .attemptLimit }
        let isRight: Bool
        do { isRight = try user.password.matches(input.previousPassword) } catch { throw fault("password hash", error) }
        guard isRight else {
            try commit { countWrongPassword(name, in: &$0) }
            throw .incorrectPassword
        }
        try checkPassword(input.proposedPassword)
        try setPassword(input.proposedPassword, of: &user)
        try commit { [user] next in
            next.users[name] = user
            next.forgetWrongPasswords(of: name)
            next.endChallenges(of: user)
        }
    }

    /// Deletes the user with everything that refers to them (`DeleteUser`).
    public func deleteUser(accessToken: Secret<String>) async throws(AWSError) {
        let (name, _) = try owner(of: accessToken)
        try await adminDeleteUser(username: name)
    }

    /// The user of an access token.
    func owner(of accessToken: Secret<String>) throws(AWSError) -> (name: String, user: LocalUser) {
        let record = try authorize(accessToken)
        guard let user = state.users[record.username] else { throw .accessTokenRevoked }
        return (record.username, user)
    }
}
