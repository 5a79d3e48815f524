// SPDX-License-Identifier: Apache-2.0

/// A parsed text: its bytes and one flat array of words that say where each value lies.
///
/// A value is one word: kind in bits 0–2, `flag` in bit 3, start offset in bits 4–31, and in bits 32–63 the offset where
/// it ends (strings: of their content, without quotes). An array or object is two words: the first holds, instead of the
/// end, the tape index just behind its last descendant; the second holds its end offset below and its count above.
/// A member is its key, a string word, followed by its value. Offsets fit because texts are shorter than 2^28 bytes,
/// and counts and indices because there are never more values than bytes.
final class JSONTape: Sendable {
    enum Kind: UInt64, Sendable {
        case null, `true`, `false`, number, string, array, object
    }

    static let longestText = 0x0FFF_FFFF

    let bytes: [UInt8]
    let words: [UInt64]

    init(bytes: [UInt8], words: [UInt64]) {
        self.bytes = bytes
        self.words = words
    }

    /// `flag` means for strings that they hold a backslash, for numbers that they are a plain integer.
    @inline(__always)
    static func word(_ kind: Kind, start: Int, upper: Int, flag: Bool = false) -> UInt64 {
        kind.rawValue | (flag ? 8 : 0) | UInt64(truncatingIfNeeded: start) << 4 | UInt64(truncatingIfNeeded: upper)
            << 32
    }

    @inline(__always)
    func kind(_ index: Int) -> Kind { Kind(rawValue: words[index] & 7) ?? .null }

    @inline(__always)
    func flag(_ index: Int) -> Bool { words[index] & 8 != 0 }

    @inline(__always)
    func start(_ index: Int) -> Int { Int(truncatingIfNeeded: words[index] >> 4 & 0x0FFF_FFFF) }

    /// End offset of a scalar, next tape index of a container.
    @inline(__always)
    func upper(_ index: Int) -> Int { Int(truncatingIfNeeded: words[index] >> 32) }

    @inline(__always)
    func isContainer(_ index: Int) -> Bool { words[index] & 7 >= Kind.array.rawValue }

    /// The tape index behind the value at `index` and all its descendants.
    @inline(__always)
    func next(_ index: Int) -> Int { isContainer(index) ? upper(index) : index &+ 1 }

    /// Number of elements or members of a container; 0 for a scalar.
    func count(_ index: Int) -> Int { isContainer(index) ? Int(truncatingIfNeeded: words[index + 1] >> 32) : 0 }

    /// The bytes of the value, quotes and brackets included.
    func textRange(_ index: Int) -> Range<Int> {
        switch kind(index) {
        case .string: start(index) - 1..<upper(index) + 1
        case .array, .object: start(index)..<Int(truncatingIfNeeded: words[index + 1] & 0xFFFF_FFFF)
        default: start(index)..<upper(index)
        }
    }

    /// Lends the text of a scalar; of a string, what is between its quotes.
    @inline(__always)
    func withContent<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        let range = start(index)..<upper(index)
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range]).span) }
    }
}
