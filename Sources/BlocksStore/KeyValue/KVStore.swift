// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// A store of values by string key, on one table.
///
/// Reads are strongly consistent: what a finished write stored, the next read sees. Values are kept as JSON text with sorted members,
/// so that equal values have equal text. Entries may end; an ended entry reads as absent, and counts as absent for conditions.
///
/// Every operation throws ``KVStoreError``. The behaviour is that of the spec, kv-store-and-settings §1–4.
public struct KVStore<Value: Codable & Sendable>: Sendable {
    /// The store's full id.
    public let fullID: String

    let driver: any KVDriver
    let clock: WallClock

    /// Declares the store `id` below `scope`; `timeToLive` says whether entries may end.
    ///
    /// Throws `ConfigurationError` when the id is taken or the platform has no store.
    public init(_ scope: Scope, _ id: String, of type: Value.Type = Value.self, timeToLive: Bool = false) throws {
        let fullID = try scope.claim(id, kind: "KVStore")
        let provider = try scope.platform.service(KVDriverProvider.self)
        self.init(
            fullID: fullID,
            driver: try provider.make(KVTable(name: String(fullID.prefix(255)), timeToLive: timeToLive)),
            clock: scope.platform.clock)
    }

    /// A store over a driver of one's own.
    public init(fullID: String, driver: any KVDriver, clock: WallClock) {
        self.fullID = fullID
        self.driver = driver
        self.clock = clock
    }

    /// The same table as a store of other values, whose keys must be others.
    public func entries<Other: Codable & Sendable>(of type: Other.Type = Other.self) -> KVStore<Other> {
        KVStore<Other>(fullID: fullID, driver: driver, clock: clock)
    }

    /// The value of `key`; `nil` when there is none or its entry has ended.
    public func get(_ key: String) async throws(KVStoreError) -> Value? {
        try Self.check(key)
        guard let item = try await driver.get(key), !item.isExpired(at: now) else { return nil }
        return try Self.decode(item)
    }

    /// Stores `value` whole, an earlier end of the entry included.
    ///
    /// At most one condition is used, `ifNotExists` first; a `nil` one is none. Of `ttlSeconds` and `expiresAt` one may be given; without
    /// both the entry never ends. Throws `conditionalCheckFailed`, `validation` (a bad end, a value that has no JSON) or `itemTooLarge`.
    public func put(
        _ key: String, _ value: Value, ifNotExists: Bool = false, ifValueEquals expected: Value? = nil,
        ttlSeconds: Double? = nil, expiresAt: KVExpiry? = nil
    ) async throws(KVStoreError) {
        try Self.check(key)
        let text = try Self.text(of: value)
        let now = now
        let expires = try KVExpiry.resolve(ttlSeconds: ttlSeconds, expiresAt: expiresAt, now: now)
        let item = KVItem(key: key, value: text, expires: expires)
        let driver = driver
        try await applying(ifNotExists ? .notExists : nil, expected, key, now) { condition throws(KVStoreError) in
            try await driver.put(item, if: condition, now: now)
        }
    }

    /// Removes the entry of `key`; without condition an absent one is no error.
    ///
    /// At most one condition is used, `ifExists` first; a `nil` one is none. Throws `conditionalCheckFailed`.
    public func delete(
        _ key: String, ifExists: Bool = false, ifValueEquals expected: Value? = nil
    ) async throws(KVStoreError) {
        try Self.check(key)
        let now = now
        let driver = driver
        try await applying(ifExists ? .exists : nil, expected, key, now) { condition throws(KVStoreError) in
            try await driver.delete(key, if: condition, now: now)
        }
    }

    /// All entries, page by page as they are asked for, in no promised order; ended ones only on request.
    public func scan(includeExpired: Bool = false) -> KVScan<Value> {
        KVScan(driver: driver, includeExpired: includeExpired, now: now)
    }

    private var now: Int64 { clock.now().seconds }

    /// Writes under the condition that was asked for.
    ///
    /// Text written by other programs may order members differently: if equality of text failed although the stored text is that of
    /// an equal value, that text is the one to expect.
    private func applying(
        _ condition: KVCondition?, _ expected: Value?, _ key: String, _ now: Int64,
        _ write: (KVCondition?) async throws(KVStoreError) -> Void
    ) async throws(KVStoreError) {
        guard condition == nil, let expected else { return try await write(condition) }
        let text = try Self.text(of: expected)
        do {
            try await write(.valueEquals(text))
        } catch {
            guard error.code == .conditionalCheckFailed, let stored = try await driver.get(key),
                !stored.isExpired(at: now), stored.value != text, Self.isSame(stored.value, text)
            else { throw error }
            try await write(.valueEquals(stored.value))
        }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        guard let left = try? JSONValue(parsing: Array(left.utf8)),
            let right = try? JSONValue(parsing: Array(right.utf8))
        else { return false }
        return left == right
    }

    private static func text(of value: Value) throws(KVStoreError) -> String {
        do {
            return String(decoding: try JSONCoding.encodeSorted(value), as: UTF8.self)
        } catch {
            throw .validation("put: the value has no JSON", underlying: error)
        }
    }

    static func decode(_ item: KVItem) throws(KVStoreError) -> Value {
        do {
            return try JSONCoding.decode(Value.self, from: item.value)
        } catch {
            throw .corrupt("The stored value is not a \(Value.self).", underlying: error)
        }
    }

    /// DynamoDB's limits of a key; checked here so that local and AWS agree.
    private static func check(_ key: String) throws(KVStoreError) {
        guard (1...2048).contains(key.utf8.count) else { throw .validation("a key has 1 to 2048 bytes") }
    }
}
