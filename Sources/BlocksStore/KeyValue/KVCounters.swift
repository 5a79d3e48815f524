// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// Numbers that all processes add to, in the table of a store; their keys must be none of the store's.
///
/// Every operation throws ``KVStoreError``.
public struct KVCounters: Sendable {
    private let driver: any KVDriver
    private let clock: WallClock

    /// Counters in the table of `store`, which must be declared with `timeToLive`.
    public init<Value>(beside store: KVStore<Value>) {
        driver = store.driver
        clock = store.clock
    }

    /// Adds `amount` to the counter `key` in one step, and returns what it is then; one that isn't there is 0.
    ///
    /// No two calls get the same count. `end` is when the counter goes, and a key is not used again after it. Where a call fails, or has
    /// to be repeated, the count may be too high, never too low: what is added is sent again until there is an answer, what is taken
    /// away (a negative `amount`) is sent once.
    @discardableResult
    public func add(_ key: String, _ amount: Int64 = 1, end: Timestamp) async throws(KVStoreError) -> Int64 {
        guard (1...2048).contains(key.utf8.count) else { throw .validation("a key has 1 to 2048 bytes") }
        return try await driver.add(key, amount, expires: end.seconds, now: clock.now().seconds)
    }
}
