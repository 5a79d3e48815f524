// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// What goes along with a sign-in.
public struct SignInOptions: Sendable {
    /// Values for the pool's Lambda triggers; `nil` for none.
    public var clientMetadata: [String: String]?
    /// The first factor to try with `USER_AUTH`; `nil` takes the pool's preference.
    public var preferredChallenge: FirstFactor?
    /// The fingerprint that Cognito's script made in the user's browser, for the option `threatProtection`; `nil` for none.
    public var encodedData: Secret<String>?

    /// Nothing but what is given.
    public init(
        clientMetadata: [String: String]? = nil, preferredChallenge: FirstFactor? = nil,
        encodedData: Secret<String>? = nil
    ) {
        self.clientMetadata = clientMetadata
        self.preferredChallenge = preferredChallenge
        self.encodedData = encodedData
    }
}

extension SignInOptions: Decodable {
    private enum CodingKeys: CodingKey { case clientMetadata, preferredChallenge, encodedData }

    /// Reads `{clientMetadata?, preferredChallenge?, encodedData?}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        clientMetadata = try container.decodeIfPresent([String: String].self, forKey: .clientMetadata)
        preferredChallenge = try container.decodeIfPresent(FirstFactor.self, forKey: .preferredChallenge)
        encodedData = try container.decodeIfPresent(String.self, forKey: .encodedData).map { Secret($0) }
    }
}
