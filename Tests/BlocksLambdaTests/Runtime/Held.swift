// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Holds threads of a scripted server until the test lets them go.
final class Held: Sendable {
    private let condition = NSCondition()
    private let isOpen = Atomic<Bool>(false)

    func wait() {
        condition.lock()
        while !isOpen.load(ordering: .relaxed) { condition.wait() }
        condition.unlock()
    }

    func release() {
        condition.lock()
        isOpen.store(true, ordering: .relaxed)
        condition.broadcast()
        condition.unlock()
    }
}
