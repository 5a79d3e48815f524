// SPDX-License-Identifier: Apache-2.0

/// What a custom challenge looks like: what the client is shown, and what its answer is judged by.
///
/// Source: `CreateAuthChallenge_Authentication`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-create-auth-challenge.html>
public enum CreateAuthChallenge: UserPoolTriggerKind {
    /// `CreateAuthChallenge`.
    public static let name = TriggerName.createAuthChallenge

    /// What the pool tells of the sign-in.
    public struct Request: TriggerRequest {
        /// The user's attributes by wire name; empty for a user that doesn't exist.
        public let userAttributes: [String: String]
        /// The challenge to make, as ``DefineAuthChallenge`` named it.
        public let challengeName: String
        /// The challenges so far, in order.
        public let session: [ChallengeResult]
        /// What the client sent with the answer to a challenge; empty at the start of a sign-in.
        public let clientMetadata: [String: String]
        /// Whether there is no such user, in pools that don't tell clients so: answer as for one that exists, but send nothing.
        public let userNotFound: Bool

        /// The request of one challenge.
        public init(
            userAttributes: [String: String], challengeName: String, session: [ChallengeResult],
            clientMetadata: [String: String] = [:], userNotFound: Bool = false
        ) {
            self.userAttributes = userAttributes
            self.challengeName = challengeName
            self.session = session
            self.clientMetadata = clientMetadata
            self.userNotFound = userNotFound
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            self.init(
                userAttributes: try members.texts("userAttributes"),
                challengeName: try members.requiredText("challengeName"),
                session: try members.challengeResults("session"), clientMetadata: try members.texts("clientMetadata"),
                userNotFound: try members.flag("userNotFound"))
        }
    }

    /// The challenge.
    public struct Response: TriggerResponse {
        /// What the client is shown.
        public var publicChallengeParameters: [String: String] = [:]
        /// What only ``VerifyAuthChallengeResponse`` gets to see: the right answer, or what it takes to know it.
        public var privateChallengeParameters: [String: Secret<String>] = [:]
        /// A name for the challenge, told in the sessions of later steps; `nil` for none.
        public var challengeMetadata: String?

        /// The members.
        public static let members: [StaticString] = [
            "publicChallengeParameters", "privateChallengeParameters", "challengeMetadata",
        ]

        /// A challenge without parameters.
        public init() {}

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            publicChallengeParameters = try members.texts("publicChallengeParameters")
            privateChallengeParameters = try members.secrets("privateChallengeParameters")
            challengeMetadata = try members.text("challengeMetadata")
        }

        /// Writes the members.
        public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) {
            writer.member("publicChallengeParameters", publicChallengeParameters)
            // The reply goes to Cognito, which keeps them sealed between the steps of the sign-in.
            writer.member("privateChallengeParameters", privateChallengeParameters.mapValues { $0.withExposed { $0 } })
            writer.member("challengeMetadata", challengeMetadata)
        }
    }
}

extension UserPoolTrigger where Kind == CreateAuthChallenge {
    /// What a custom challenge looks like.
    public static var createAuthChallenge: Self { Self() }
}
