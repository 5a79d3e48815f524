// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksStore
import Logging

extension Sessions {
    /// A session out of its user's index.
    typealias Listed = (entry: UserIndex.Entry, stored: StoredSession)

    /// Enters a session into its user's index, and ends the oldest when there are too many.
    ///
    /// Throws a retriable 503 when it could not be entered.
    func enter(_ id: String, _ sub: String, _ context: BlocksContext) async throws {
        guard let index else { return }
        let entry = UserIndex.Entry(
            row: SessionID.rowKey(id, format), created: clock.now(), label: DeviceName.of(context.request))
        var entries: [UserIndex.Entry] = []
        try await index.update(sub) { now in
            entries = now + [entry]
            return entries
        }
        guard entries.count > UserIndex.limit else { return }
        // Rows that are gone make room first.
        let kept = try await living(entries).suffix(UserIndex.limit).map(\.entry.row)
        let surplus = Set(entries.map(\.row)).subtracting(kept)
        for row in surplus { try await store.delete(row: row) }
        try await index.update(sub) { now in now.filter { !surplus.contains($0.row) } }
    }

    /// Takes a session that has ended out of its user's index; `everywhere` ends the user's others too.
    ///
    /// A failure is logged, for the session itself is over.
    func leave(_ id: String, _ record: SessionRecord, everywhere: Bool, _ context: BlocksContext) async {
        guard let index, let sub = record.identity?.subject else { return }
        let row = SessionID.rowKey(id, format)
        do {
            try await Deadline.briefly(clock) {
                if everywhere { return _ = try await endIndexed(sub) { _ in true } }
                try await index.update(sub) { entries in entries.filter { $0.row != row } }
            }
        } catch {
            context.logger.notice("An ended session was left in its user's index", metadata: ["error": "\(error)"])
        }
    }

    /// The user's sessions whose rows are there, oldest first; the index loses the others.
    func list(_ sub: String) async throws -> [Listed] {
        guard let index else { throw ApiError.noSessionIndex }
        let entries = try await index.entries(sub)
        let living = try await living(entries)
        if living.count < entries.count {
            let gone = Set(entries.map(\.row)).subtracting(living.map(\.entry.row))
            try await index.update(sub) { now in now.filter { !gone.contains($0.row) } }
        }
        return living
    }

    /// Ends those of the user's sessions that `isMeant` says, and adds each to `ended` once its row is gone, whatever fails after that.
    ///
    /// Those that are entered meanwhile, as when another process gives one a new id, are looked for again. Throws a retriable 503 when the
    /// store can't be reached, or there always were new ones.
    func endIndexed(
        _ sub: String, into ended: inout [Listed], where isMeant: (UserIndex.Entry) -> Bool
    ) async throws {
        guard let index else { throw ApiError.noSessionIndex }
        for _ in 0..<Self.endingRounds {
            let entries = try await index.entries(sub).filter(isMeant)
            for entry in entries {
                let stored = try await store.get(row: entry.row)
                try await store.delete(row: entry.row)
                if let stored { ended.append((entry, stored)) }
            }
            let rows = Set(entries.map(\.row))
            var isComplete = true
            try await index.update(sub) { now in
                let left = now.filter { !rows.contains($0.row) }
                isComplete = !left.contains(where: isMeant)
                return left
            }
            if isComplete { return }
        }
        throw ApiError.unavailable(cause: KVStoreError.conditionalCheckFailed())
    }

    /// As ``endIndexed(_:into:where:)``; returns the sessions that it ended.
    @discardableResult
    func endIndexed(_ sub: String, where isMeant: (UserIndex.Entry) -> Bool) async throws -> [Listed] {
        var ended: [Listed] = []
        try await endIndexed(sub, into: &ended, where: isMeant)
        return ended
    }

    private static let endingRounds = 4

    private func living(_ entries: [UserIndex.Entry]) async throws -> [Listed] {
        var living: [Listed] = []
        for entry in entries {
            if let stored = try await store.get(row: entry.row) { living.append((entry, stored)) }
        }
        return living
    }
}
