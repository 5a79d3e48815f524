// SPDX-License-Identifier: Apache-2.0

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
///
/// Arithmetic clamps at the ends of `Int64` and never traps, since offsets come from tokens, headers and options.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970 UTC; negative before.
    public let milliseconds: Int64

    /// Makes the instant `milliseconds` after 1970 UTC.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Makes the instant `seconds` after 1970 UTC, clamped to what milliseconds can express.
    public init(seconds: Int64) {
        self.milliseconds = Self.clampedProduct(seconds, 1000)
    }

    /// Whole seconds since 1970 UTC, rounded down.
    public var seconds: Int64 {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The instant `seconds` later (earlier when negative).
    public func adding(seconds: Int64) -> Timestamp {
        adding(milliseconds: Self.clampedProduct(seconds, 1000))
    }

    /// The instant `milliseconds` later (earlier when negative).
    public func adding(milliseconds other: Int64) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(other)
        return Timestamp(milliseconds: overflow ? (other < 0 ? .min : .max) : sum)
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later.
    public func milliseconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? (milliseconds < 0 ? .min : .max) : difference
    }

    /// Whether `lhs` is earlier than `rhs`.
    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
        lhs.milliseconds < rhs.milliseconds
    }

    private static func clampedProduct(_ value: Int64, _ factor: Int64) -> Int64 {
        let (product, overflow) = value.multipliedReportingOverflow(by: factor)
        return overflow ? (value < 0 ? .min : .max) : product
    }
}
