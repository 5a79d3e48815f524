// SPDX-License-Identifier: Apache-2.0

/// Pending timers, the earliest first; timers of one instant keep the order in which they were added.
struct TimerHeap<Payload> {
    struct Timer {
        let deadline: MonotonicInstant
        let id: UInt64
        let payload: Payload

        fileprivate func precedes(_ other: Timer) -> Bool {
            deadline == other.deadline ? id < other.id : deadline < other.deadline
        }
    }

    private var timers: [Timer] = []

    /// When the first timer is due; `nil` when there is none.
    var nextDeadline: MonotonicInstant? { timers.first?.deadline }

    mutating func insert(_ timer: Timer) {
        timers.append(timer)
        siftUp(from: timers.count - 1)
    }

    /// Takes the first timer if it is due at `now`.
    mutating func popDue(at now: MonotonicInstant) -> Payload? {
        guard let first = timers.first, first.deadline <= now else { return nil }
        return remove(at: 0).payload
    }

    /// Takes any timer, due or not; `nil` when none is left.
    mutating func popAny() -> Payload? { timers.popLast()?.payload }

    /// Takes the timer with this id out; `nil` when it has fired or never was.
    mutating func remove(id: UInt64) -> Payload? {
        guard let index = timers.firstIndex(where: { $0.id == id }) else { return nil }
        return remove(at: index).payload
    }

    private mutating func remove(at index: Int) -> Timer {
        let last = timers.count - 1
        timers.swapAt(index, last)
        let removed = timers.removeLast()
        if index < last {
            siftDown(from: index)
            siftUp(from: index)
        }
        return removed
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard timers[child].precedes(timers[parent]) else { return }
            timers.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < timers.count {
                if timers[child].precedes(timers[smallest]) { smallest = child }
            }
            guard smallest != parent else { return }
            timers.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
