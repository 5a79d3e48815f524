// SPDX-License-Identifier: Apache-2.0

/// A set of keys (RFC 7517 §5), as an issuer publishes it.
public struct JWKSet: Codable, Sendable, Equatable {
    /// The keys in the order of the document, of any type.
    public var keys: [JWK]

    /// Makes a set of `keys`.
    public init(keys: [JWK]) {
        self.keys = keys
    }

    /// Reads a set, leaving out what is not a key: members that are unknown today must not lock everyone out (§5).
    ///
    /// Throws when there is no `keys` array.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        keys = try container.decode([Element].self, forKey: .keys).compactMap(\.key)
    }

    /// The first key with that identifier, or `nil`.
    public func key(id: String) -> JWK? {
        keys.first { $0.kid == id }
    }

    private enum CodingKeys: CodingKey { case keys }

    private struct Element: Decodable {
        let key: JWK?
        init(from decoder: any Decoder) { key = try? JWK(from: decoder) }
    }
}
