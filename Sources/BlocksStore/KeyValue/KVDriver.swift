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

    /// Adds `amount` to the count of `key` in one step, and returns the new count; a count that isn't there is 0.
    ///
    /// Parallel calls see different counts. The entry ends at `expires` (Unix seconds), and reads as the count's decimal text. One that has
    /// ended may go on or begin anew, so a key is for one period. A failed call may have counted, and one that adds may have counted
    /// twice where it had to be repeated; one that takes away is done once at most. A count is never too low.
    func add(_ key: String, _ amount: Int64, expires: Int64, now: Int64) async throws(KVStoreError) -> Int64

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
