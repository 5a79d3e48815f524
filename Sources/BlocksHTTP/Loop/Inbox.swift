// SPDX-License-Identifier: Apache-2.0

import CCurl  // eventfd
import Glibc

/// Messages to the loop from other threads, and the descriptor that wakes it for them.
final class Inbox: @unchecked Sendable {
    // Why `@unchecked Sendable` holds: `messages` is touched only while `lock` is held, nothing else changes. It is a lock of
    // the system because Thread Sanitizer, which the tests run under, does not see the one of Synchronization.
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var messages: [LoopMessage] = []

    /// Readable when there may be messages.
    let descriptor: Int32

    init() throws(TransportError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
        guard descriptor >= 0 else { throw TransportError(.initialisation, detail: "eventfd: errno \(errno)") }
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// Adds a message; whoever adds the first one wakes the loop, which then takes all there are.
    func post(_ message: LoopMessage) {
        pthread_mutex_lock(lock)
        messages.append(message)
        let isFirst = messages.count == 1
        pthread_mutex_unlock(lock)
        guard isFirst else { return }
        var one: UInt64 = 1
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Takes every message, after the descriptor was read: one that comes in between wakes the loop again.
    func takeAll() -> [LoopMessage] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        let taken = messages
        messages = []
        return taken
    }
}
