// SPDX-License-Identifier: Apache-2.0

/// When somebody signs in, or asks for a new password, whom the pool does not know: brings the user over from elsewhere.
///
/// Sources: `UserMigration_Authentication`, `UserMigration_ForgotPassword`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html>
public enum UserMigration: UserPoolTriggerKind {
    /// `UserMigration`.
    public static let name = TriggerName.userMigration

    /// What the pool tells of the unknown user; the name is the event's.
    public struct Request: TriggerRequest {
        /// The password that was given, to be checked elsewhere; `nil` when a new one was asked for.
        public let password: Secret<String>?
        /// What the client sent along with the start of the sign-in; it may be anything.
        public let validationData: [String: Secret<String>]
        /// What the client sent for triggers.
        public let clientMetadata: [String: String]

        /// The request of one migration.
        public init(
            password: Secret<String>?, validationData: [String: Secret<String>] = [:],
            clientMetadata: [String: String] = [:]
        ) {
            self.password = password
            self.validationData = validationData
            self.clientMetadata = clientMetadata
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            let password = try members.text("password") ?? ""
            self.init(
                password: password.isEmpty ? nil : Secret(password),
                validationData: try members.secrets("validationData"),
                clientMetadata: try members.texts("clientMetadata"))
        }
    }

    /// The user to be made.
    public struct Response: TriggerResponse {
        /// A user's state once made; values that are not known here survive.
        public struct Status: RawRepresentable, Sendable, Hashable {
            /// The wire name.
            public let rawValue: String

            /// A status of any wire name.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The password that was given becomes the user's.
            public static let confirmed = Status(rawValue: "CONFIRMED")
            /// The user has to set a password with a code.
            public static let resetRequired = Status(rawValue: "RESET_REQUIRED")
        }

        /// The user's attributes by wire name; `nil` when there is no such user elsewhere either.
        public var userAttributes: [String: String]?
        /// The state; `nil` for Cognito's default, `RESET_REQUIRED`.
        public var finalUserStatus: Status?
        /// `SUPPRESS` for no welcome message; `nil` for one.
        public var messageAction: String?
        /// Where a welcome message goes, of `EMAIL` and `SMS`; `nil` for Cognito's default, `SMS`.
        public var desiredDeliveryMediums: [String]?
        /// Whether an address is taken away from another user who has it as an alias.
        public var forceAliasCreation = false
        /// Whether the user is asked for a code by text message at each sign-in, which takes a phone number.
        public var enableSMSMFA = false

        /// The members.
        public static let members: [StaticString] = [
            "userAttributes", "finalUserStatus", "messageAction", "desiredDeliveryMediums", "forceAliasCreation",
            "enableSMSMFA",
        ]

        /// No user.
        public init() {}

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            userAttributes = try members.object("userAttributes").isPresent ? members.texts("userAttributes") : nil
            finalUserStatus = try members.text("finalUserStatus").map { Status(rawValue: $0) }
            messageAction = try members.text("messageAction")
            desiredDeliveryMediums = try members.list("desiredDeliveryMediums")
            forceAliasCreation = try members.flag("forceAliasCreation")
            enableSMSMFA = try members.flag("enableSMSMFA")
        }

        /// Writes the members.
        public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) {
            if let userAttributes { writer.member("userAttributes", userAttributes) }
            writer.member("finalUserStatus", finalUserStatus?.rawValue)
            writer.member("messageAction", messageAction)
            if let desiredDeliveryMediums { writer.member("desiredDeliveryMediums", desiredDeliveryMediums) }
            writer.member("forceAliasCreation", forceAliasCreation)
            writer.member("enableSMSMFA", enableSMSMFA)
        }
    }
}

extension UserPoolTrigger where Kind == UserMigration {
    /// When a user is not in the pool.
    public static var userMigration: Self { Self() }
}
