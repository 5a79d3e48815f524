// SPDX-License-Identifier: Apache-2.0

/// The one configuration of JSON in this package: strict texts in, deterministic texts out.
///
/// Optional members that are `nil` are absent, non-finite numbers are `null`, and dictionaries are written sorted by key.
public enum JSONCoding {
    /// The JSON of `value`, members in declaration order.
    ///
    /// - Throws: `EncodingError` where the value nests deeper than 512 levels, and whatever the value itself throws.
    public static func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        try writer.encode(value)
        return writer.bytes
    }

    /// The JSON of `value`, the members of every object sorted by key.
    ///
    /// - Throws: as ``encode(_:)`` does.
    public static func encodeSorted<Value: Encodable>(_ value: Value) throws -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        try JSONTreeEncoder.node(of: value).write(to: &writer, sorted: true)
        return writer.bytes
    }

    /// The JSON of `value` as text, members in declaration order.
    ///
    /// - Throws: as ``encode(_:)`` does.
    public static func string<Value: Encodable>(_ value: Value) throws -> String {
        String(decoding: try encode(value), as: UTF8.self)
    }

    /// Reads a `Decodable` value from a JSON text.
    ///
    /// - Throws: ``JSONError`` for what is no JSON, `DecodingError` for JSON that does not fit, without the input in either.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDocument(bytes).root.decode(type)
    }

    /// Reads a `Decodable` value from a JSON text.
    ///
    /// - Throws: as ``decode(_:from:)-(_,[UInt8])`` does.
    public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try decode(type, from: Array(text.utf8))
    }

    /// The JSON of `value` on several lines, each level indented by two spaces, without a newline at the end.
    public static func encodePretty(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        pretty(value, indentation: "\n", &writer)
        return writer.bytes
    }

    private static func pretty(_ value: JSONValue, indentation: String, _ writer: inout JSONWriter) {
        let inner = indentation + "  "
        switch value {
        case .array(let elements) where !elements.isEmpty:
            writer.beginArray()
            for element in elements {
                writer.lineBreak(inner)
                pretty(element, indentation: inner, &writer)
            }
            writer.lineBreak(indentation, beforeValue: false)
            writer.endArray()
        case .object(let object) where !object.isEmpty:
            writer.beginObject()
            for (key, value) in object {
                writer.lineBreak(inner)
                writer.key(key)
                writer.bytes.append(UInt8(ascii: " "))
                pretty(value, indentation: inner, &writer)
            }
            writer.lineBreak(indentation, beforeValue: false)
            writer.endObject()
        default: writer.value(value)
        }
    }
}
