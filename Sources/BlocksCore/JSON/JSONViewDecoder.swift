// SPDX-License-Identifier: Apache-2.0

/// Reads `Decodable` values from a view.
struct JSONViewDecoder: Decoder {
    let view: JSONView
    let path: JSONCodingPath
    let depth: Int

    init(view: JSONView, path: JSONCodingPath = .root, depth: Int = 0) {
        self.view = view
        self.path = path
        self.depth = depth
    }

    var codingPath: [any CodingKey] { path.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard view.kind == .object else { throw mismatch([String: JSONValue].self, "an object") }
        return KeyedDecodingContainer(JSONKeyedDecoding(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard view.kind == .array else { throw mismatch([JSONValue].self, "an array") }
        return JSONUnkeyedDecoding(decoder: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    /// A decoder for a value below this one.
    func child(_ view: JSONView, _ key: any CodingKey) -> JSONViewDecoder {
        JSONViewDecoder(view: view, path: path.appending(key), depth: depth)
    }
}

extension JSONViewDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { view.isNull }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard let value = view.bool else { throw mismatch(type, "a boolean") }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard let value = view.string else { throw mismatch(type, "a string") }
        return value
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let value = view.double else { throw numberMismatch(type) }
        return value
    }

    func decode(_ type: Float.Type) throws -> Float {
        guard let value = view.double.map(Float.init), value.isFinite else { throw numberMismatch(type) }
        return value
    }

    func decode<Integer: FixedWidthInteger & Decodable>(_ type: Integer.Type) throws -> Integer {
        guard let value = view.integer(type) else { throw numberMismatch(type) }
        return value
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        // What `Value.init(from:)` would come to for these, without its containers.
        if Value.self == String.self, let value = exactly(try decode(String.self), type) { return value }
        if Value.self == Int.self, let value = exactly(try decode(Int.self), type) { return value }
        if Value.self == JSONValue.self, let value = exactly(view.value, type) { return value }
        // The parser bounds the depth of the text; this bounds types that read themselves from the same place for ever.
        // Two types a level are usual, an optional or an enumeration and what it wraps.
        guard depth < 2 * JSONLimits.deepest else {
            throw DecodingError.dataCorrupted(context("nested too deeply"))
        }
        return try Value(from: JSONViewDecoder(view: view, path: path, depth: depth + 1))
    }

    private func numberMismatch(_ type: any Any.Type) -> DecodingError {
        guard view.kind == .number else { return mismatch(type, "a number") }
        return .dataCorrupted(context("the number does not fit \(type)"))
    }

    /// The error for a value of the wrong kind; it names both kinds and the place, never the value.
    func mismatch(_ type: any Any.Type, _ expected: String) -> DecodingError {
        if view.isNull { return .valueNotFound(type, context("expected \(expected), found null")) }
        return .typeMismatch(type, context("expected \(expected), found \(view.kind.phrase)"))
    }

    func context(_ text: String) -> DecodingError.Context {
        DecodingError.Context(codingPath: codingPath, debugDescription: text)
    }
}

extension JSONView.Kind {
    fileprivate var phrase: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
