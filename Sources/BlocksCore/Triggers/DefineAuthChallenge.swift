// SPDX-License-Identifier: Apache-2.0

/// What comes next in a custom sign-in: another challenge, tokens, or the end.
///
/// Source: `DefineAuthChallenge_Authentication`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html>
public enum DefineAuthChallenge: UserPoolTriggerKind {
    /// `DefineAuthChallenge`.
    public static let name = TriggerName.defineAuthChallenge

    /// What the pool tells of the sign-in.
    public struct Request: TriggerRequest {
        /// The user's attributes by wire name; empty for a user that doesn't exist.
        public let userAttributes: [String: String]
        /// The challenges so far, in order; a sign-in by SRP first begins with `SRP_A`, which is always met.
        public let session: [ChallengeResult]
        /// What the client sent with the answer to a challenge; empty at the start of a sign-in.
        public let clientMetadata: [String: String]
        /// Whether there is no such user, in pools that don't tell clients so: answer as for one that exists, but without tokens.
        public let userNotFound: Bool

        /// The request of one step.
        public init(
            userAttributes: [String: String], session: [ChallengeResult], clientMetadata: [String: String] = [:],
            userNotFound: Bool = false
        ) {
            self.userAttributes = userAttributes
            self.session = session
            self.clientMetadata = clientMetadata
            self.userNotFound = userNotFound
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"), session: try members.challengeResults("session"),
                clientMetadata: try members.texts("clientMetadata"), userNotFound: try members.flag("userNotFound"))
        }
    }

    /// What comes next.
    public struct Response: TriggerResponse {
        /// The next challenge, such as `CUSTOM_CHALLENGE`; `nil` when there is none.
        public var challengeName: String?
        /// Whether the user is signed in.
        public var issueTokens = false
        /// Whether the sign-in has failed.
        public var failAuthentication = false

        /// The members.
        public static let members: [StaticString] = ["challengeName", "issueTokens", "failAuthentication"]

        /// Nothing decided.
        public init() {}

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            challengeName = try members.text("challengeName")
            issueTokens = try members.flag("issueTokens")
            failAuthentication = try members.flag("failAuthentication")
        }

        /// Writes the members.
        public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) {
            writer.member("challengeName", challengeName)
            writer.member("issueTokens", issueTokens)
            writer.member("failAuthentication", failAuthentication)
        }

        /// The next challenge is called `name`.
        public mutating func pose(_ name: String = "CUSTOM_CHALLENGE") {
            (challengeName, issueTokens, failAuthentication) = (name, false, false)
        }

        /// The user is signed in.
        public mutating func succeed() {
            (challengeName, issueTokens, failAuthentication) = (nil, true, false)
        }

        /// The sign-in has failed.
        public mutating func fail() {
            (challengeName, issueTokens, failAuthentication) = (nil, false, true)
        }
    }
}

/// How a challenge of a sign-in ended.
public struct ChallengeResult: Sendable, Equatable {
    /// The challenge: `CUSTOM_CHALLENGE`, `SRP_A`, `PASSWORD_VERIFIER`, `SMS_MFA`, ….
    public let challengeName: String
    /// Whether it was met.
    public let challengeResult: Bool
    /// What ``CreateAuthChallenge`` called it; `nil` for a challenge of the pool's own.
    public let challengeMetadata: String?

    /// The end of one challenge.
    public init(challengeName: String, challengeResult: Bool, challengeMetadata: String? = nil) {
        self.challengeName = challengeName
        self.challengeResult = challengeResult
        self.challengeMetadata = challengeMetadata
    }
}

extension TriggerMembers {
    /// The member as the challenges of a sign-in; empty when absent.
    func challengeResults(_ name: StaticString) throws(TriggerError) -> [ChallengeResult] {
        guard let elements = try array(name) else { return [] }
        var results: [ChallengeResult] = []
        for element in elements {
            guard element.kind == .object else { throw .wrongType(name, "a list of objects") }
            let members = TriggerMembers(element)
            results.append(
                ChallengeResult(
                    challengeName: try members.requiredText("challengeName"),
                    challengeResult: try members.flag("challengeResult"),
                    challengeMetadata: try members.text("challengeMetadata")))
        }
        return results
    }
}

extension UserPoolTrigger where Kind == DefineAuthChallenge {
    /// What comes next in a custom sign-in.
    public static var defineAuthChallenge: Self { Self() }
}
