// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Waits that take no time and are remembered.
public final class RecordedSleep: Sendable {
    private let waits = Mutex<[Duration]>([])

    /// No waits yet.
    public init() {}

    /// The waits asked for so far, in order.
    public var durations: [Duration] { waits.withLock { $0 } }

    /// Remembers a wait and returns at once.
    public func sleep(_ duration: Duration) {
        waits.withLock { $0.append(duration) }
    }
}
