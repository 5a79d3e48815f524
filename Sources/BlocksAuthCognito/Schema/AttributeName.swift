// SPDX-License-Identifier: Apache-2.0

/// The name of a user attribute, narrowed to what the pool `Pool` declares.
public struct AttributeName<Pool: UserPoolSchema>: Hashable, Sendable {
    /// The name as the caller gave it: a standard name, `custom:…`, or for an open pool any text.
    public let name: String

    private init(unchecked name: String) {
        self.name = name
    }

    /// A custom attribute that the schema declares.
    public static func custom(_ attribute: Pool.CustomAttribute) -> AttributeName {
        AttributeName(unchecked: StandardAttribute.customPrefix + attribute.rawValue)
    }

    /// One of Cognito's standard attributes.
    public static func standard(_ attribute: StandardAttribute) -> AttributeName {
        AttributeName(unchecked: attribute.rawValue)
    }

    /// Cognito's `email`.
    public static var email: AttributeName { standard(.email) }
    /// Cognito's `phone_number`, in E.164 form (`+15005550123`).
    public static var phoneNumber: AttributeName { standard(.phoneNumber) }
    /// Cognito's `name`.
    public static var name: AttributeName { standard(.name) }

    /// Reads a name that arrived as text; `nil` when the schema has no such attribute.
    ///
    /// Custom attributes may come with or without their prefix. An open pool takes every name.
    public init?(wireName text: String) {
        let bare = text.hasPrefix(StandardAttribute.customPrefix) ? String(text.dropFirst(7)) : text
        if StandardAttribute(rawValue: text) != nil || Pool.self == OpenPool.self {
            name = text
        } else if Pool.CustomAttribute.allCases.contains(where: { $0.rawValue == bare }) {
            name = StandardAttribute.customPrefix + bare
        } else {
            return nil
        }
    }
}

extension AttributeName where Pool == OpenPool {
    /// Any name; those declared in the options get their prefix when they are sent.
    public init(_ name: String) {
        self.name = name
    }
}
