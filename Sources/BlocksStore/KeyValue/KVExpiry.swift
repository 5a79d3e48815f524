// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// When an entry ends, as an absolute time.
public enum KVExpiry: Sendable, Equatable {
    /// At an instant; its milliseconds are dropped.
    case date(Timestamp)
    /// At a Unix time in seconds; fractions are dropped.
    case unixSeconds(Double)
}

extension KVExpiry {
    /// From here on a number can only be meant as milliseconds: as seconds it is beyond the year 5138.
    private static let firstMilliseconds = 1e11
    /// The largest distance from 1970 that a JavaScript `Date` can express, in milliseconds (ECMA-262 §21.4.1.1).
    private static let dateRange =
        Timestamp(
            milliseconds: -8_640_000_000_000_000)...Timestamp(
            milliseconds: 8_640_000_000_000_000)

    /// The Unix second at which the entry ends, or `nil` for never; the rules and messages are those of kv-store-and-settings §3.
    static func resolve(
        ttlSeconds: Double?, expiresAt: KVExpiry?, now: Int64
    ) throws(KVStoreError) -> Int64? {
        switch (ttlSeconds, expiresAt) {
        case (nil, nil):
            return nil
        case (.some, .some):
            throw .validation("put: pass either `ttlSeconds` or `expiresAt`, not both")
        case (let seconds?, nil):
            guard seconds.isFinite, seconds > 0 else {
                throw .validation(
                    "put: `ttlSeconds` must be a finite number greater than 0 (received \(received(seconds)))")
            }
            let (sum, overflow) = now.addingReportingOverflow(Int64(exactly: seconds.rounded(.up)) ?? .max)
            return overflow ? .max : sum
        case (nil, .date(let instant)?):
            guard dateRange.contains(instant) else { throw .validation("put: `expiresAt` is an Invalid Date") }
            return instant.seconds
        case (nil, .unixSeconds(let seconds)?):
            guard seconds.isFinite else {
                throw .validation(
                    "put: `expiresAt` must be a Date or a Unix epoch time in seconds (received \(received(seconds)))")
            }
            guard seconds < firstMilliseconds else {
                throw .validation(
                    "put: `expiresAt` looks like epoch milliseconds; DynamoDB TTL expects seconds"
                        + " — pass a Date or divide by 1000")
            }
            return Int64(exactly: seconds.rounded(.down)) ?? .min
        }
    }

    /// A number as JavaScript prints it, which is how the documented messages quote it.
    private static func received(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return Int64(exactly: number).map(String.init) ?? "\(number)"
    }
}
