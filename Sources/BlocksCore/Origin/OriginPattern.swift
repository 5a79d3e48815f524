// SPDX-License-Identifier: Apache-2.0

/// One configured origin pattern: a regular expression that a whole origin must match.
///
/// Stricter than the original in two ways (known weakness H13). An expression that begins with `^` is held to its end too,
/// so `^https://example\.com` does not let `https://example.com.evil.test` in. And an entry that reads as a plain origin
/// is one: the dots in `https://app.example.com` stand for dots only.
struct OriginPattern: Sendable {
    private let text: String
    private let expression: OriginExpression?
    /// What an operator should know about the entry; `nil` if it is as it should be.
    let warning: String?

    /// The longest origin that is compared, in bytes: a scheme, 253 bytes of host and a port are far shorter.
    static let longestOrigin = 512

    /// The pattern of a non-empty entry.
    init(_ text: String) {
        self.text = text
        guard !Self.isPlainOrigin(text) else {
            expression = nil
            warning = nil
            return
        }
        expression = try? OriginExpression(text)
        warning =
            if expression == nil {
                "CORS pattern '\(text)' is no expression this server understands; it is compared literally"
            } else if text.hasPrefix("^"), !text.hasSuffix("$") {
                "CORS pattern '\(text)' has no '$' at its end; origins are held to the whole of it all the same"
            } else {
                nil
            }
    }

    /// Whether the whole of `origin` matches.
    func matches(_ origin: String) -> Bool {
        guard let expression else { return origin == text }
        guard origin.utf8.count <= Self.longestOrigin else { return false }
        return expression.matches(Array(origin.utf8))
    }

    /// The entries of a configured list: separated by commas, but for one inside a quantifier such as `{1,3}`.
    static func entries(in list: String) -> [String] {
        var entries: [String] = []
        var entry = ""
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            if isOpenQuantifier(entry), part.drop(while: \.isASCIIDigit).first == "}" {
                entry += "," + part
            } else {
                entries.append(entry)
                entry = String(part)
            }
        }
        entries.append(entry)
        return entries.map { $0[...].trimmingBlanks() }.filter { !$0.isEmpty }
    }

    /// Whether `text` ends in `{` and digits.
    private static func isOpenQuantifier(_ text: String) -> Bool {
        let digits = text.reversed().prefix { $0.isASCIIDigit }
        return !digits.isEmpty && text.dropLast(digits.count).last == "{"
    }

    /// Whether `text` is a scheme, `://` and letters, digits, dots, hyphens and a colon: no expression but for its dots.
    private static func isPlainOrigin(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return false }
        let scheme = text[..<colon]
        let rest = text[colon...].dropFirst(3)
        return !scheme.isEmpty && !rest.isEmpty && scheme.utf8.allSatisfy(ByteSet.wordCharacters.contains)
            && rest.utf8.allSatisfy { ByteSet.wordCharacters.contains($0) || ".-:".utf8.contains($0) }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension Substring {
    /// This text without blanks at either end.
    func trimmingBlanks() -> String {
        let kept = drop { $0.isWhitespace }
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last])
    }
}
