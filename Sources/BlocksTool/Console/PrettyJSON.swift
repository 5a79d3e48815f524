// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// A JSON value as a person reads it: on one line where it fits, else indented; members keep their order.
struct PrettyJSON {
    /// The columns that a line may take.
    private static let width = 100

    let style: Style
    /// Texts longer than this many characters are cut, and their length is told.
    let longestText: Int

    /// The value indented by two spaces a level, starting after `indentation` spaces (the first line has none).
    func text(_ value: JSONValue, indentation: Int = 0) -> String {
        let plain = PrettyJSON(style: Style(isOn: false), longestText: longestText)
        if plain.line(value).count <= Self.width - indentation { return line(value) }
        let inner = String(repeating: " ", count: indentation + 2)
        let outer = String(repeating: " ", count: indentation)
        switch value {
        case .array(let elements):
            let lines = elements.map { inner + text($0, indentation: indentation + 2) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let members):
            let lines = members.map { inner + name($0.key) + text($0.value, indentation: indentation + 2) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        default: return line(value)
        }
    }

    /// The value on one line.
    func line(_ value: JSONValue) -> String {
        switch value {
        case .null: style.faint("null")
        case .bool(let flag): style.value(String(flag))
        case .number(let number): style.value(number.literal)
        case .string(let string): style.good(Self.quote(shorten(string)))
        case .array(let elements): "[" + elements.map(line).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { name($0.key) + line($0.value) }.joined(separator: ", ") + "}"
        }
    }

    private func name(_ key: String) -> String { style.name(Self.quote(key)) + ": " }

    private func shorten(_ text: String) -> String {
        guard text.count > longestText else { return text }
        return "\(text.prefix(longestText))… (\(text.count) characters)"
    }

    /// The text without what could drive the terminal.
    static func printable(_ text: String) -> String {
        String(quote(text).dropFirst().dropLast()).replacing("\\\"", with: "\"")
    }

    /// The text as a JSON string (RFC 8259 §7), with control characters escaped so that no answer can drive the terminal.
    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
