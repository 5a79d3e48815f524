// SPDX-License-Identifier: Apache-2.0

/// The signed-in user, as the ID token of the session describes them.
public struct CognitoUser: Sendable, Equatable, Encodable {
    /// The same as `username`.
    public let userId: String
    /// Cognito's user name; in pools that sign in with an address it is Cognito's own id, not the address.
    public let username: String
    /// The permanent id of the user.
    public let userSub: String
    /// The groups at the time of sign-in or of the latest refresh.
    public let groups: [String]
    /// The attributes at that time, standard and `custom:`.
    public let attributes: UserAttributes

    init(username: String, userSub: String, groups: [String], attributes: UserAttributes) {
        self.userId = username
        self.username = username
        self.userSub = userSub
        self.groups = groups
        self.attributes = attributes
    }

    /// Whether the user is in `group`; exact and case-sensitive.
    public func isMember(of group: some UserPoolGroup) -> Bool {
        groups.contains(group.rawValue)
    }
}

/// Attributes of a user by name, in the order in which the token or Cognito lists them.
public struct UserAttributes: Sendable, Equatable, Encodable, RandomAccessCollection {
    private let pairs: [Pair]

    private struct Pair: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// The attributes `pairs`; a name that comes again counts once, with its last value.
    public init(_ pairs: [(name: String, value: String)] = []) {
        var unique: [Pair] = []
        for (name, value) in pairs {
            unique.removeAll { $0.name == name }
            unique.append(Pair(name: name, value: value))
        }
        self.pairs = unique
    }

    /// The value of the attribute `name` (`email`, `custom:department`); `nil` when the user has none.
    public subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// The first position.
    public var startIndex: Int { 0 }
    /// The position after the last.
    public var endIndex: Int { pairs.count }

    /// The attribute at `position`.
    public subscript(position: Int) -> (name: String, value: String) {
        (pairs[position].name, pairs[position].value)
    }

    /// Writes a JSON object, name to value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        for pair in pairs { try container.encode(pair.value, forKey: AnyCodingKey(pair.name)) }
    }
}
