// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// A tagged value of DynamoDB (`AttributeValue`).
public enum AttributeValue: Sendable, Equatable {
    /// Text (`S`).
    case string(String)
    /// A number as decimal text (`N`), up to 38 digits.
    case number(String)
    /// A value of a type this program never writes, as it came: `{"BOOL": true}`.
    case other(JSONValue)

    /// The text; `nil` for any other type.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number's digits; `nil` for any other type.
    public var number: String? {
        if case .number(let value) = self { value } else { nil }
    }

    /// A tagged value as it stands in an answer.
    init(_ view: JSONView) {
        if let text = view["S"]?.string {
            self = .string(text)
        } else if let digits = view["N"]?.string {
            self = .number(digits)
        } else {
            self = .other(view.value)
        }
    }

    /// Writes the tagged value.
    func write(to writer: inout JSONWriter) {
        switch self {
        case .string(let text):
            writer.beginObject()
            writer.key("S")
            writer.string(text)
            writer.endObject()
        case .number(let digits):
            writer.beginObject()
            writer.key("N")
            writer.string(digits)
            writer.endObject()
        case .other(let value):
            writer.value(value)
        }
    }
}

/// Rows hold sessions.
extension AttributeValue: Withheld {}
