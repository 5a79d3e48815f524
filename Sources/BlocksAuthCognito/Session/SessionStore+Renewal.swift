// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksStore

/// A session's change of its id: its record is copied, then a mark put where it was.
extension SessionStore {
    /// How long the mark stays, in seconds: longer than a request that was sent with the old cookie may take.
    static let markSeconds: Int64 = 60
    private static let mark = JSONValue.string("replaced")

    /// Stores the record and the times of `session` under another id.
    func copy(_ session: StoredSession, to id: String) async throws {
        let now = clock.now()
        let times = session.times?.next(at: now) ?? SessionTimes(created: now, renewed: now, version: 1)
        try await write(id, session.record, times)
    }

    /// Puts a mark in the place of the record if it is still `session`'s; false when it is another one by now, or gone.
    ///
    /// The id is over then. In the reference's layout, where the row must not hold anything else, it is deleted.
    func markReplaced(_ id: String, ifStill session: StoredSession) async throws(ApiError) -> Bool {
        guard coding.format == .sealed else { return try await delete(id, ifStill: session) }
        defer { cache?.forget(rowKey(id)) }
        return try await conditionally { () async throws(KVStoreError) in
            try await store.put(
                rowKey(id), Self.mark, ifValueEquals: session.value, ttlSeconds: Double(Self.markSeconds))
        }
    }

    /// Whether a mark stands where the session was, or that can't be told.
    func isReplaced(_ id: String) async -> Bool {
        guard coding.format == .sealed else { return false }
        do { return try await store.get(rowKey(id)) == Self.mark } catch { return error.code != .corrupt }
    }
}
