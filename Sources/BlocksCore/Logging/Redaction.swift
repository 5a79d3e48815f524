// SPDX-License-Identifier: Apache-2.0

/// Takes secrets out of a JSON value by the names of its members, before the value may be logged.
public enum Redaction {
    /// What stands in place of a secret.
    public static let mark = "[REDACTED]"

    /// `value` with every sensitive member replaced by `mark`; `null` stays, so that absence remains visible.
    ///
    /// Sensitive are members whose name contains one of `fragments` or equals `code`, and the `defaultValue` of a form field whose
    /// own `name` is such a name.
    public static func redact(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): .object(redact(object))
        case .array(let values): .array(values.map(redact))
        default: value
        }
    }

    /// Whether a member of this name holds a secret.
    public static func isSensitive(_ name: String) -> Bool {
        let name = name.lowercased()
        return name == "code" || fragments.contains { name.includes($0) }
    }

    private static let fragments = [
        "password", "session", "token", "secret", "credential", "apikey", "authorization",
    ]

    private static func redact(_ object: JSONObject) -> JSONObject {
        var result = JSONObject()
        let describesSecret = object["name"]?.string.map(isSensitive) ?? false
        for (name, value) in object {
            let hidden = isSensitive(name) || (describesSecret && name == "defaultValue")
            result[name] = hidden && value != .null ? .string(mark) : redact(value)
        }
        return result
    }
}
