// SPDX-License-Identifier: Apache-2.0

/// Before a message is sent: writes its text.
///
/// Sources: `CustomMessage_SignUp`, `_AdminCreateUser`, `_ResendCode`, `_ForgotPassword`, `_UpdateUserAttribute`,
/// `_VerifyUserAttribute`, `_Authentication`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html>
public enum CustomMessage: UserPoolTriggerKind {
    /// `CustomMessage`.
    public static let name = TriggerName.customMessage

    /// What the pool tells of the message.
    public struct Request: TriggerRequest {
        /// The user's attributes by wire name.
        public let userAttributes: [String: String]
        /// What stands for the code in the text; the code itself is not told.
        public let codeParameter: String?
        /// What stands for the link in the text, in pools that send links; `nil` elsewhere.
        public let linkParameter: String?
        /// What stands for the user's name in an invitation; `nil` elsewhere.
        public let usernameParameter: String?
        /// What the client sent for triggers.
        public let clientMetadata: [String: String]

        /// The request of one message.
        public init(
            userAttributes: [String: String], codeParameter: String?, linkParameter: String? = nil,
            usernameParameter: String? = nil, clientMetadata: [String: String] = [:]
        ) {
            self.userAttributes = userAttributes
            self.codeParameter = codeParameter
            self.linkParameter = linkParameter
            self.usernameParameter = usernameParameter
            self.clientMetadata = clientMetadata
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"), codeParameter: try members.text("codeParameter"),
                linkParameter: try members.text("linkParameter"),
                usernameParameter: try members.text("usernameParameter"),
                clientMetadata: try members.texts("clientMetadata"))
        }
    }

    /// The text; what stays `nil` is the pool's own.
    public struct Response: TriggerResponse {
        /// The text message, at most 140 characters; it must hold the code's parameter.
        public var smsMessage: String?
        /// The e-mail, HTML, at most 20,000 characters; it must hold the code's or the link's parameter.
        public var emailMessage: String?
        /// The subject of the e-mail, at most 140 characters.
        public var emailSubject: String?

        /// The members.
        public static let members: [StaticString] = ["smsMessage", "emailMessage", "emailSubject"]

        /// The pool's own text.
        public init() {}

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            smsMessage = try members.text("smsMessage")
            emailMessage = try members.text("emailMessage")
            emailSubject = try members.text("emailSubject")
        }

        /// Writes the members.
        public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) {
            writer.member("smsMessage", smsMessage)
            writer.member("emailMessage", emailMessage)
            writer.member("emailSubject", emailSubject)
        }
    }
}

extension UserPoolTrigger where Kind == CustomMessage {
    /// Before a message is sent.
    public static var customMessage: Self { Self() }
}
