// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// What goes along with a call to the user pool.
public struct CallOptions: Sendable {
    /// Values for the pool's Lambda triggers.
    public var clientMetadata: [String: String]
    /// The fingerprint that Cognito's script made in the user's browser, for the option `threatProtection`; `nil` for none.
    public var encodedData: Secret<String>?

    /// Nothing but what is given.
    public init(clientMetadata: [String: String] = [:], encodedData: Secret<String>? = nil) {
        self.clientMetadata = clientMetadata
        self.encodedData = encodedData
    }
}

extension CallOptions: Decodable {
    private enum CodingKeys: CodingKey { case clientMetadata, encodedData }

    /// Reads `{clientMetadata?, encodedData?}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        clientMetadata = try container.decodeIfPresent([String: String].self, forKey: .clientMetadata) ?? [:]
        encodedData = try container.decodeIfPresent(String.self, forKey: .encodedData).map { Secret($0) }
    }
}
