// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksHTTP

@Suite struct `Timer heap` {
    private func timer(_ nanoseconds: Int64, id: UInt64) -> TimerHeap<UInt64>.Timer {
        .init(deadline: MonotonicInstant(nanoseconds: nanoseconds), id: id, payload: id)
    }

    private func drain(_ heap: inout TimerHeap<UInt64>, at now: Int64) -> [UInt64] {
        var fired: [UInt64] = []
        while let id = heap.popDue(at: MonotonicInstant(nanoseconds: now)) { fired.append(id) }
        return fired
    }

    @Test func `timers fire by deadline, and in order of insertion at one instant`() {
        var heap = TimerHeap<UInt64>()
        for (id, deadline) in [(1, 30), (2, 10), (3, 20), (4, 10), (5, 30), (6, 10)] as [(UInt64, Int64)] {
            heap.insert(timer(deadline, id: id))
        }
        #expect(drain(&heap, at: 30) == [2, 4, 6, 3, 1, 5])
    }

    @Test func `a timer is not due a nanosecond early`() {
        var heap = TimerHeap<UInt64>()
        heap.insert(timer(10, id: 1))
        #expect(drain(&heap, at: 9).isEmpty)
        #expect(drain(&heap, at: 10) == [1])
        #expect(heap.nextDeadline == nil)
    }

    @Test func `a removed timer never fires and can't be removed twice`() {
        var heap = TimerHeap<UInt64>()
        heap.insert(timer(10, id: 1))
        heap.insert(timer(20, id: 2))
        #expect(heap.remove(id: 1) == 1)
        #expect(heap.remove(id: 1) == nil)
        #expect(drain(&heap, at: 100) == [2])
    }

    @Test func `any mix of insertions and removals fires like a sorted list`() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<200 {
            var heap = TimerHeap<UInt64>()
            var model: [(deadline: Int64, id: UInt64)] = []
            for id in 0..<UInt64.random(in: 0...40, using: &random) {
                let deadline = Int64.random(in: 0...8, using: &random)
                heap.insert(timer(deadline, id: id))
                model.append((deadline, id))
                if Bool.random(using: &random), let victim = model.randomElement(using: &random) {
                    #expect(heap.remove(id: victim.id) == victim.id)
                    model.removeAll { $0.id == victim.id }
                }
            }
            #expect(drain(&heap, at: 8) == model.sorted { $0 < $1 }.map(\.id))
        }
    }
}
