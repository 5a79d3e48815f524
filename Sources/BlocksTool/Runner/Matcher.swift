// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// One difference between an answer and its expectation.
struct Mismatch: Equatable, Sendable {
    /// Where, such as `body.result.state`.
    let path: String
    /// What was expected there.
    let expected: String
    /// What is there.
    let found: String
}

/// Compares a value with an expected one, whose strings may be placeholders.
///
/// Objects need the expected members and may have more; arrays need the same length. `"<any>"` stands for whatever is there,
/// `"<absent>"` for a member that must be missing, the others for a value of that kind.
enum Matcher {
    /// The differences; `found` is `nil` when nothing is there.
    static func compare(_ expected: JSONValue, _ found: JSONValue?, at path: String) -> [Mismatch] {
        if case .string(let text) = expected, text.hasPrefix("<"), text.hasSuffix(">") {
            return fits(text, found) ? [] : [mismatch(path, expected, found)]
        }
        switch (expected, found) {
        case (.object(let wanted), .object(let actual)?):
            return wanted.flatMap { compare($0.value, actual[$0.key], at: "\(path).\($0.key)") }
        case (.array(let wanted), .array(let actual)?):
            guard wanted.count == actual.count else {
                return [Mismatch(path: path, expected: "\(wanted.count) elements", found: "\(actual.count)")]
            }
            return zip(wanted, actual).enumerated().flatMap { compare($1.0, $1.1, at: "\(path)[\($0)]") }
        case (_, let actual?) where actual == expected: return []
        default: return [mismatch(path, expected, found)]
        }
    }

    /// Whether `found` is what `placeholder` stands for; one that is misspelt fits nothing.
    private static func fits(_ placeholder: String, _ found: JSONValue?) -> Bool {
        switch (placeholder, found) {
        case ("<absent>", nil), ("<any>", .some): true
        case ("<string>", .string(let text)?): !text.isEmpty
        case ("<number>", .number?), ("<boolean>", .bool?): true
        case ("<uuid>", .string(let text)?): UUID(uuidString: text) != nil
        case ("<time>", .string(let text)?):
            text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil
        default: false
        }
    }

    private static func mismatch(_ path: String, _ expected: JSONValue, _ found: JSONValue?) -> Mismatch {
        let pretty = PrettyJSON(style: Style(isOn: false), longestText: 120)
        return Mismatch(path: path, expected: pretty.text(expected), found: found.map { pretty.text($0) } ?? "nothing")
    }
}
