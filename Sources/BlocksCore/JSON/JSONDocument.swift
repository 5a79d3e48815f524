// SPDX-License-Identifier: Apache-2.0

/// A parsed JSON text: the bytes and a flat tape of where each value lies.
///
/// The text is checked whole, strictly by RFC 8259 and as UTF-8, so nothing found in it later can be malformed; strings and
/// numbers are materialised only when asked for. A document is immutable and cheap to copy.
public struct JSONDocument: Sendable {
    private let tape: JSONTape

    /// Parses `bytes`, which must hold one value and nothing else but white space.
    ///
    /// - Throws: ``JSONError`` with `.syntax`, `.invalidUTF8`, `.trailingBytes`, `.tooDeep` or `.tooLarge`.
    public init(_ bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
        tape = JSONTape(bytes: bytes, words: try JSONParser.words(of: bytes.span, limits: limits))
    }

    /// The text's one value.
    public var root: JSONView { JSONView(tape: tape, index: 0) }
}
