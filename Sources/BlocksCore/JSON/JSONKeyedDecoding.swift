// SPDX-License-Identifier: Apache-2.0

/// Reads the members of an object.
///
/// A scalar is read without a decoder of its own; one is made where that fails, to word the error.
struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let decoder: JSONViewDecoder
    /// The last member of each name, for objects so large that searching them for each key would be quadratic.
    private let places: [String: JSONView]?

    init(decoder: JSONViewDecoder) {
        self.decoder = decoder
        places =
            decoder.view.count > 16
            ? Dictionary(decoder.view.members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }) : nil
    }

    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] {
        if let places { return places.keys.compactMap(Key.init(stringValue:)) }
        var keys: [Key] = []
        var seen: Set<String> = []
        for (key, _) in decoder.view.members where seen.insert(key).inserted {
            if let key = Key(stringValue: key) { keys.append(key) }
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { member(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        let view = try value(key)
        if let value = view.bool { return value }
        return try decoder.child(view, key).decode(type)
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        let view = try value(key)
        if let value = view.string { return value }
        return try decoder.child(view, key).decode(type)
    }

    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        let view = try value(key)
        if let value = view.double { return value }
        return try decoder.child(view, key).decode(type)
    }

    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try decoder.child(value(key), key).decode(type)
    }

    func decode<Integer: FixedWidthInteger & Decodable>(_ type: Integer.Type, forKey key: Key) throws -> Integer {
        let view = try value(key)
        if let value = view.integer(type) { return value }
        return try decoder.child(view, key).decode(type)
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decoder.child(value(key), key).decode(type)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        guard let view = present(key) else { return nil }
        return try view.bool ?? decoder.child(view, key).decode(type)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let view = present(key) else { return nil }
        return try view.string ?? decoder.child(view, key).decode(type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try present(key).map { try decoder.child($0, key).decode(type) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder.child(value(key), key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder.child(value(key), key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        let key = JSONCodingKey.super
        guard let view = member(key) else { throw missing(key) }
        return decoder.child(view, key)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        try decoder.child(value(key), key)
    }

    private func member(_ key: some CodingKey) -> JSONView? {
        if let places { places[key.stringValue] } else { decoder.view[key: key.stringValue] }
    }

    private func value(_ key: Key) throws -> JSONView {
        guard let view = member(key) else { throw missing(key) }
        return view
    }

    /// The member named `key`, unless it is absent or null.
    private func present(_ key: Key) -> JSONView? {
        guard let view = member(key), !view.isNull else { return nil }
        return view
    }

    private func missing(_ key: some CodingKey) -> DecodingError {
        .keyNotFound(key, decoder.context("the object lacks this member"))
    }
}
