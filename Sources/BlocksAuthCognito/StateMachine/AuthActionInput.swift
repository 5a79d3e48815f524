// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// One submitted form.
struct AuthActionInput: Sendable {
    /// Longest action name that an error text repeats, in Unicode scalars: a single character can be as long as one likes.
    private static let longestEcho = 64

    private let members: JSONObject

    /// The argument of `setAuthState`; anything but an object has no members.
    init(_ value: JSONValue?) {
        members = value?.object ?? [:]
    }

    /// The member `action` if it is a string.
    var action: String? { members["action"]?.string }

    /// The member `action` as the reference names it in "Unknown action: …".
    var actionText: String {
        switch members["action"] {
        case nil: "undefined"
        case .null: "null"
        case .string(let text): String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestEcho)))
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): String(number.literal.prefix(Self.longestEcho))
        default: "[object Object]"
        }
    }

    /// The text of a member; `nil` when it is absent or no text.
    subscript(name: String) -> String? { members[name]?.string }

    /// The text of a member that the action needs.
    ///
    /// Throws `InvalidParameterException` (retriable) when it is absent or no text.
    func text(_ name: String) throws(ApiError) -> String {
        guard let text = self[name] else { throw .missingField(name) }
        return text
    }

    /// Every member besides `known`, in order.
    func others(than known: Set<String>) -> [(name: String, value: JSONValue)] {
        members.filter { !known.contains($0.key) }.map { (name: $0.key, value: $0.value) }
    }
}

/// Forms carry passwords and codes.
extension AuthActionInput: Withheld {}
