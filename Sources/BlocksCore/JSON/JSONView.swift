// SPDX-License-Identifier: Apache-2.0

/// A value inside a ``JSONDocument``.
///
/// It keeps the whole document alive; keep a `string` or a `value` rather than a view beyond the work at hand.
public struct JSONView: Sendable {
    /// The six kinds of JSON value.
    public enum Kind: Sendable {
        case null, bool, number, string, array, object
    }

    let tape: JSONTape
    let index: Int

    @inline(__always)
    init(tape: JSONTape, index: Int) {
        self.tape = tape
        self.index = index
    }

    /// The value's kind.
    public var kind: Kind {
        switch tape.kind(index) {
        case .null: .null
        case .true, .false: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether the value is `null`.
    public var isNull: Bool { tape.kind(index) == .null }

    /// The truth value; `nil` if the value is no boolean.
    public var bool: Bool? {
        switch tape.kind(index) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The number, if it is exactly an integer that fits (`1.0` and `1e2` are); `nil` for anything else.
    public var int: Int? { integer(Int.self) }

    /// The nearest double; `nil` if the value is no number, or one beyond the finite doubles.
    public var double: Double? {
        guard tape.kind(index) == .number else { return nil }
        return tape.withContent(index) { JSONNumberText.double($0) }
    }

    /// Number of elements of an array, or of members of an object, duplicates counted; 0 for a scalar.
    public var count: Int { tape.count(index) }

    /// The value's text as it stands in the document, quotes and brackets included.
    public var raw: ArraySlice<UInt8> { tape.bytes[tape.textRange(index)] }

    func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
        guard tape.kind(index) == .number else { return nil }
        return tape.withContent(index) { JSONNumberText.integer($0, as: type) }
    }
}
