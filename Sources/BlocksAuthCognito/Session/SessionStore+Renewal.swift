// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore

/// A session's change of its id: its record is copied, then a mark put beside where it was.
///
/// The mark is an entry of its own, `renewed-` and a hash of the old id, and holds the new id, sealed and bound to that entry. It never lets
/// anybody in: it tells what a sign-out with the old cookie has to end, and that a newer cookie is on its way.
extension SessionStore {
    /// How long the mark stays, in seconds: longer than a request that was sent with the old cookie may take.
    static let markSeconds: Int64 = 60

    /// Stores the record and the times of `session` under another id.
    func copy(_ session: StoredSession, to id: String) async throws {
        let now = clock.now()
        let times = session.times?.next(at: now) ?? SessionTimes(created: now, renewed: now, version: 1)
        try await write(id, session.record, times)
    }

    /// Deletes the record if it is still `session`'s, and leaves the mark that `new` follows it; false when it is another one by now, or gone.
    ///
    /// The mark comes first: whoever finds the record gone finds the mark. That the id ends is worth more than the mark, which may fail.
    func replace(_ id: String, by new: String, ifStill session: StoredSession) async throws -> Bool {
        let key = markKey(id)
        let mark = try await secrets.keys().seal(Array(new.utf8), for: .sessionRenewal, at: key, random: random)
        // Should two renew it, the mark is of the first.
        try? await store.put(key, .string(mark), ifNotExists: true, ttlSeconds: Double(Self.markSeconds))
        return try await delete(id, ifStill: session)
    }

    /// The id by which the session `id` went on a moment ago; `nil` when it did not.
    ///
    /// Throws a retriable 503 when the store can't be reached.
    func successor(of id: String) async throws -> String? {
        let key = markKey(id)
        do {
            guard let mark = try await store.get(key)?.string else { return nil }
            let new = try await secrets.opening { $0.open(mark, for: .sessionRenewal, at: key) }
            return new.map { String(decoding: $0, as: UTF8.self) }
        } catch let error as KVStoreError {
            guard error.code == .corrupt else { throw ApiError.unavailable(cause: error) }
            return nil
        }
    }

    private func markKey(_ id: String) -> String { "renewed-" + Base64URL.encode(SHA256.hash(Array(id.utf8))) }
}
