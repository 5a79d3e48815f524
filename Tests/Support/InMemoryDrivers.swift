// SPDX-License-Identifier: Apache-2.0

public import BlocksStore
import Synchronization

/// Entries in memory, in order of their keys, a few to a page.
public final class InMemoryKVDriver: KVDriver {
    private let items = Mutex<[String: KVItem]>([:])
    private let pageSize: Int

    /// An empty driver whose pages hold `pageSize` entries.
    public init(pageSize: Int = 3) {
        self.pageSize = pageSize
    }

    /// Everything stored.
    public var stored: [String: KVItem] { items.withLock { $0 } }

    /// The entry of `key`.
    public func get(_ key: String) async throws(KVStoreError) -> KVItem? {
        items.withLock { $0[key] }
    }

    /// Stores an entry if `condition` holds.
    public func put(_ item: KVItem, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        guard item.value.utf8.count <= 400 * 1024 else { throw .itemTooLarge() }
        try change(item.key, condition, now) { $0 = item }
    }

    /// Removes an entry if `condition` holds.
    public func delete(_ key: String, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        try change(key, condition, now) { $0 = nil }
    }

    /// Adds to a counter.
    public func add(
        _ key: String, _ amount: Int64, expires: Int64, now: Int64
    ) async throws(KVStoreError) -> Int64 {
        items.withLock { items in
            let sum = (items[key].flatMap { Int64($0.value) } ?? 0) + amount
            items[key] = KVItem(key: key, value: String(sum), expires: expires)
            return sum
        }
    }

    /// One page of entries.
    public func scan(after: String?) async throws(KVStoreError) -> KVPage {
        items.withLock { items in
            let rest = items.values.sorted { $0.key < $1.key }.filter { after == nil || $0.key > after ?? "" }
            let page = Array(rest.prefix(pageSize))
            return KVPage(items: page, next: rest.count > page.count ? page.last?.key : nil)
        }
    }

    private func change(
        _ key: String, _ condition: KVCondition?, _ now: Int64, _ body: (inout KVItem?) -> Void
    ) throws(KVStoreError) {
        let held = items.withLock { items -> Bool in
            let alive = items[key].flatMap { $0.isExpired(at: now) ? nil : $0 }
            let holds =
                switch condition {
                case nil: true
                case .notExists: alive == nil
                case .exists: alive != nil
                case .valueEquals(let text): alive?.value == text
                }
            if holds { body(&items[key]) }
            return holds
        }
        guard held else { throw .conditionalCheckFailed() }
    }
}

/// Settings in memory.
public final class InMemorySettingDriver: SettingDriver {
    private let values: Mutex<[String: String]>

    /// A driver that holds `values` by name.
    public init(_ values: [String: String] = [:]) {
        self.values = Mutex(values)
    }

    /// Everything stored.
    public var stored: [String: String] { values.withLock { $0 } }

    /// The text of `name`.
    public func read(_ name: String, secret: Bool) async throws(AppSettingError) -> String? {
        values.withLock { $0[name] }
    }

    /// Stores a text; false when there is one and `overwrite` is false.
    public func write(
        _ name: String, value: String, secret: Bool, overwrite: Bool
    ) async throws(AppSettingError) -> Bool {
        values.withLock { values in
            guard overwrite || values[name] == nil else { return false }
            values[name] = value
            return true
        }
    }
}
