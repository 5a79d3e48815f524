// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Synchronization

/// Sessions that this process has read lately, by their rows; a bounded number, each for a bounded time.
///
/// What this process writes or deletes is forgotten at once, a read that was under way meanwhile included. What another process does is
/// seen when an entry's time is over. That there is no session is never kept.
final class SessionCache: Sendable {
    /// Entries at most; one more ends the oldest.
    static let limit = 1000
    /// The longest time that an option may ask for, in seconds.
    static let longestSeconds: Int64 = 60

    /// A read that is about to happen.
    struct Ticket: Sendable {
        fileprivate let changes: UInt64
        fileprivate let begun: Timestamp
    }

    private struct Entry {
        let session: StoredSession
        let begun: Timestamp
        let end: Timestamp
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var changes: UInt64 = 0
    }

    private let seconds: Int64
    private let state = Mutex(State())

    /// A cache of entries that last `seconds`; `nil` for 0, which is none.
    init?(seconds: Int64) {
        guard seconds > 0 else { return nil }
        self.seconds = min(seconds, Self.longestSeconds)
    }

    /// How many entries there are.
    var count: Int { state.withLock { $0.entries.count } }

    /// The session in `row` if it was read lately; `nil` says nothing about it.
    func session(_ row: String, at now: Timestamp) -> StoredSession? {
        state.withLock { state in
            guard let entry = state.entries[row] else { return nil }
            // A clock that was put back must not prolong anything.
            guard entry.begun <= now, now < entry.end else {
                state.entries[row] = nil
                return nil
            }
            return entry.session
        }
    }

    /// To be taken before a read whose outcome is to be kept.
    func ticket(at now: Timestamp) -> Ticket {
        Ticket(changes: state.withLock { $0.changes }, begun: now)
    }

    /// Keeps what was read until `end`, or for its time if that is over sooner; unless anything was changed since the ticket was taken.
    func keep(_ session: StoredSession, _ row: String, until end: Timestamp, _ ticket: Ticket) {
        let end = min(end, ticket.begun.adding(seconds: seconds))
        guard ticket.begun < end else { return }
        state.withLock { state in
            guard state.changes == ticket.changes else { return }
            if state.entries.count >= Self.limit, state.entries[row] == nil { Self.makeRoom(&state, ticket.begun) }
            state.entries[row] = Entry(session: session, begun: ticket.begun, end: end)
        }
    }

    /// Forgets what is kept of `row`, for this process has changed it, or may have.
    func forget(_ row: String) {
        state.withLock { state in
            state.changes &+= 1
            state.entries[row] = nil
        }
    }

    private static func makeRoom(_ state: inout State, _ now: Timestamp) {
        state.entries = state.entries.filter { now < $0.value.end }
        guard state.entries.count >= limit, let oldest = state.entries.min(by: { $0.value.begun < $1.value.begun })
        else { return }
        state.entries[oldest.key] = nil
    }
}

extension SessionStore {
    /// The session `id` as a request sees it, at most the cache's time old; `nil` as ``get(_:)``.
    ///
    /// A session that is near a limit of its own, or whose use has to be noted, is read anew.
    func recent(_ id: String, leewaySeconds: Int64) async throws -> StoredSession? {
        guard let cache else { return try await get(id) }
        let row = rowKey(id)
        let now = clock.now()
        if let session = cache.session(row, at: now) { return session }
        let ticket = cache.ticket(at: now)
        guard let session = try await get(row: row) else { return nil }
        let refresh = session.record.accessTokenExpires.adding(seconds: -leewaySeconds)
        let end = session.times.map { min(refresh, lifetime.nextEvent($0)) } ?? refresh
        cache.keep(session, row, until: end, ticket)
        return session
    }
}
