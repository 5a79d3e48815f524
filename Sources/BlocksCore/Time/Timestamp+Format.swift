// SPDX-License-Identifier: Apache-2.0

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 with milliseconds in UTC, `2026-11-24T04:53:26.123Z` (RFC 3339 §5.6).
    public var iso8601: String {
        let (date, time) = (CivilDate(daysSince1970: days), secondOfDay)
        let fraction = Int((milliseconds % 1000 + 1000) % 1000)
        return "\(date.year, width: 4)-\(date.month, width: 2)-\(date.day, width: 2)"
            + "T\(time / 3600, width: 2):\(time / 60 % 60, width: 2):\(time % 60, width: 2).\(fraction, width: 3)Z"
    }

    /// ISO 8601 basic format in UTC without fractions, `20261124T045326Z`, as Signature Version 4 wants it.
    public var basicFormat: String {
        let (date, time) = (CivilDate(daysSince1970: days), secondOfDay)
        return "\(date.year, width: 4)\(date.month, width: 2)\(date.day, width: 2)"
            + "T\(time / 3600, width: 2)\(time / 60 % 60, width: 2)\(time % 60, width: 2)Z"
    }

    /// English date and time in UTC, `Tue Nov 24 04:53:26 UTC 2026`, as Cognito wants it beside an SRP proof: the day of the
    /// month is not padded.
    public var srpFormat: String {
        let (date, time) = (CivilDate(daysSince1970: days), secondOfDay)
        let weekday = Self.name((days % 7 + 11) % 7, of: "SunMonTueWedThuFriSat")  // day 0 was a Thursday
        let month = Self.name(Int64(date.month - 1), of: "JanFebMarAprMayJunJulAugSepOctNovDec")
        return "\(weekday) \(month) \(date.day) "
            + "\(time / 3600, width: 2):\(time / 60 % 60, width: 2):\(time % 60, width: 2) UTC \(date.year, width: 4)"
    }

    private static func name(_ number: Int64, of names: String) -> Substring {
        names.dropFirst(Int(number) * 3).prefix(3)
    }

    /// The same text as `iso8601`.
    public var description: String { iso8601 }

    private var days: Int64 {
        let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: 86_400)
        return remainder < 0 ? quotient - 1 : quotient
    }

    private var secondOfDay: Int { Int(seconds - days * 86_400) }
}

/// A day of the proleptic Gregorian calendar.
package struct CivilDate {
    package let year: Int, month: Int, day: Int

    /// Counts in years that begin in March, so that the leap day is the last day of a year and month lengths follow one formula.
    package init(daysSince1970 days: Int64) {
        let shifted = days + 719_468  // days since 0000-03-01
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1)
        month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }
}

extension DefaultStringInterpolation {
    /// Appends `value` with leading zeros up to `width` digits.
    fileprivate mutating func appendInterpolation(_ value: Int, width: Int) {
        let digits = String(value)
        appendLiteral(String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits)
    }
}
