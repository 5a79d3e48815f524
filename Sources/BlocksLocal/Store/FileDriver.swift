// SPDX-License-Identifier: Apache-2.0

import BlocksCore
public import BlocksStore
import Logging

/// A table in a file: `store.json` in the reference's format (kv-store-and-settings §5).
///
/// The file is read once and replaced whole by each change, which is on the disk when a call returns. Values stay JSON text; an
/// entry that ends is `{"value", "ttl"}`.
public actor FileDriver: KVDriver {
    /// DynamoDB's limit of an item, key and value together, in bytes.
    private static let maximumItemSize = 400 * 1024
    private static let pageSize = 100

    private let file: AtomicFile
    private nonisolated let settings: LocalSettings
    private var items: [String: KVItem] = [:]

    init(_ file: AtomicFile, _ settings: LocalSettings) throws(LocalDataError) {
        self.file = file
        self.settings = settings
        guard let bytes = try file.read() else { return }
        if let object = (try? JSONValue(parsing: bytes, limits: .localFile))?.object {
            for (key, entry) in object { items[key] = Self.item(key, entry) }
        } else {
            try file.abandon(because: "is no store file", at: settings.clock.now(), logger: settings.logger)
        }
    }

    /// The thread of the platform, since every write waits for the disk.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { settings.thread.asUnownedSerialExecutor() }

    /// The entry of `key` as of the latest finished write, ended or not.
    public func get(_ key: String) async throws(KVStoreError) -> KVItem? {
        items[key]
    }

    /// Stores the entry if `condition` holds at `now`, in Unix seconds.
    public func put(_ item: KVItem, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        guard item.key.utf8.count + item.value.utf8.count <= Self.maximumItemSize else { throw .itemTooLarge() }
        try check(condition, item.key, now)
        try replace(item.key, with: item)
    }

    /// Removes the entry of `key` if `condition` holds at `now`, in Unix seconds.
    public func delete(_ key: String, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        try check(condition, key, now)
        guard items[key] != nil else { return }
        try replace(key, with: nil)
    }

    /// Adds to a counter, which is an entry of its decimal text; counters that have ended are removed.
    public func add(
        _ key: String, _ amount: Int64, expires: Int64, now: Int64
    ) async throws(KVStoreError) -> Int64 {
        let (sum, overflow) = (items[key].flatMap { Int64($0.value) } ?? 0).addingReportingOverflow(amount)
        guard !overflow else { throw .validation("the count is too large") }
        // DynamoDB removes them by itself; here they would stay for ever.
        var kept = items.filter { !($0.value.isExpired(at: now) && Int64($0.value.value) != nil) }
        kept[key] = KVItem(key: key, value: String(sum), expires: expires)
        try replace(kept)
        return sum
    }

    /// One page in the order of the keys.
    public func scan(after: String?) async throws(KVStoreError) -> KVPage {
        let keys = items.keys.filter { key in after.map { key > $0 } ?? true }.sorted()
        let page = keys.prefix(Self.pageSize)
        return KVPage(items: page.compactMap { items[$0] }, next: page.count < keys.count ? page.last : nil)
    }

    private func check(_ condition: KVCondition?, _ key: String, _ now: Int64) throws(KVStoreError) {
        let current = items[key].flatMap { $0.isExpired(at: now) ? nil : $0 }
        let holds =
            switch condition {
            case nil: true
            case .notExists: current == nil
            case .exists: current != nil
            case .valueEquals(let value): current?.value == value
            }
        guard holds else { throw .conditionalCheckFailed() }
    }

    /// Writes the file with one entry changed, and only then changes it here.
    private func replace(_ key: String, with item: KVItem?) throws(KVStoreError) {
        var next = items
        next[key] = item
        try replace(next)
    }

    private func replace(_ next: [String: KVItem]) throws(KVStoreError) {
        do {
            try file.write(Self.text(of: next))
        } catch {
            settings.logger.error("local store: write failed", metadata: ["reason": "\(error)"])
            throw .unavailable("The local store could not be written", underlying: error)
        }
        items = next
    }

    private static func text(of items: [String: KVItem]) -> [UInt8] {
        var object = JSONObject()
        for item in items.values.sorted(by: { $0.key < $1.key }) {
            if let expires = item.expires {
                object[item.key] = ["value": .string(item.value), "ttl": .number(JSONNumber(expires))]
            } else {
                object[item.key] = .string(item.value)
            }
        }
        return JSONCoding.encodePretty(.object(object))
    }

    /// One entry of the file; `nil` for an unknown shape, which is dropped as the reference does.
    private static func item(_ key: String, _ entry: JSONValue) -> KVItem? {
        if let value = entry.string { return KVItem(key: key, value: value) }
        guard let value = entry["value"]?.string else { return nil }
        return KVItem(key: key, value: value, expires: entry["ttl"]?.int.map(Int64.init))
    }
}
