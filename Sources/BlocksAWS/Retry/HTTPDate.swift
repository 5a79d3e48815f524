// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The `Date` field of a response (RFC 9110 §5.6.7), only in its preferred form `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The instant, or `nil` for any other form; the day of the week is not checked.
    static func parse(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard text.utf8.count == 29, parts.count == 6, parts[0].utf8.count == 4, parts[0].last == ",",
            parts[5] == "GMT",
            let day = number(parts[1], digits: 2, 1...31), let month = months.firstIndex(of: String(parts[2])),
            let year = number(parts[3], digits: 4, 1970...9999)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = number(clock[0], digits: 2, 0...23),
            let minute = number(clock[1], digits: 2, 0...59), let second = number(clock[2], digits: 2, 0...60)
        else { return nil }
        let days = daysSince1970(year: year, month: Int64(month) + 1, day: day)
        return Timestamp(seconds: ((days * 24 + hour) * 60 + minute) * 60 + second)
    }

    private static func number(_ text: Substring, digits: Int, _ range: ClosedRange<Int64>) -> Int64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int64(text),
            range.contains(value)
        else { return nil }
        return value
    }

    /// Days of the proleptic Gregorian calendar, counting years from March so that the leap day comes last.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = marchYear % 400 * 365 + marchYear % 400 / 4 - marchYear % 400 / 100 + dayOfYear
        return marchYear / 400 * 146_097 + dayOfEra - 719_468
    }
}
