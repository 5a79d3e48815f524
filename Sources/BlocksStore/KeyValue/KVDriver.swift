// SPDX-License-Identifier: Apache-2.0

/// One table of entries: DynamoDB on AWS, a file on a developer's machine.
///
/// A driver stores what it is given. It knows nothing of value types, and filters ended entries only where a condition asks for it.
/// `now` is Unix seconds. Both drivers pass the same conformance suite.
public protocol KVDriver: Sendable {
    /// The entry of `key` as of the latest finished write, ended or not; `nil` when there is none.
    func get(_ key: String) async throws(KVStoreError) -> KVItem?

    /// Stores the whole entry, an earlier expiry included, if `condition` holds at `now`.
    ///
    /// Throws ``KVStoreError`` with code `conditionalCheckFailed` when it does not, `itemTooLarge` beyond 400 KB.
    func put(_ item: KVItem, if condition: KVCondition?, now: Int64) async throws(KVStoreError)

    /// Removes the entry of `key` if `condition` holds at `now`; without condition an absent entry is no error.
    func delete(_ key: String, if condition: KVCondition?, now: Int64) async throws(KVStoreError)

    /// One page of all entries; `after` is the `next` of the page before, `nil` for the first.
    func scan(after: String?) async throws(KVStoreError) -> KVPage
}

/// What a store asks of its table.
public struct KVTable: Sendable, Equatable {
    /// The table's name: the store's full id, cut to 255 characters.
    public var name: String
    /// Whether entries may end, so that the table needs its TTL attribute enabled.
    public var timeToLive: Bool

    /// A table.
    public init(name: String, timeToLive: Bool) {
        self.name = name
        self.timeToLive = timeToLive
    }
}

/// The platform's way to reach tables.
public struct KVDriverProvider: Sendable {
    private let body: @Sendable (KVTable) throws -> any KVDriver

    /// A provider that asks `make` for each declared table.
    public init(_ make: @escaping @Sendable (KVTable) throws -> any KVDriver) {
        body = make
    }

    /// The driver of one table; called at start, never for a request.
    public func make(_ table: KVTable) throws -> any KVDriver {
        try body(table)
    }
}
