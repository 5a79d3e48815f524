// SPDX-License-Identifier: Apache-2.0

/// Before a user who wants to sign in is authenticated: accepts or refuses.
///
/// Source: `PreAuthentication_Authentication`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html>
public enum PreAuthentication: UserPoolTriggerKind {
    /// `PreAuthentication`.
    public static let name = TriggerName.preAuthentication
    /// Nothing is asked; a handler that throws refuses the sign-in.
    public typealias Response = TriggerAcknowledgement
    /// A handler returns nothing.
    public typealias Answer = Void

    /// What the pool tells of the user.
    public struct Request: TriggerRequest {
        /// The user's attributes by wire name; empty for a user that doesn't exist.
        public let userAttributes: [String: String]
        /// What the client sent along with the start of the sign-in; it may be anything.
        public let validationData: [String: Secret<String>]
        /// Whether there is no such user, in pools that don't tell clients so: answer as for one that exists.
        public let userNotFound: Bool

        /// The request of one sign-in.
        public init(
            userAttributes: [String: String], validationData: [String: Secret<String>] = [:],
            userNotFound: Bool = false
        ) {
            self.userAttributes = userAttributes
            self.validationData = validationData
            self.userNotFound = userNotFound
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"),
                validationData: try members.secrets("validationData"), userNotFound: try members.flag("userNotFound"))
        }
    }
}

/// After a user was authenticated, before tokens are made.
///
/// Source: `PostAuthentication_Authentication`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-authentication.html>
public enum PostAuthentication: UserPoolTriggerKind {
    /// `PostAuthentication`.
    public static let name = TriggerName.postAuthentication
    /// Nothing is asked; a handler that throws refuses the sign-in.
    public typealias Response = TriggerAcknowledgement
    /// A handler returns nothing.
    public typealias Answer = Void

    /// What the pool tells of the sign-in.
    public struct Request: TriggerRequest {
        /// The user's attributes by wire name.
        public let userAttributes: [String: String]
        /// Whether a device was used that the pool does not remember; always `false` in pools that remember none.
        public let newDeviceUsed: Bool
        /// What the client sent with the answer to a challenge.
        public let clientMetadata: [String: String]

        /// The request of one sign-in.
        public init(
            userAttributes: [String: String], newDeviceUsed: Bool = false, clientMetadata: [String: String] = [:]
        ) {
            self.userAttributes = userAttributes
            self.newDeviceUsed = newDeviceUsed
            self.clientMetadata = clientMetadata
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"),
                newDeviceUsed: try members.flag("newDeviceUsed"), clientMetadata: try members.texts("clientMetadata"))
        }
    }
}

extension UserPoolTrigger where Kind == PreAuthentication {
    /// Before a user who wants to sign in is authenticated.
    public static var preAuthentication: Self { Self() }
}

extension UserPoolTrigger where Kind == PostAuthentication {
    /// After a user was authenticated.
    public static var postAuthentication: Self { Self() }
}
