// SPDX-License-Identifier: Apache-2.0

/// Before what an external identity provider says of a user is stored: changes it.
///
/// Source: `InboundFederation_ExternalProvider`.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-inbound-federation.html>
public enum InboundFederation: UserPoolTriggerKind {
    /// `InboundFederation`.
    public static let name = TriggerName.inboundFederation

    /// What the pool tells of the user.
    public struct Request: TriggerRequest {
        /// The provider's name in the pool.
        public let providerName: String
        /// `OIDC`, `SAML`, `Facebook`, `Google`, `SignInWithApple` or `LoginWithAmazon`.
        public let providerType: String
        /// The provider's answer at its token endpoint; empty for SAML.
        public let tokenResponse: [String: Secret<String>]
        /// The claims of the provider's ID token, those other than texts as JSON text; empty for SAML.
        public let idToken: [String: String]
        /// What the provider's user-info endpoint said, what is no text as JSON text; empty for SAML.
        public let userInfo: [String: String]
        /// The attributes of the SAML assertion, those other than texts as JSON text; empty for other providers.
        public let samlResponse: [String: String]

        /// The request of one sign-in at a provider.
        public init(
            providerName: String, providerType: String, tokenResponse: [String: Secret<String>] = [:],
            idToken: [String: String] = [:], userInfo: [String: String] = [:], samlResponse: [String: String] = [:]
        ) {
            self.providerName = providerName
            self.providerType = providerType
            self.tokenResponse = tokenResponse
            self.idToken = idToken
            self.userInfo = userInfo
            self.samlResponse = samlResponse
        }

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            let attributes = try members.object("attributes")
            self.init(
                providerName: try members.requiredText("providerName"),
                providerType: try members.requiredText("providerType"),
                tokenResponse: try attributes.anything("tokenResponse").mapValues { Secret($0) },
                idToken: try attributes.anything("idToken"), userInfo: try attributes.anything("userInfo"),
                samlResponse: try attributes.anything("samlResponse"))
        }
    }

    /// The user's attributes.
    public struct Response: TriggerResponse {
        /// All attributes to keep, by the provider's names; empty to keep everything as it came.
        public var userAttributesToMap: [String: String] = [:]

        /// The members.
        public static let members: [StaticString] = ["userAttributesToMap"]

        /// Everything as it came.
        public init() {}

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            userAttributesToMap = try members.anything("userAttributesToMap")
        }

        /// Writes the members.
        public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) {
            writer.member("userAttributesToMap", userAttributesToMap)
        }
    }
}

extension TriggerMembers {
    /// The member as names with texts; what is no text is JSON text.
    fileprivate func anything(_ name: StaticString) throws(TriggerError) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in try object(name).members where !value.isNull {
            texts[key] = value.string ?? String(decoding: value.raw, as: UTF8.self)
        }
        return texts
    }
}

extension UserPoolTrigger where Kind == InboundFederation {
    /// Before the attributes of an external identity provider are stored.
    public static var inboundFederation: Self { Self() }
}
