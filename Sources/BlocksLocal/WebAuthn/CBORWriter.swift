// SPDX-License-Identifier: Apache-2.0

/// Writes CBOR with the shortest heads, as an authenticator does (RFC 8949 §4.2.1).
struct CBORWriter: Sendable {
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    /// An integer.
    mutating func integer(_ value: Int64) {
        if value < 0 { head(1, UInt64(bitPattern: ~value)) } else { head(0, UInt64(value)) }
    }

    /// A byte string.
    mutating func string(_ value: [UInt8]) {
        head(2, UInt64(value.count))
        bytes += value
    }

    /// A text.
    mutating func text(_ value: String) {
        head(3, UInt64(value.utf8.count))
        bytes += Array(value.utf8)
    }

    /// The head of an array, whose items are to follow.
    mutating func array(count: Int) { head(4, UInt64(count)) }

    /// The head of a map, whose names and values are to follow in turn.
    mutating func map(count: Int) { head(5, UInt64(count)) }

    /// A truth value, or `null`.
    mutating func simple(_ value: Bool?) { bytes.append(value.map { $0 ? 0xF5 : 0xF4 } ?? 0xF6) }

    private mutating func head(_ major: UInt8, _ argument: UInt64) {
        let width = argument < 24 ? 0 : argument <= 0xFF ? 1 : argument <= 0xFFFF ? 2 : argument <= 0xFFFF_FFFF ? 4 : 8
        let short = width == 0 ? UInt8(argument) : UInt8(24 + width.trailingZeroBitCount)
        bytes.append(major << 5 | short)
        for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: argument >> UInt64(8 * (width - 1 - index)))) }
    }
}
