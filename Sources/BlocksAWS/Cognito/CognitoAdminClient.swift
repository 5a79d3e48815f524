// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// ``CognitoAdministration`` over Amazon Cognito's API, signed with the function's credentials.
public struct CognitoAdminClient: CognitoAdministration {
    let pool: UserPoolIdentity
    let client: AWSClient
    let clientSecret: ClientSecret?

    /// A client for one pool.
    ///
    /// `clientSecret` is `nil` for app clients without one. Throws `ConfigurationError` when credentials are missing or the endpoint
    /// override is no URL.
    public init(
        _ pool: UserPoolIdentity, clientSecret: ClientSecret? = nil, configuration: AWSConfiguration
    ) throws(ConfigurationError) {
        self.pool = pool
        self.clientSecret = clientSecret
        client = try AWSClient(signing: .cognito, region: pool.region, configuration: configuration)
    }

    /// Adds a user to a group; adding twice is no error.
    public func adminAddUserToGroup(username: String, groupName: String) async throws(AWSError) {
        try await call(.idempotent("AdminAddUserToGroup"), username) { $0.member("GroupName", groupName) }
    }

    /// Removes a user from a group.
    public func adminRemoveUserFromGroup(username: String, groupName: String) async throws(AWSError) {
        try await call(.idempotent("AdminRemoveUserFromGroup"), username) { $0.member("GroupName", groupName) }
    }

    /// The names of a user's groups.
    public func adminListGroupsForUser(username: String) async throws(AWSError) -> [String] {
        let groups = try await pages("AdminListGroupsForUser", "Groups") {
            $0.member("Username", username)
        }
        return groups.compactMap { $0["GroupName"]?.string }
    }

    /// The users in a group.
    public func listUsersInGroup(_ groupName: String) async throws(AWSError) -> [UserDescription] {
        let users = try await pages("ListUsersInGroup", "Users") {
            $0.member("GroupName", groupName)
        }
        return users.map { UserDescription($0, attributes: "Attributes") }
    }

    /// One page of the users that match, or of all.
    public func listUsers(_ input: ListUsersInput) async throws(AWSError) -> ListUsersOutput {
        let answer = try await client.call(.idempotent("ListUsers")) { writer in
            writer.member("UserPoolId", pool.userPoolID)
            writer.key("Limit")
            writer.int(input.limit)
            if let filter = input.filter { writer.member("Filter", filter.text) }
            if let token = input.paginationToken { writer.member("PaginationToken", token) }
        }
        return ListUsersOutput(
            users: answer["Users"]?.elements.map { UserDescription($0, attributes: "Attributes") } ?? [],
            paginationToken: answer["PaginationToken"]?.string)
    }

    /// Creates a user; once, since it may send an invitation.
    public func adminCreateUser(_ input: AdminCreateUserInput) async throws(AWSError) -> UserDescription {
        let answer = try await call(.once("AdminCreateUser"), input.username) { writer in
            if let password = input.temporaryPassword { writer.member("TemporaryPassword", password) }
            if !input.attributes.isEmpty { writer.userAttributes(input.attributes) }
            if input.suppressInvite { writer.member("MessageAction", "SUPPRESS") }
        }
        guard let user = answer["User"] else { return UserDescription(username: input.username, attributes: []) }
        return UserDescription(user, attributes: "Attributes")
    }

    /// Describes a user.
    public func adminGetUser(username: String) async throws(AWSError) -> UserDescription {
        let answer = try await call(.idempotent("AdminGetUser"), username) { _ in }
        return UserDescription(answer, attributes: "UserAttributes")
    }

    /// Deletes a user; once, since a second call would find no user.
    public func adminDeleteUser(username: String) async throws(AWSError) {
        try await call(.once("AdminDeleteUser"), username) { _ in }
    }

    /// Keeps a user from signing in.
    public func adminDisableUser(username: String) async throws(AWSError) {
        try await call(.idempotent("AdminDisableUser"), username) { _ in }
    }

    /// Lets a user sign in again.
    public func adminEnableUser(username: String) async throws(AWSError) {
        try await call(.idempotent("AdminEnableUser"), username) { _ in }
    }

    /// Makes the password useless until the user sets another; once, since it sends a code.
    public func adminResetUserPassword(username: String) async throws(AWSError) {
        try await call(.once("AdminResetUserPassword"), username) { _ in }
    }

    /// Sets a password.
    public func adminSetUserPassword(
        username: String, password: Secret<String>, permanent: Bool
    ) async throws(AWSError) {
        try await call(.idempotent("AdminSetUserPassword"), username) { writer in
            writer.member("Password", password)
            writer.key("Permanent")
            writer.bool(permanent)
        }
    }

    /// Ends every sign-in of a user.
    public func adminUserGlobalSignOut(username: String) async throws(AWSError) {
        try await call(.idempotent("AdminUserGlobalSignOut"), username) { _ in }
    }

    @discardableResult private func call(
        _ operation: AWSOperation, _ username: String, _ input: (inout JSONWriter) -> Void
    ) async throws(AWSError) -> JSONView {
        try await client.call(operation) { writer in
            writer.member("UserPoolId", pool.userPoolID)
            writer.member("Username", username)
            input(&writer)
        }
    }

    /// The elements of `list` from every page.
    private func pages(
        _ operation: String, _ list: StaticString, _ input: (inout JSONWriter) -> Void
    ) async throws(AWSError) -> [JSONView] {
        var elements: [JSONView] = []
        var next: String?
        repeat {
            let answer = try await client.call(.idempotent(operation)) { writer in
                writer.member("UserPoolId", pool.userPoolID)
                input(&writer)
                if let next { writer.member("NextToken", next) }
            }
            if let more = answer[list]?.elements { elements += more }
            let token = answer["NextToken"]?.string
            // A page that leads to itself would never end.
            next = token == next ? nil : token
        } while next != nil
        return elements
    }
}

extension UserDescription {
    fileprivate init(_ answer: JSONView, attributes list: StaticString) {
        self.init(
            username: answer["Username"]?.string ?? "", attributes: UserAttribute.list(answer[list]),
            enabled: answer["Enabled"]?.bool ?? true)
    }
}
