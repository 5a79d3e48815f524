// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// What goes along with a sign-up.
public struct SignUpOptions<Pool: UserPoolSchema>: Sendable {
    /// The user's attributes.
    public var attributes: AttributeValues<Pool>
    /// Values for the pool's Lambda triggers.
    public var clientMetadata: [String: String]
    /// Whether `autoSignIn` may follow the confirmation without asking again; needs the request context.
    public var autoSignIn: Bool
    /// The fingerprint that Cognito's script made in the user's browser, for the option `threatProtection`; `nil` for none.
    public var encodedData: Secret<String>?

    /// Nothing but what is given.
    public init(
        attributes: AttributeValues<Pool> = [:], clientMetadata: [String: String] = [:], autoSignIn: Bool = false,
        encodedData: Secret<String>? = nil
    ) {
        self.encodedData = encodedData
        self.attributes = attributes
        self.clientMetadata = clientMetadata
        self.autoSignIn = autoSignIn
    }
}

extension SignUpOptions: Decodable {
    private enum CodingKeys: CodingKey { case attributes, clientMetadata, autoSignIn, encodedData }

    /// Reads `{attributes?, clientMetadata?, autoSignIn?, encodedData?}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        attributes = try container.decodeIfPresent(AttributeValues<Pool>.self, forKey: .attributes) ?? [:]
        clientMetadata = try container.decodeIfPresent([String: String].self, forKey: .clientMetadata) ?? [:]
        autoSignIn = try container.decodeIfPresent(Bool.self, forKey: .autoSignIn) ?? false
        encodedData = try container.decodeIfPresent(String.self, forKey: .encodedData).map { Secret($0) }
    }
}
