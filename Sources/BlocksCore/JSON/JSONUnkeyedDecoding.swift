// SPDX-License-Identifier: Apache-2.0

/// Reads the elements of an array.
struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
    private let decoder: JSONViewDecoder
    private var rest: JSONView.Elements
    private(set) var currentIndex = 0

    init(decoder: JSONViewDecoder) {
        self.decoder = decoder
        rest = decoder.view.elements
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { decoder.view.count }
    var isAtEnd: Bool { rest.position >= rest.end }

    mutating func decodeNil() throws -> Bool {
        let isNull = try element(Never?.self).view.isNull
        if isNull { advance() }
        return isNull
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try decode(type) { $0.bool } }
    mutating func decode(_ type: String.Type) throws -> String { try decode(type) { $0.string } }
    mutating func decode(_ type: Double.Type) throws -> Double { try decode(type) { $0.double } }
    mutating func decode(_ type: Float.Type) throws -> Float { try decode(type) { _ in nil } }

    mutating func decode<Integer: FixedWidthInteger & Decodable>(_ type: Integer.Type) throws -> Integer {
        try decode(type) { $0.integer(type) }
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == String.self { return try decode(type) { $0.string.flatMap { exactly($0, type) } } }
        return try decode(type) { _ in nil }
    }

    /// Reads an element by `scalar`, or by a decoder of its own where that fails.
    @inline(__always)
    private mutating func decode<Value: Decodable>(
        _ type: Value.Type, scalar: (JSONView) -> Value?
    ) throws -> Value {
        if !isAtEnd, let value = scalar(JSONView(tape: rest.tape, index: rest.position)) {
            advance()
            return value
        }
        let value = try element(type).decode(type)
        advance()
        return value
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let container = try element([String: JSONValue].self).container(keyedBy: type)
        advance()
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try element([JSONValue].self).unkeyedContainer()
        advance()
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try element(JSONValue.self)
        advance()
        return decoder
    }

    private func element(_ type: any Any.Type) throws -> JSONViewDecoder {
        let key = JSONCodingKey(intValue: currentIndex)
        guard !isAtEnd else {
            let path = decoder.path.appending(key).keys
            throw DecodingError.valueNotFound(type, .init(codingPath: path, debugDescription: "the array has ended"))
        }
        return decoder.child(JSONView(tape: rest.tape, index: rest.position), key)
    }

    private mutating func advance() {
        _ = rest.next()
        currentIndex &+= 1
    }
}
