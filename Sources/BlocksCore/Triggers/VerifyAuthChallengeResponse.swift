// SPDX-License-Identifier: Apache-2.0

/// Whether a custom challenge was met.
///
/// Source: `VerifyAuthChallengeResponse_Authentication`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-verify-auth-challenge-response.html>
public enum VerifyAuthChallengeResponse: UserPoolTriggerKind {
    /// `VerifyAuthChallengeResponse`.
    public static let name = TriggerName.verifyAuthChallengeResponse

    /// What the pool tells of the answer.
    public struct Request: TriggerRequest {
        /// The user's attributes by wire name; empty for a user that doesn't exist.
        public let userAttributes: [String: String]
        /// What ``CreateAuthChallenge`` kept from the client.
        public let privateChallengeParameters: [String: Secret<String>]
        /// What the client answered.
        public let challengeAnswer: Secret<String>
        /// What the client sent with the answer.
        public let clientMetadata: [String: String]
        /// Whether there is no such user, in pools that don't tell clients so: no answer is right.
        public let userNotFound: Bool

        /// The request of one answer.
        public init(
            userAttributes: [String: String], privateChallengeParameters: [String: Secret<String>],
            challengeAnswer: Secret<String>, clientMetadata: [String: String] = [:], userNotFound: Bool = false
        ) {
            self.userAttributes = userAttributes
            self.privateChallengeParameters = privateChallengeParameters
            self.challengeAnswer = challengeAnswer
            self.clientMetadata = clientMetadata
            self.userNotFound = userNotFound
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"),
                privateChallengeParameters: try members.secrets("privateChallengeParameters"),
                challengeAnswer: Secret(try members.requiredText("challengeAnswer")),
                clientMetadata: try members.texts("clientMetadata"), userNotFound: try members.flag("userNotFound"))
        }
    }

    /// The verdict.
    public struct Response: TriggerResponse {
        /// Whether the answer is right; ``DefineAuthChallenge`` decides what follows from it.
        public var answerCorrect = false

        /// The members.
        public static let members: [StaticString] = ["answerCorrect"]

        /// A wrong answer.
        public init() {}

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            answerCorrect = try members.flag("answerCorrect")
        }

        /// Writes the members.
        public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) {
            writer.member("answerCorrect", answerCorrect)
        }
    }
}

extension UserPoolTrigger where Kind == VerifyAuthChallengeResponse {
    /// Whether a custom challenge was met.
    public static var verifyAuthChallengeResponse: Self { Self() }
}
