// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksHTTP

@Suite struct JobQueueTests {
    @Test func `jobs come out in the order they went in`() {
        var queue = JobQueue<Int>()
        for number in 0..<5_000 { queue.append(number) }
        for number in 0..<5_000 { #expect(queue.popFirst() == number) }
        #expect(queue.popFirst() == nil)
        #expect(queue.isEmpty)
    }

    @Test func `a queue that never runs empty keeps no more than it needs`() {
        var queue = JobQueue<Int>()
        var largest = 0
        for number in 0..<3 { queue.append(number) }
        for number in 3..<100_000 {
            queue.append(number)
            #expect(queue.popFirst() == number - 3)
            largest = max(largest, queue.storedCount)
        }
        #expect(largest <= 1_100)
    }
}
