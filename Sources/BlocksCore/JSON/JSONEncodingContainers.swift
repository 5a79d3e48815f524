// SPDX-License-Identifier: Apache-2.0

/// The nodes of scalars, shared by the three kinds of container.
extension JSONNode {
    init(_ value: some FixedWidthInteger) {
        self = Int64(exactly: value).map(JSONNode.integer) ?? .unsigned(UInt64(truncatingIfNeeded: value))
    }

    /// `null` if `value` is not finite, as `JSON.stringify` has it.
    init(_ value: some BinaryFloatingPoint & CustomStringConvertible) {
        self = value.isFinite ? .number(JSONNumberText.literal(value)) : .null
    }
}

/// Collects the members of an object.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONTreeEncoder
    let object: JSONObjectNode

    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil(forKey key: Key) { object[key.stringValue] = .null }
    func encode(_ value: Bool, forKey key: Key) { object[key.stringValue] = .bool(value) }
    func encode(_ value: String, forKey key: Key) { object[key.stringValue] = .string(value) }
    func encode(_ value: Double, forKey key: Key) { object[key.stringValue] = JSONNode(value) }
    func encode(_ value: Float, forKey key: Key) { object[key.stringValue] = JSONNode(value) }

    func encode<Integer: FixedWidthInteger & Encodable>(_ value: Integer, forKey key: Key) {
        object[key.stringValue] = JSONNode(value)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        object[key.stringValue] = try encoder.node(of: value, at: key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        superEncoder(keyed: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        superEncoder(keyed: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { superEncoder(keyed: JSONCodingKey.super) }
    func superEncoder(forKey key: Key) -> any Encoder { superEncoder(keyed: key) }

    /// An encoder whose result, when all is done, is the member named `key`; the one already there if there is one.
    private func superEncoder(keyed key: any CodingKey) -> JSONTreeEncoder {
        if case .encoder(let encoder) = object[key.stringValue] { return encoder }
        let child = encoder.child(key)
        object[key.stringValue] = .encoder(child)
        return child
    }
}

/// Collects the elements of an array.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    let encoder: JSONTreeEncoder
    let array: JSONArrayNode

    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { array.elements.count }

    func encodeNil() { array.elements.append(.null) }
    func encode(_ value: Bool) { array.elements.append(.bool(value)) }
    func encode(_ value: String) { array.elements.append(.string(value)) }
    func encode(_ value: Double) { array.elements.append(JSONNode(value)) }
    func encode(_ value: Float) { array.elements.append(JSONNode(value)) }

    func encode<Integer: FixedWidthInteger & Encodable>(_ value: Integer) {
        array.elements.append(JSONNode(value))
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        array.elements.append(try encoder.node(of: value, at: JSONCodingKey(intValue: count)))
    }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        appendedEncoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { appendedEncoder().unkeyedContainer() }
    func superEncoder() -> any Encoder { appendedEncoder() }

    private func appendedEncoder() -> JSONTreeEncoder {
        let child = encoder.child(JSONCodingKey(intValue: count))
        array.elements.append(.encoder(child))
        return child
    }
}

/// Collects a value that is neither.
struct JSONSingleEncoding: SingleValueEncodingContainer {
    let encoder: JSONTreeEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil() { encoder.node = .null }
    func encode(_ value: Bool) { encoder.node = .bool(value) }
    func encode(_ value: String) { encoder.node = .string(value) }
    func encode(_ value: Double) { encoder.node = JSONNode(value) }
    func encode(_ value: Float) { encoder.node = JSONNode(value) }
    func encode<Integer: FixedWidthInteger & Encodable>(_ value: Integer) { encoder.node = JSONNode(value) }

    func encode<Value: Encodable>(_ value: Value) throws {
        encoder.node = try encoder.node(of: value, at: nil)
    }
}
