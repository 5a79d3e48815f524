// SPDX-License-Identifier: Apache-2.0

/// A point in a user pool's work at which it asks the application: `.preSignUp`, `.customMessage`, ….
///
/// `Kind` says what the pool tells and what it wants to know; see ``AppBuilder/onTrigger(_:_:)``.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html>
public struct UserPoolTrigger<Kind: UserPoolTriggerKind>: Sendable {
    init() {}
}

/// What a trigger tells and asks.
///
/// The kinds are Cognito's, and each is an enumeration without cases in this module; an application has no reason to add one.
public protocol UserPoolTriggerKind: Sendable {
    /// What the pool tells.
    associatedtype Request: TriggerRequest
    /// What the pool wants to know.
    associatedtype Response: TriggerResponse
    /// What a handler returns: the response, or nothing where the pool wants to know nothing.
    associatedtype Answer = Response
    /// Which trigger it is.
    static var name: TriggerName { get }

    /// The response that a handler's answer stands for.
    static func response(_ answer: Answer) -> Response
}

extension UserPoolTriggerKind where Answer == Response {
    /// The answer itself.
    public static func response(_ answer: Response) -> Response { answer }
}

extension UserPoolTriggerKind where Answer == Void, Response == TriggerAcknowledgement {
    /// The acknowledgement.
    public static func response(_ answer: Void) -> TriggerAcknowledgement { TriggerAcknowledgement() }
}

/// The names of the triggers: the part of `triggerSource` before its underscore.
///
/// What stands behind it, such as `SignUp` or `AdminCreateUser`, says which operation led to the event.
public enum TriggerName: String, Sendable, Hashable, CaseIterable {
    /// Before a new user is stored.
    case preSignUp = "PreSignUp"
    /// After a user was confirmed.
    case postConfirmation = "PostConfirmation"
    /// Before a user who wants to sign in is authenticated.
    case preAuthentication = "PreAuthentication"
    /// After a user was authenticated.
    case postAuthentication = "PostAuthentication"
    /// Before tokens are made.
    case preTokenGeneration = "TokenGeneration"
    /// When a user is not in the pool.
    case userMigration = "UserMigration"
    /// Before a message is sent.
    case customMessage = "CustomMessage"
    /// What comes next in a custom sign-in.
    case defineAuthChallenge = "DefineAuthChallenge"
    /// What a custom challenge looks like.
    case createAuthChallenge = "CreateAuthChallenge"
    /// Whether a custom challenge was met.
    case verifyAuthChallengeResponse = "VerifyAuthChallengeResponse"
    /// In place of sending an e-mail.
    case customEmailSender = "CustomEmailSender"
    /// In place of sending a text message.
    case customSMSSender = "CustomSMSSender"
    /// Before the attributes of an external identity provider are stored.
    case inboundFederation = "InboundFederation"

    /// The trigger that `source` belongs to; `nil` when it is none of those above.
    init?(source: String) {
        guard let end = source.utf8.firstIndex(of: UInt8(ascii: "_")) else { return nil }
        self.init(rawValue: String(source[..<end]))
    }

    /// The name in Cognito's messages, such as `PreSignUp failed with error …`.
    public var displayName: String { self == .preTokenGeneration ? "PreTokenGeneration" : rawValue }
}
