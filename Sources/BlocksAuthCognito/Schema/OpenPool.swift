// SPDX-License-Identifier: Apache-2.0

/// A schema that accepts any string, for apps that learn their names at run time.
///
/// Nothing is checked by the compiler: groups and attributes are those that the options name.
public enum OpenPool: UserPoolSchema {
    /// A group by name.
    public struct Group: UserPoolGroup, ExpressibleByStringLiteral {
        /// Cognito's group name.
        public let rawValue: String
        /// The group called `rawValue`.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The group called `value`.
        public init(stringLiteral value: String) { self.rawValue = value }
        /// Empty: the options name the groups.
        public static var allCases: [Group] { [] }
    }

    /// A custom attribute by name.
    public struct CustomAttribute: UserPoolAttribute, ExpressibleByStringLiteral {
        /// The name without `custom:`.
        public let rawValue: String
        /// The attribute called `rawValue`.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The attribute called `value`.
        public init(stringLiteral value: String) { self.rawValue = value }
        /// Empty: the options name the attributes.
        public static var allCases: [CustomAttribute] { [] }
    }

    /// Cognito's own list, since no other factor exists.
    public typealias Factor = StandardFactor
}
