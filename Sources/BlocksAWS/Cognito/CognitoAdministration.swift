// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The calls that administrators make to a user pool, in Cognito's own vocabulary.
///
/// On AWS they are signed and need the function's permission for each. Users are meant by their names in the pool, and lists are
/// complete unless a call says otherwise.
public protocol CognitoAdministration: Sendable {
    /// Adds a user to a group (`AdminAddUserToGroup`).
    func adminAddUserToGroup(username: String, groupName: String) async throws(AWSError)
    /// Removes a user from a group (`AdminRemoveUserFromGroup`).
    func adminRemoveUserFromGroup(username: String, groupName: String) async throws(AWSError)
    /// The names of a user's groups (`AdminListGroupsForUser`, every page).
    func adminListGroupsForUser(username: String) async throws(AWSError) -> [String]
    /// The users in a group (`ListUsersInGroup`, every page).
    func listUsersInGroup(_ groupName: String) async throws(AWSError) -> [UserDescription]
    /// Creates a user with a password for the first sign-in (`AdminCreateUser`).
    func adminCreateUser(_ input: AdminCreateUserInput) async throws(AWSError) -> UserDescription
    /// Deletes a user (`AdminDeleteUser`).
    func adminDeleteUser(username: String) async throws(AWSError)
    /// Keeps a user from signing in (`AdminDisableUser`).
    func adminDisableUser(username: String) async throws(AWSError)
    /// Lets a user sign in again (`AdminEnableUser`).
    func adminEnableUser(username: String) async throws(AWSError)
    /// Makes the password useless until the user sets another with a code (`AdminResetUserPassword`).
    func adminResetUserPassword(username: String) async throws(AWSError)
    /// Sets a password, to be replaced at the next sign-in unless it is `permanent` (`AdminSetUserPassword`).
    func adminSetUserPassword(username: String, password: Secret<String>, permanent: Bool) async throws(AWSError)
    /// Describes a user (`AdminGetUser`).
    func adminGetUser(username: String) async throws(AWSError) -> UserDescription
    /// One page of the users that match, or of all (`ListUsers`).
    func listUsers(_ input: ListUsersInput) async throws(AWSError) -> ListUsersOutput
    /// Ends every sign-in of a user (`AdminUserGlobalSignOut`).
    func adminUserGlobalSignOut(username: String) async throws(AWSError)
    /// Starts a sign-in in a signed call (`AdminInitiateAuth`).
    func adminInitiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput
    /// Answers a challenge of a sign-in that was started in a signed call (`AdminRespondToAuthChallenge`).
    func adminRespondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput
}

extension CognitoService {
    /// A service that offers nothing to administrators; throws `ConfigurationError`.
    public func administration() throws(ConfigurationError) -> any CognitoAdministration {
        throw ConfigurationError("This user pool offers nothing to administrators.")
    }
}
