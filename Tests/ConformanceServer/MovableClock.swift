// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Synchronization

/// The system's clock, ahead by as many seconds as it was told.
final class MovableClock: Sendable {
    private let offset = Atomic<Int>(0)

    /// Moves on by `seconds` and returns how far the clock is ahead in all.
    func advance(_ seconds: Int) -> Int {
        offset.wrappingAdd(seconds, ordering: .relaxed).newValue
    }

    /// The clock for the platform.
    var wallClock: WallClock {
        WallClock { WallClock.system.now().adding(seconds: Int64(self.offset.load(ordering: .relaxed))) }
    }
}
