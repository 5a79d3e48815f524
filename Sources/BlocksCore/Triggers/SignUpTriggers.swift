// SPDX-License-Identifier: Apache-2.0

/// Before a new user is stored: accepts, refuses, confirms.
///
/// Sources: `PreSignUp_SignUp`, `PreSignUp_AdminCreateUser`, `PreSignUp_ExternalProvider`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html>
public enum PreSignUp: UserPoolTriggerKind {
    /// `PreSignUp`.
    public static let name = TriggerName.preSignUp

    /// What the pool tells of the new user.
    public struct Request: TriggerRequest {
        /// The attributes that were given, by wire name.
        public let userAttributes: [String: String]
        /// What the client sent for validation only; it may be anything, and is not stored.
        public let validationData: [String: Secret<String>]
        /// What the client sent for triggers.
        public let clientMetadata: [String: String]

        /// The request of one sign-up.
        public init(
            userAttributes: [String: String], validationData: [String: Secret<String>] = [:],
            clientMetadata: [String: String] = [:]
        ) {
            self.userAttributes = userAttributes
            self.validationData = validationData
            self.clientMetadata = clientMetadata
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"),
                validationData: try members.secrets("validationData"),
                clientMetadata: try members.texts("clientMetadata"))
        }
    }

    /// What becomes of the new user.
    public struct Response: TriggerResponse {
        /// Whether the user is confirmed without a code.
        public var autoConfirmUser = false
        /// Whether the e-mail address counts as verified; Cognito refuses it where the user has none.
        public var autoVerifyEmail = false
        /// Whether the phone number counts as verified; Cognito refuses it where the user has none.
        public var autoVerifyPhone = false

        /// The members.
        public static let members: [StaticString] = ["autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"]

        /// Nothing out of the ordinary.
        public init() {}

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            autoConfirmUser = try members.flag("autoConfirmUser")
            autoVerifyEmail = try members.flag("autoVerifyEmail")
            autoVerifyPhone = try members.flag("autoVerifyPhone")
        }

        /// Writes the members.
        public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) {
            writer.member("autoConfirmUser", autoConfirmUser)
            writer.member("autoVerifyEmail", autoVerifyEmail)
            writer.member("autoVerifyPhone", autoVerifyPhone)
        }
    }
}

/// After a user was confirmed, or has set a new password with a code.
///
/// Sources: `PostConfirmation_ConfirmSignUp`, `PostConfirmation_ConfirmForgotPassword`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html>
public enum PostConfirmation: UserPoolTriggerKind {
    /// `PostConfirmation`.
    public static let name = TriggerName.postConfirmation
    /// Nothing is asked; an error is told to the user although the confirmation stands.
    public typealias Response = TriggerAcknowledgement
    /// A handler returns nothing.
    public typealias Answer = Void

    /// What the pool tells of the user.
    public struct Request: TriggerRequest {
        /// The user's attributes by wire name, `sub` and `cognito:user_status` among them.
        public let userAttributes: [String: String]
        /// What the client sent for triggers.
        public let clientMetadata: [String: String]

        /// The request of one confirmation.
        public init(userAttributes: [String: String], clientMetadata: [String: String] = [:]) {
            self.userAttributes = userAttributes
            self.clientMetadata = clientMetadata
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"),
                clientMetadata: try members.texts("clientMetadata"))
        }
    }
}

extension UserPoolTrigger where Kind == PreSignUp {
    /// Before a new user is stored.
    public static var preSignUp: Self { Self() }
}

extension UserPoolTrigger where Kind == PostConfirmation {
    /// After a user was confirmed.
    public static var postConfirmation: Self { Self() }
}
