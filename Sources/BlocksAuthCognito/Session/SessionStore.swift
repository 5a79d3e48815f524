// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore

/// Session records in the store `sessions` below the block.
///
/// Reads are strongly consistent: a stale one would sign a user out who has just signed in (known weakness K4). A store that can't be
/// reached is a retriable 503 and never means that there is no session.
struct SessionStore: Sendable {
    let store: KVStore<JSONValue>
    let coding: SessionCoding
    let secrets: SessionSecretSource
    let lifetime: SessionLifetime
    let random: SecureRandom
    let clock: WallClock
    /// What was read lately; `nil` for reading every time.
    let cache: SessionCache?

    init(
        _ store: KVStore<JSONValue>, format: SessionFormat, secrets: SessionSecretSource, lifetime: SessionLifetime,
        random: SecureRandom, clock: WallClock, cache: SessionCache? = nil
    ) {
        self.cache = cache
        self.store = store
        self.coding = SessionCoding(format: format)
        self.secrets = secrets
        self.lifetime = lifetime
        self.random = random
        self.clock = clock
    }

    /// The session `id`; `nil` when there is none, it is over, or its row holds no record of it.
    func get(_ id: String) async throws -> StoredSession? {
        try await get(row: rowKey(id))
    }

    /// The session in a row; `nil` as for its id.
    func get(row rowKey: String) async throws -> StoredSession? {
        let value: JSONValue?
        do {
            value = try await store.get(rowKey)
        } catch {
            guard error.code == .corrupt else { throw ApiError.unavailable(cause: error) }
            return nil
        }
        guard let value else { return nil }
        let session = try await secrets.opening { keys in
            coding.session(value) { keys.open($0, for: .sessionRecord, at: rowKey) }
        }
        // The row's own end is outside of what is sealed, so it is not the limit.
        if let times = session?.times, lifetime.isOver(times, at: clock.now()) { return nil }
        return session
    }

    /// Stores the first record of a new session.
    func create(_ id: String, _ record: SessionRecord) async throws {
        let now = clock.now()
        try await write(id, record, SessionTimes(created: now, renewed: now, version: 1))
    }

    /// Stores a record whatever is there.
    func write(_ id: String, _ record: SessionRecord, _ times: SessionTimes) async throws {
        let value = try await value(record, times, rowKey(id))
        defer { cache?.forget(rowKey(id)) }
        try await reaching { () async throws(KVStoreError) in
            try await store.put(rowKey(id), value, ttlSeconds: lifetime.recordSeconds(times))
        }
    }

    /// Replaces `old` by `new`; false, and nothing is written, when the record is another one by now or gone (known weakness S4).
    func replace(_ id: String, _ old: StoredSession, by new: SessionRecord) async throws -> Bool {
        let now = clock.now()
        let times = old.times?.next(at: now) ?? SessionTimes(created: now, renewed: now, version: 1)
        let value = try await value(new, times, rowKey(id))
        defer { cache?.forget(rowKey(id)) }
        return try await conditionally { () async throws(KVStoreError) in
            try await store.put(
                rowKey(id), value, ifValueEquals: old.value, ttlSeconds: lifetime.recordSeconds(times))
        }
    }

    /// Notes that the session is in use, where it has an idle limit and this was not done lately.
    ///
    /// A failure costs nothing yet: the next request tries again, and one of those that come at once is enough.
    func noteUse(_ id: String, _ session: StoredSession) async {
        guard let times = session.times, lifetime.isNoteworthy(times, at: clock.now()) else { return }
        _ = try? await Deadline.briefly(clock) { try await replace(id, session, by: session.record) }
    }

    /// Removes the record, whatever it is; none is fine.
    func delete(_ id: String) async throws(ApiError) { try await delete(row: rowKey(id)) }

    /// Removes a row, whatever it is; none is fine.
    func delete(row rowKey: String) async throws(ApiError) {
        defer { cache?.forget(rowKey) }
        try await reaching { () async throws(KVStoreError) in try await store.delete(rowKey) }
    }

    /// Removes the record if it is still `session`'s; false when it is another one by now.
    func delete(_ id: String, ifStill session: StoredSession) async throws(ApiError) -> Bool {
        defer { cache?.forget(rowKey(id)) }
        return try await conditionally { () async throws(KVStoreError) in
            try await store.delete(rowKey(id), ifValueEquals: session.value)
        }
    }

    func rowKey(_ id: String) -> String { SessionID.rowKey(id, coding.format) }

    private func value(_ record: SessionRecord, _ times: SessionTimes, _ rowKey: String) async throws -> JSONValue {
        let keys = try await secrets.keys()
        return try coding.value(record, times) {
            try keys.seal($0, for: .sessionRecord, at: rowKey, random: random)
        }
    }

    private func reaching<Value>(_ body: () async throws(KVStoreError) -> Value) async throws(ApiError) -> Value {
        do { return try await body() } catch { throw .unavailable(cause: error) }
    }

    private func conditionally(_ body: () async throws(KVStoreError) -> Void) async throws(ApiError) -> Bool {
        do {
            try await body()
            return true
        } catch {
            guard error.code == .conditionalCheckFailed else { throw .unavailable(cause: error) }
            return false
        }
    }
}
