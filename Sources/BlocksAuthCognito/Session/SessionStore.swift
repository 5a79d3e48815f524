// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksStore

/// Session records in the store `sessions` below the block, keyed by session id.
///
/// Reads are strongly consistent: a stale one would sign a user out who has just signed in (known weakness K4). A store that can't be
/// reached is a retriable 503 and never means that there is no session.
struct SessionStore: Sendable {
    private let store: KVStore<SessionRecord>
    /// How long a record lives after it was last written, in seconds; 0 or less for ever.
    private let ttlSeconds: Int64

    init(_ store: KVStore<SessionRecord>, ttlSeconds: Int64) {
        self.store = store
        self.ttlSeconds = ttlSeconds
    }

    /// The record of `id`; `nil` when there is none, it has ended, or it is no session record.
    func get(_ id: String) async throws(ApiError) -> SessionRecord? {
        do {
            return try await store.get(id)
        } catch {
            guard error.code == .corrupt else { throw .unavailable(cause: error) }
            return nil
        }
    }

    /// Stores the first record of a new session.
    func create(_ id: String, _ record: SessionRecord) async throws(ApiError) {
        try await reaching { () async throws(KVStoreError) in try await store.put(id, record, ttlSeconds: expiry) }
    }

    /// Replaces `old` by `new`; false, and nothing is written, when the record is another one by now or gone (known weakness S4).
    func replace(_ id: String, _ old: SessionRecord, by new: SessionRecord) async throws(ApiError) -> Bool {
        try await conditionally { () async throws(KVStoreError) in
            try await store.put(id, new, ifValueEquals: old, ttlSeconds: expiry)
        }
    }

    /// Removes the record, whatever it is; none is fine.
    func delete(_ id: String) async throws(ApiError) {
        try await reaching { () async throws(KVStoreError) in try await store.delete(id) }
    }

    /// Removes the record if it is still `record`; false when it is another one by now.
    func delete(_ id: String, ifStill record: SessionRecord) async throws(ApiError) -> Bool {
        try await conditionally { () async throws(KVStoreError) in try await store.delete(id, ifValueEquals: record) }
    }

    private var expiry: Double? { ttlSeconds > 0 ? Double(ttlSeconds) : nil }

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
