// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension Timestamp {
    /// Reads what ``srpFormat`` writes, of the years 1970 to 9999, and nothing else.
    init?(srpFormat text: String) {
        // Six words: weekday, month, day, time, UTC, year. Whether all else is right shows when the instant is written again.
        guard text.utf8.count <= 32 else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 6, let month = Self.months.firstIndex(of: words[1]), let day = Int64(words[2]),
            let year = Int64(words[5]), (1970...9999).contains(year), (1...31).contains(day)
        else { return nil }
        let time = words[3].split(separator: ":").compactMap { Int64($0) }
        guard time.count == 3, time.allSatisfy({ (0...59).contains($0) }) else { return nil }

        // Days since 1970 by counting years that begin in March (see ``Timestamp/srpFormat``'s calendar).
        let shifted = Int64(month) < 2 ? year - 1 : year
        let marchMonth = (Int64(month) + 10) % 12
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        let days = shifted * 365 + leapDays + (153 * marchMonth + 2) / 5 + day - 1 - 719_468
        let instant = Timestamp(seconds: days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2])
        guard instant.srpFormat == text else { return nil }
        self = instant
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
