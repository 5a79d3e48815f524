// SPDX-License-Identifier: Apache-2.0

/// In place of sending an e-mail: the handler sends it.
///
/// Sources: `CustomEmailSender_SignUp`, `_Authentication`, `_ForgotPassword`, `_ResendCode`, `_UpdateUserAttribute`,
/// `_VerifyUserAttribute`, `_AdminCreateUser`, `_AccountTakeOverNotification`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html>
public enum CustomEmailSender: UserPoolTriggerKind {
    /// `CustomEmailSender`.
    public static let name = TriggerName.customEmailSender
    /// What the pool tells of the message.
    public typealias Request = SenderRequest
    /// Nothing is asked.
    public typealias Response = TriggerAcknowledgement
    /// A handler returns nothing.
    public typealias Answer = Void
}

/// In place of sending a text message: the handler sends it.
///
/// Sources: those of ``CustomEmailSender`` but the last, with `CustomSMSSender_` before them.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html>
public enum CustomSMSSender: UserPoolTriggerKind {
    /// `CustomSMSSender`.
    public static let name = TriggerName.customSMSSender
    /// What the pool tells of the message.
    public typealias Request = SenderRequest
    /// Nothing is asked.
    public typealias Response = TriggerAcknowledgement
    /// A handler returns nothing.
    public typealias Answer = Void
}

/// What a pool tells whoever sends its messages.
public struct SenderRequest: TriggerRequest {
    /// `customEmailSenderRequestV1` or `customSMSSenderRequestV1`; `nil` when the event doesn't say.
    public let type: String?
    /// The code or temporary password; `nil` for a message without one.
    ///
    /// From Cognito it is Base64 of a message of the AWS Encryption SDK under the pool's KMS key; the local pool gives it as it is.
    public let code: Secret<String>?
    /// The user's attributes by wire name.
    public let userAttributes: [String: String]
    /// What the client sent for triggers.
    public let clientMetadata: [String: String]

    /// The request of one message.
    public init(
        type: String?, code: Secret<String>?, userAttributes: [String: String], clientMetadata: [String: String] = [:]
    ) {
        self.type = type
        self.code = code
        self.userAttributes = userAttributes
        self.clientMetadata = clientMetadata
    }

    /// Reads the members.
    public init(_ members: TriggerMembers) throws(TriggerError) {
        self.init(
            type: try members.text("type"), code: try members.text("code").map { Secret($0) },
            userAttributes: try members.texts("userAttributes"), clientMetadata: try members.texts("clientMetadata"))
    }
}

extension UserPoolTrigger where Kind == CustomEmailSender {
    /// In place of sending an e-mail.
    public static var customEmailSender: Self { Self() }
}

extension UserPoolTrigger where Kind == CustomSMSSender {
    /// In place of sending a text message.
    public static var customSMSSender: Self { Self() }
}
