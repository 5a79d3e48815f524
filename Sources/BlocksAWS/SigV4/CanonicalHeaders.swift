// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The fields as they are signed: lower-case names in order, values trimmed, those of one name joined by commas.
struct CanonicalHeaders {
    // Ordered by name, equal names in the order of arrival. A request has a handful: insertion beats sorting.
    private var entries: [(name: String, value: String)] = []

    init(capacity: Int) {
        entries.reserveCapacity(capacity)
    }

    /// Adds a field, unless a proxy may rewrite it on the way or the signature itself goes there.
    mutating func insert(_ name: String, _ value: String) {
        let name = name.utf8.contains(where: Self.isUpperCase) ? name.lowercased() : name
        switch name {
        case "authorization", "connection", "expect", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id":
            return
        default: break
        }
        var index = entries.endIndex
        while index > 0, entries[index - 1].name > name { index -= 1 }
        entries.insert((name, value), at: index)
    }

    /// Appends one line for each name to `output`.
    func appendLines(to output: inout [UInt8]) {
        var previous: String?
        for entry in entries {
            if entry.name == previous {
                output[output.endIndex - 1] = UInt8(ascii: ",")  // in place of the line's end
            } else {
                output.append(contentsOf: entry.name.utf8)
                output.append(UInt8(ascii: ":"))
            }
            Self.appendTrimmed(entry.value, to: &output)
            output.append(UInt8(ascii: "\n"))
            previous = entry.name
        }
    }

    /// Appends the names, separated by semicolons, to `output`.
    func appendNames(to output: inout [UInt8]) {
        var previous: String?
        for entry in entries where entry.name != previous {
            if previous != nil { output.append(UInt8(ascii: ";")) }
            output.append(contentsOf: entry.name.utf8)
            previous = entry.name
        }
    }

    /// White space at the ends goes, and each run of it within becomes one space.
    private static func appendTrimmed(_ value: String, to output: inout [UInt8]) {
        // Without an early exit the compiler compares many bytes at once, and a session token has more than a thousand.
        let hasSpace = value.utf8.withContiguousStorageIfAvailable { $0.reduce(0) { $0 | (isSpace($1) ? 1 : 0) } != 0 }
        if hasSpace == false { return output.append(contentsOf: value.utf8) }
        for (index, word) in value.utf8.split(whereSeparator: isSpace).enumerated() {
            if index > 0 { output.append(UInt8(ascii: " ")) }
            output.append(contentsOf: word)
        }
    }

    private static func isUpperCase(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }
}

/// The session token of the credentials is among them.
extension CanonicalHeaders: Withheld {}
