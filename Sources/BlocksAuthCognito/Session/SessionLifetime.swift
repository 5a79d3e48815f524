// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// When a session was begun and last used, and how often its record was written.
struct SessionTimes: Sendable, Equatable {
    /// When its user signed in.
    let created: Timestamp
    /// When it was last refreshed, or its use last noted.
    let renewed: Timestamp
    /// The writes of the record, this one included.
    let version: Int64

    /// The times of the record that follows this one at `now`.
    func next(at now: Timestamp) -> SessionTimes {
        SessionTimes(created: created, renewed: now, version: version &+ 1)
    }
}

/// How long sessions last.
struct SessionLifetime: Sendable {
    /// How long a record lives after it was last written, in seconds; 0 or less for ever.
    let ttlSeconds: Int64
    /// The time without use after which a session is over, in seconds; `nil` for none.
    let idleSeconds: Int64?
    /// The time after the sign-in at which a session is over whatever its use, in seconds; `nil` for none.
    let absoluteSeconds: Int64?

    /// Whether a session is over at `now`, the last moment of each limit included.
    func isOver(_ times: SessionTimes, at now: Timestamp) -> Bool {
        if let idleSeconds, times.renewed.adding(seconds: idleSeconds) <= now { return true }
        if let absoluteSeconds, times.created.adding(seconds: absoluteSeconds) <= now { return true }
        return false
    }

    /// Whether a use at `now` has to be noted: once in an eighth of the idle time, so that not every request writes.
    func isNoteworthy(_ times: SessionTimes, at now: Timestamp) -> Bool {
        idleSeconds.map { times.renewed.adding(milliseconds: $0 &* 125) <= now } ?? false
    }

    /// When something next becomes of a session by itself: a use has to be noted, or a limit is reached.
    func nextEvent(_ times: SessionTimes) -> Timestamp {
        var end = Timestamp(milliseconds: .max)
        if let idleSeconds { end = min(end, times.renewed.adding(milliseconds: idleSeconds &* 125)) }
        if let absoluteSeconds { end = min(end, times.created.adding(seconds: absoluteSeconds)) }
        if ttlSeconds > 0 { end = min(end, times.renewed.adding(seconds: ttlSeconds)) }
        return end
    }

    /// How long the record written at `times.renewed` can be of use, in seconds; `nil` for ever.
    func recordSeconds(_ times: SessionTimes) -> Double? {
        var limits = [ttlSeconds].filter { $0 > 0 }
        if let idleSeconds { limits.append(idleSeconds) }
        if let absoluteSeconds {
            // A record is written only before its end; a row must outlive that moment, not precede it.
            limits.append(max(1, times.created.adding(seconds: absoluteSeconds).seconds &- times.renewed.seconds))
        }
        return limits.min().map { Double($0) }
    }
}
