// SPDX-License-Identifier: Apache-2.0

/// Attributes to send, in the order in which they were given.
public struct AttributeValues<Pool: UserPoolSchema>: Sendable, ExpressibleByDictionaryLiteral {
    /// Names with their values; a later value of a name does not replace an earlier one.
    public private(set) var pairs: [(name: AttributeName<Pool>, value: String)]

    /// The attributes `elements`, in order.
    public init(dictionaryLiteral elements: (AttributeName<Pool>, String)...) {
        pairs = elements.map { (name: $0.0, value: $0.1) }
    }

    /// No attributes.
    public init() {
        pairs = []
    }

    /// The attributes `pairs`, in order.
    public init(_ pairs: [(name: AttributeName<Pool>, value: String)]) {
        self.pairs = pairs
    }

    /// Whether there is none.
    public var isEmpty: Bool { pairs.isEmpty }

    /// Adds one attribute at the end.
    public mutating func append(_ name: AttributeName<Pool>, _ value: String) {
        pairs.append((name: name, value: value))
    }
}

extension AttributeValues: Decodable {
    /// Reads a JSON object of texts; `null` members are skipped, names that the schema lacks are refused.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        pairs = []
        for key in container.allKeys where try !container.decodeNil(forKey: key) {
            guard let name = AttributeName<Pool>(wireName: key.stringValue) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "The pool declares no such attribute.")
            }
            pairs.append((name: name, value: try container.decode(String.self, forKey: key)))
        }
    }
}

/// A member name that is data.
struct AnyCodingKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ stringValue: String) { self.stringValue = stringValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
