// SPDX-License-Identifier: Apache-2.0

/// An attribute that the pool declares or that sign-up must ask for.
public struct UserAttributeOption<Pool: UserPoolSchema>: Sendable {
    /// What kind of text the value is (`AttributeDataType`).
    public enum ValueType: String, Sendable, Hashable, CaseIterable {
        /// Any text.
        case string = "String"
        /// Digits.
        case number = "Number"
        /// An instant.
        case dateTime = "DateTime"
        /// `true` or `false`.
        case boolean = "Boolean"
    }

    /// The custom attribute; `nil` when this is about a standard one.
    public let custom: Pool.CustomAttribute?
    /// The name as forms show it, without `custom:`.
    public let name: String
    /// What kind of text the value is.
    public var type: ValueType
    /// Whether the sign-up form asks for it.
    public var required: Bool
    /// Whether it can change after sign-up.
    public var mutable: Bool

    /// A custom attribute.
    public init(
        _ attribute: Pool.CustomAttribute, type: ValueType = .string, required: Bool = false, mutable: Bool = true
    ) {
        self.custom = attribute
        self.name = attribute.rawValue
        self.type = type
        self.required = required
        self.mutable = mutable
    }

    /// A standard attribute that sign-up asks for.
    public init(standard attribute: StandardAttribute, required: Bool = true) {
        self.custom = nil
        self.name = attribute.rawValue
        self.type = .string
        self.required = required
        self.mutable = true
    }
}

extension UserAttributeOption where Pool == OpenPool {
    /// The attribute called `name`, standard or custom.
    public init(
        named name: String, type: ValueType = .string, required: Bool = false, mutable: Bool = true
    ) {
        if let standard = StandardAttribute(rawValue: name) {
            self.init(standard: standard, required: required)
        } else {
            self.init(OpenPool.CustomAttribute(rawValue: name), type: type, required: required, mutable: mutable)
        }
    }
}
