// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The sections of a shared AWS credentials file.
///
/// What the SDKs agree on and no more (<https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>): `[section]`,
/// `name = value`, comment lines with `#` or `;`, comments after a value with a space before the mark. Indented lines belong to
/// nested settings, which credentials don't have: skipped, like everything unknown. A repeated name takes the last value.
struct INIFile: Sendable {
    /// Settings by section; names are lower-cased, sections are not.
    let sections: [String: [String: String]]

    /// Reads `text`; nothing in it is an error.
    init(_ text: String) {
        var sections: [String: [String: String]] = [:]
        var current: String?
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first, !first.isWhitespace, first != "#", first != ";" else { continue }
            if first == "[" {
                current = line.firstIndex(of: "]").map { Self.trimmed(line[line.index(after: line.startIndex)..<$0]) }
                if let current { sections[current, default: [:]] = sections[current] ?? [:] }
            } else if let current, let equals = line.firstIndex(of: "=") {
                let name = Self.trimmed(line[..<equals]).lowercased()
                let value = Self.trimmed(Self.withoutComment(line[line.index(after: equals)...]))
                guard !name.isEmpty, !value.isEmpty else { continue }
                sections[current, default: [:]][name] = value
            }
        }
        self.sections = sections
    }

    private static func withoutComment(_ text: Substring) -> Substring {
        var previous: Character?
        for index in text.indices {
            let character = text[index]
            if character == "#" || character == ";", previous?.isWhitespace ?? false { return text[..<index] }
            previous = character
        }
        return text
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}

/// The file is one of credentials.
extension INIFile: Withheld {}
