// SPDX-License-Identifier: Apache-2.0

/// A JSON number, kept as its literal so that no digit is lost.
///
/// Two numbers are equal when their literals are: `1` and `1.0` differ.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral
{
    /// The literal, as the grammar of RFC 8259 §6 has it.
    public let literal: String

    /// Wraps a literal that is known to be one.
    init(literal: String) {
        self.literal = literal
    }

    /// The literal of an integer.
    public init(_ value: some BinaryInteger) {
        literal = String(value)
    }

    /// The shortest literal that reads back as `value`; `nil` if it is not finite, for which JSON has no number.
    public init?(exactly value: Double) {
        guard value.isFinite else { return nil }
        literal = JSONNumberText.literal(value)
    }

    /// The shortest literal that reads back as `value`; `0` if it is not finite, where the caller should write `null`.
    public init(_ value: Double) {
        literal = JSONNumberText.literal(value)
    }

    /// The literal of an integer.
    public init(integerLiteral value: Int) {
        self.init(value)
    }

    /// The shortest literal that reads back as `value`.
    public init(floatLiteral value: Double) {
        self.init(value)
    }

    /// The number, if it is exactly an integer that fits (`1.0` and `1e2` are).
    public var int: Int? { JSONNumberText.integer(literal.utf8Span.span, as: Int.self) }

    /// The nearest double; `nil` if the number is beyond the finite doubles.
    public var double: Double? { JSONNumberText.double(literal.utf8Span.span) }

    /// The literal.
    public var description: String { literal }
}
