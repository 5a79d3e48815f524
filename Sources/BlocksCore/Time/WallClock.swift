// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where the current time comes from; injected, so that tests and the conformance server can move it.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    /// A clock that answers with what `now` returns.
    public init(_ now: @escaping @Sendable () -> Timestamp) {
        self.read = now
    }

    /// The current instant.
    public func now() -> Timestamp { read() }

    /// The machine's real-time clock.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
