// SPDX-License-Identifier: Apache-2.0

/// Any JSON value, free of the text it came from.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, with the digits it was written with.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)

    /// Parses `bytes`, which must hold one value and nothing else but white space.
    ///
    /// - Throws: ``JSONError``, as ``JSONDocument/init(_:limits:)`` does.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
        self = try JSONDocument(bytes, limits: limits).root.value
    }

    /// The integer `value`.
    public init(_ value: Int) {
        self = .number(JSONNumber(value))
    }

    /// The number `value`, or `null` if it is not finite.
    public init(_ value: Double) {
        self = JSONNumber(exactly: value).map(JSONValue.number) ?? .null
    }

    /// The member named `key`: `nil` if there is none, or no object.
    ///
    /// Setting it makes an object of anything that is none; setting `nil` removes the member.
    public subscript(_ key: String) -> JSONValue? {
        get { object?[key] }
        set {
            var members = object ?? JSONObject()
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The element at `position`, counted from 0; `nil` if there is none, or no array.
    public subscript(_ position: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(position) else { return nil }
        return elements[position]
    }

    /// Whether the value is `null`.
    public var isNull: Bool { self == .null }

    /// The truth value; `nil` if the value is no boolean.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The string; `nil` if the value is none.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number, if it is exactly an integer that fits.
    public var int: Int? {
        if case .number(let value) = self { value.int } else { nil }
    }

    /// The nearest double; `nil` if the value is no number, or one beyond the finite doubles.
    public var double: Double? {
        if case .number(let value) = self { value.double } else { nil }
    }

    /// The elements; `nil` if the value is no array.
    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members; `nil` if the value is no object.
    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }
}

extension JSONView {
    /// The value with everything below it, free of the document.
    ///
    /// Of members with the same name the last one stays. Recursive, as deep as ``JSONLimits/maximumDepth`` let the text be.
    public var value: JSONValue {
        switch kind {
        case .null: return .null
        case .bool: return .bool(bool ?? false)
        case .number: return .number(JSONNumber(literal: String(decoding: raw, as: UTF8.self)))
        case .string: return .string(string ?? "")
        case .array: return .array(elements.map(\.value))
        case .object:
            var object = JSONObject()
            for (key, view) in members { object[key] = view.value }
            return .object(object)
        }
    }
}
