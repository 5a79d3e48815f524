// SPDX-License-Identifier: Apache-2.0

/// The instant by which an invocation's answer must have left.
public struct Deadline: Sendable {
    /// When the time is over.
    public let expires: Timestamp
    private let clock: WallClock

    /// A deadline at `expires`, measured on `clock`.
    public init(expires: Timestamp, clock: WallClock) {
        self.expires = expires
        self.clock = clock
    }

    /// Milliseconds left, 0 when the time is over.
    public var remainingMilliseconds: Int64 {
        max(0, expires.milliseconds(since: clock.now()))
    }
}
