// SPDX-License-Identifier: Apache-2.0

/// Before tokens are made: adds, overrides and leaves out claims, groups and scopes.
///
/// Sources: `TokenGeneration_Authentication`, `_HostedAuth`, `_NewPasswordChallenge`, `_AuthenticateDevice`, `_RefreshTokens`,
/// `_ClientCredentials`. Events come in versions, as the pool is set up: 1 changes the ID token, 2 and 3 the access token too, and 3
/// also that of a machine. The same handler answers all of them; what it says of the access token has no place in version 1.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html>
public enum PreTokenGeneration: UserPoolTriggerKind {
    /// `TokenGeneration`.
    public static let name = TriggerName.preTokenGeneration

    /// What the pool tells of the tokens.
    public struct Request: TriggerRequest {
        /// The user's attributes by wire name; empty for a machine.
        public let userAttributes: [String: String]
        /// The user's groups and roles.
        public let groupConfiguration: GroupConfiguration
        /// The scopes of the access token; `nil` in events of version 1, which don't touch that token.
        public let scopes: [String]?
        /// What the client sent for triggers, where the flow has such a thing.
        public let clientMetadata: [String: String]

        /// The request of one pair of tokens.
        public init(
            userAttributes: [String: String], groupConfiguration: GroupConfiguration, scopes: [String]?,
            clientMetadata: [String: String] = [:]
        ) {
            self.userAttributes = userAttributes
            self.groupConfiguration = groupConfiguration
            self.scopes = scopes
            self.clientMetadata = clientMetadata
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"),
                groupConfiguration: try GroupConfiguration(members.object("groupConfiguration")),
                scopes: try members.list("scopes"), clientMetadata: try members.texts("clientMetadata"))
        }
    }

    /// A user's groups, and the AWS roles that come with them.
    public struct GroupConfiguration: Sendable, Equatable {
        /// Names of groups: claim `cognito:groups` of both tokens.
        public var groups: [String]
        /// ARNs: claim `cognito:roles` of the ID token.
        public var roles: [String]
        /// ARN: claim `cognito:preferred_role` of the ID token; `nil` for none.
        public var preferredRole: String?

        /// Groups and roles.
        public init(groups: [String], roles: [String] = [], preferredRole: String? = nil) {
            self.groups = groups
            self.roles = roles
            self.preferredRole = preferredRole
        }

        init(_ members: TriggerMembers) throws(TriggerError) {
            groups = try members.list("groupsToOverride") ?? []
            roles = try members.list("iamRolesToOverride") ?? []
            preferredRole = try members.text("preferredRole")
        }
    }

    /// What is changed in the claims of one token.
    ///
    /// Claims of the protocol itself, such as `sub`, `exp` and those that begin with `cognito:`, stay as they are whatever is said here;
    /// groups are changed by ``Response/groups``. A claim both set and suppressed is suppressed.
    public struct ClaimChanges: Sendable, Equatable {
        /// Claims to add or override; version 1 of the event takes texts only.
        public var claims: [String: JSONValue] = [:]
        /// Names of claims to leave out.
        public var suppressed: [String] = []

        /// No change.
        public init() {}

        var isEmpty: Bool { claims.isEmpty && suppressed.isEmpty }

        init(_ members: TriggerMembers) throws(TriggerError) {
            for (name, value) in try members.object("claimsToAddOrOverride").members { claims[name] = value.value }
            suppressed = try members.list("claimsToSuppress") ?? []
        }
    }
}

extension UserPoolTrigger where Kind == PreTokenGeneration {
    /// Before tokens are made.
    public static var preTokenGeneration: Self { Self() }
}
