// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// One stored entry.
public struct KVItem: Sendable, Equatable {
    /// The key, verbatim; never empty, at most 2048 bytes.
    public var key: String
    /// The value's JSON text.
    public var value: String
    /// When the entry ends, in Unix seconds; `nil` for never.
    public var expires: Int64?

    /// An entry.
    public init(key: String, value: String, expires: Int64? = nil) {
        self.key = key
        self.value = value
        self.expires = expires
    }

    /// Whether the entry has ended at `now` (Unix seconds): from its last second on it counts as absent.
    ///
    /// DynamoDB removes ended entries late, up to days; every reader has to check.
    public func isExpired(at now: Int64) -> Bool {
        expires.map { $0 <= now } ?? false
    }
}

/// What must hold for a write to happen; an entry that has ended counts as absent (spec K3).
public enum KVCondition: Sendable, Equatable {
    /// There is no entry of that key.
    case notExists
    /// There is an entry of that key.
    case exists
    /// There is an entry of that key whose JSON text is exactly this one.
    case valueEquals(String)
}

/// One page of a scan.
public struct KVPage: Sendable, Equatable {
    /// The page's entries, ended ones included, in no promised order.
    public var items: [KVItem]
    /// What to pass as `after` for the next page; `nil` after the last.
    public var next: String?

    /// A page.
    public init(items: [KVItem], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

// Keys are session ids and values hold tokens, so neither may reach a log by way of a printed entry.

extension KVItem: Withheld {
    /// The sizes in bytes and the end, which are safe to log.
    public var description: String {
        let end = expires.map(String.init) ?? "never"
        return "KVItem(key: \(key.utf8.count) bytes, value: \(value.utf8.count) bytes, expires: \(end))"
    }
}

extension KVCondition: Withheld {
    /// The condition's name.
    public var description: String {
        switch self {
        case .notExists: "notExists"
        case .exists: "exists"
        case .valueEquals: "valueEquals"
        }
    }
}
