// SPDX-License-Identifier: Apache-2.0

/// A group of the pool with its details.
public struct GroupOption<Pool: UserPoolSchema>: Sendable {
    /// The group.
    public var group: Pool.Group
    /// What it is for; `nil` for none.
    public var description: String?
    /// Its rank: of a user's groups the one with the lowest number comes first; `nil` for none, 0 or more.
    public var precedence: Int?

    /// A group with details.
    public init(_ group: Pool.Group, description: String? = nil, precedence: Int? = nil) {
        self.group = group
        self.description = description
        self.precedence = precedence
    }
}
