// SPDX-License-Identifier: Apache-2.0

/// What may be asked of the loop, from its own thread or through its inbox from another.
enum LoopMessage: Sendable {
    /// Run a job of a task that prefers this loop.
    case job(UnownedJob)
    /// Resume when the descriptor is ready for `events` (`POLLIN` or `POLLOUT`), or at the deadline if there is one.
    case descriptor(Int32, events: Int16, until: MonotonicInstant?, id: UInt64, WaitContinuation)
    /// Resume at the deadline.
    case timer(MonotonicInstant, id: UInt64, WaitContinuation)
    /// Send a request and resume with its outcome.
    case transfer(Transfer)
    /// End the wait or transfer with this id as cancelled, if it is still pending.
    case cancel(id: UInt64)
    /// End everything and return from the thread's function.
    case stop
}
