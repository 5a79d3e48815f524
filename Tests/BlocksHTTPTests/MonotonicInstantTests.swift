// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksHTTP

@Suite struct `Monotonic instants` {
    @Test func `the clock does not go back`() {
        let first = MonotonicInstant.now
        #expect(first <= MonotonicInstant.now)
    }

    @Test(arguments: [
        (5, Duration.nanoseconds(7), 12), (5, .nanoseconds(-7), -2), (5, .seconds(Int64.max), Int64.max),
        (-5, .seconds(Int64.min), Int64.min), (Int64.max, .nanoseconds(1), Int64.max),
        (Int64.min, .nanoseconds(-1), Int64.min),
    ])
    func `moving an instant clamps to what the clock can express`(start: Int64, step: Duration, end: Int64) {
        #expect(MonotonicInstant(nanoseconds: start).advanced(by: step).nanoseconds == end)
    }

    @Test(arguments: [
        (Duration.zero, 1), (.nanoseconds(1), 1), (.milliseconds(2), 2), (.nanoseconds(2_000_001), 3),
        (.seconds(-1), 1), (.seconds(Int64.max), 1000),
    ])
    func `milliseconds are rounded up and kept in range`(duration: Duration, expected: Int) {
        #expect(duration.milliseconds(in: 1...1000) == expected)
    }

    @Test func `the time between two instants is signed`() {
        let early = MonotonicInstant(nanoseconds: 10)
        let late = MonotonicInstant(nanoseconds: 25)
        #expect(early.duration(to: late) == .nanoseconds(15))
        #expect(late.duration(to: early) == .nanoseconds(-15))
    }
}
