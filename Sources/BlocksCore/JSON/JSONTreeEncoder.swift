// SPDX-License-Identifier: Apache-2.0

/// Collects what one `Encodable` value encodes.
final class JSONTreeEncoder: Encoder {
    /// What the value has encoded so far.
    var node: JSONNode?
    let path: JSONCodingPath
    private let depth: Int
    private let isDictionary: Bool

    init(path: JSONCodingPath = .root, depth: Int = 0, isDictionary: Bool = false) {
        self.path = path
        self.depth = depth
        self.isDictionary = isDictionary
    }

    var codingPath: [any CodingKey] { path.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// What was encoded; a value that encodes nothing is an empty object.
    var result: JSONNode { node ?? .object(JSONObjectNode(isDictionary: false)) }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONKeyedEncoding(encoder: self, object: objectNode()))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONUnkeyedEncoding(encoder: self, array: arrayNode())
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONSingleEncoding(encoder: self)
    }

    /// The object this encoder writes to, the one it has already where a class and its superclass share it.
    private func objectNode() -> JSONObjectNode {
        if case .object(let object) = node { return object }
        let object = JSONObjectNode(isDictionary: isDictionary)
        node = .object(object)
        return object
    }

    private func arrayNode() -> JSONArrayNode {
        if case .array(let array) = node { return array }
        let array = JSONArrayNode()
        node = .array(array)
        return array
    }

    /// An encoder for a value below this one.
    func child(_ key: (any CodingKey)?, isDictionary: Bool = false) -> JSONTreeEncoder {
        JSONTreeEncoder(path: key.map(path.appending) ?? path, depth: depth + 1, isDictionary: isDictionary)
    }

    /// The node of a value below this one.
    ///
    /// A `nil` key says that it stands in the very same place, as a raw value does.
    func node<Value: Encodable>(of value: Value, at key: @autoclosure () -> (any CodingKey)?) throws -> JSONNode {
        if let node = Self.scalar(value) { return node }
        guard depth < JSONLimits.deepest else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "nested too deeply"))
        }
        let encoder = child(key(), isDictionary: Value.self is any JSONDictionary.Type)
        try value.encode(to: encoder)
        return encoder.result
    }

    /// The node of a value with none above it.
    static func node<Value: Encodable>(of value: Value) throws -> JSONNode {
        if let node = scalar(value) { return node }
        let encoder = JSONTreeEncoder(isDictionary: Value.self is any JSONDictionary.Type)
        try value.encode(to: encoder)
        return encoder.result
    }

    /// What `encode(to:)` would come to for the types most often met, without its containers.
    private static func scalar<Value: Encodable>(_ value: Value) -> JSONNode? {
        if let value = exactly(value, String.self) { return .string(value) }
        if let value = exactly(value, Int.self) { return .integer(Int64(value)) }
        if let value = exactly(value, Bool.self) { return .bool(value) }
        if let value = exactly(value, JSONValue.self) { return .value(value) }
        return nil
    }
}

/// Dictionaries, whose members come in no order of their own.
private protocol JSONDictionary {}

extension Dictionary: JSONDictionary {}
