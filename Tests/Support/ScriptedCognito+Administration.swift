// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore

/// The calls of administrators, recorded and answered like the others.
extension ScriptedCognito: CognitoAdministration {
    /// The scripted pool itself.
    public func administration() throws(ConfigurationError) -> any CognitoAdministration { self }

    /// Records the call and answers as scripted.
    public func adminAddUserToGroup(username: String, groupName: String) async throws(AWSError) {
        try await answer("AdminAddUserToGroup", ["Username": username, "GroupName": groupName], default: ())
    }

    /// Records the call and answers as scripted.
    public func adminRemoveUserFromGroup(username: String, groupName: String) async throws(AWSError) {
        try await answer("AdminRemoveUserFromGroup", ["Username": username, "GroupName": groupName], default: ())
    }

    /// Records the call and answers as scripted.
    public func adminListGroupsForUser(username: String) async throws(AWSError) -> [String] {
        try await answer("AdminListGroupsForUser", ["Username": username])
    }

    /// Records the call and answers as scripted.
    public func listUsersInGroup(_ groupName: String) async throws(AWSError) -> [UserDescription] {
        try await answer("ListUsersInGroup", ["GroupName": groupName])
    }

    /// Records the call and answers as scripted.
    public func adminCreateUser(_ input: AdminCreateUserInput) async throws(AWSError) -> UserDescription {
        var fields: [String: String?] = [
            "Username": input.username, "TemporaryPassword": input.temporaryPassword?.exposed,
            "MessageAction": input.suppressInvite ? "SUPPRESS" : nil,
        ]
        for attribute in input.attributes { fields["UserAttributes.\(attribute.name)"] = attribute.value }
        return try await answer("AdminCreateUser", fields)
    }

    /// Records the call and answers as scripted.
    public func adminDeleteUser(username: String) async throws(AWSError) {
        try await answer("AdminDeleteUser", ["Username": username], default: ())
    }

    /// Records the call and answers as scripted.
    public func adminDisableUser(username: String) async throws(AWSError) {
        try await answer("AdminDisableUser", ["Username": username], default: ())
    }

    /// Records the call and answers as scripted.
    public func adminEnableUser(username: String) async throws(AWSError) {
        try await answer("AdminEnableUser", ["Username": username], default: ())
    }

    /// Records the call and answers as scripted.
    public func adminResetUserPassword(username: String) async throws(AWSError) {
        try await answer("AdminResetUserPassword", ["Username": username], default: ())
    }

    /// Records the call and answers as scripted.
    public func adminSetUserPassword(
        username: String, password: Secret<String>, permanent: Bool
    ) async throws(AWSError) {
        try await answer(
            "AdminSetUserPassword",
            ["Username": username, "Password": password.exposed, "Permanent": String(permanent)], default: ())
    }

    /// Records the call and answers as scripted.
    public func adminGetUser(username: String) async throws(AWSError) -> UserDescription {
        try await answer("AdminGetUser", ["Username": username])
    }

    /// Records the call and answers as scripted.
    public func listUsers(_ input: ListUsersInput) async throws(AWSError) -> ListUsersOutput {
        let text = input.filter.map { "\($0.attribute) \($0.match.rawValue) \($0.value)" }
        return try await answer("ListUsers", ["Filter": text, "PaginationToken": input.paginationToken])
    }

    /// Records the call and answers as scripted.
    public func adminUserGlobalSignOut(username: String) async throws(AWSError) {
        try await answer("AdminUserGlobalSignOut", ["Username": username], default: ())
    }

    /// Records the call and answers as scripted.
    public func adminInitiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        try await answer("AdminInitiateAuth", Self.fields(input))
    }

    /// Records the call and answers as scripted.
    public func adminRespondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput {
        try await answer("AdminRespondToAuthChallenge", Self.fields(input))
    }
}
