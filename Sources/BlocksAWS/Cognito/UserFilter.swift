// SPDX-License-Identifier: Apache-2.0

/// Which users a list is to hold (the `Filter` of `ListUsers`).
public struct UserFilter: Sendable, Equatable {
    /// How a value is compared.
    public enum Match: String, Sendable, Hashable, CaseIterable {
        /// The attribute is the value.
        case equals
        /// The attribute begins with the value.
        case startsWith
    }

    /// The attributes that Cognito can search by.
    public static let attributes: Set<String> = [
        "cognito:user_status", "email", "family_name", "given_name", "name", "phone_number", "preferred_username",
        "status", "sub", "username",
    ]

    /// One of ``attributes``.
    public let attribute: String
    /// How it is compared.
    public let match: Match
    /// With what.
    public let value: String

    /// A filter; `nil` for an attribute that Cognito cannot search by.
    public init?(attribute: String, match: Match, value: String) {
        guard Self.attributes.contains(attribute) else { return nil }
        self.attribute = attribute
        self.match = match
        self.value = value
    }

    /// The filter in Cognito's notation, with quotes and backslashes of the value escaped (known weakness A15).
    var text: String {
        var escaped = ""
        for character in value.unicodeScalars {
            if character == "\"" || character == "\\" { escaped.unicodeScalars.append("\\") }
            escaped.unicodeScalars.append(character)
        }
        return "\(attribute) \(match == .startsWith ? "^=" : "=") \"\(escaped)\""
    }

    /// Whether `candidate` is what is looked for.
    public func matches(_ candidate: String) -> Bool {
        match == .equals ? candidate == value : candidate.hasPrefix(value)
    }
}
