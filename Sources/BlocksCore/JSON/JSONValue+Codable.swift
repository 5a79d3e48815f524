// SPDX-License-Identifier: Apache-2.0

extension JSONValue: Codable {
    /// Reads whatever value comes next, from any decoder.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? JSONViewDecoder {
            self = decoder.view.value
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self.init(value)
        } else if let value = try? container.decode(Double.self) {
            self.init(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            let members = try container.decode([String: JSONValue].self)
            self = .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
        }
    }

    /// Writes the value, to any encoder.
    public func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? JSONTreeEncoder {
            encoder.node = .value(self)
            return
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            if let integer = value.int {
                try container.encode(integer)
            } else {
                try container.encode(value.double)
            }
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value):
            try container.encode(Dictionary(value.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
        }
    }
}

extension JSONView {
    /// Reads a `Decodable` value; of members with the same name the last one counts.
    ///
    /// - Throws: `DecodingError`, which names the place and the kinds, never the value found there.
    public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONViewDecoder(view: self).decode(type)
    }
}

extension JSONWriter {
    /// Writes an `Encodable` value: members in the order they are encoded, those of dictionaries sorted.
    ///
    /// - Throws: `EncodingError` where the value nests deeper than 512 levels, and whatever the value itself throws.
    public mutating func encode<Value: Encodable>(_ value: Value) throws {
        try JSONTreeEncoder.node(of: value).write(to: &self, sorted: false)
    }

    /// Writes `value`.
    public mutating func value(_ value: JSONValue) {
        write(value, sorted: false)
    }

    mutating func write(_ value: JSONValue, sorted: Bool) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let value): raw(value.literal.utf8)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements { write(element, sorted: sorted) }
            endArray()
        case .object(let object):
            beginObject()
            for (name, value) in sorted ? object.sorted(by: { $0.key < $1.key }) : Array(object) {
                key(name)
                write(value, sorted: sorted)
            }
            endObject()
        }
    }
}
