// SPDX-License-Identifier: Apache-2.0

/// A set of ASCII bytes; no other byte is ever in it.
struct ByteSet: Sendable, Equatable {
    private var bits: UInt128 = 0

    init() {}

    init(_ byte: UInt8) {
        insert(byte...byte)
    }

    /// The union of `ranges`.
    init(_ ranges: ClosedRange<UInt8>...) {
        for range in ranges { insert(range) }
    }

    /// `\d` of ECMAScript.
    static let digits = ByteSet(0x30...0x39)
    /// `\w` of ECMAScript.
    static let wordCharacters = ByteSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
    /// `\s` of ECMAScript, as far as it is ASCII.
    static let blanks = ByteSet(0x09...0x0D, 0x20...0x20)
    /// `.` of ECMAScript: all but line feed and carriage return.
    static let any = ByteSet(0x0A...0x0A, 0x0D...0x0D).inverted

    /// The ASCII bytes that are not in the set.
    var inverted: ByteSet {
        var result = self
        result.bits = ~bits
        return result
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 0x80 && bits & UInt128(1) << UInt128(byte) != 0
    }

    mutating func insert(_ range: ClosedRange<UInt8>) {
        for byte in range where byte < 0x80 { bits |= UInt128(1) << UInt128(byte) }
    }

    mutating func formUnion(_ other: ByteSet) {
        bits |= other.bits
    }
}
