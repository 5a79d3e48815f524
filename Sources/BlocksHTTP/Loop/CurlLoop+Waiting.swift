// SPDX-License-Identifier: Apache-2.0

import Glibc

extension CurlLoop {
    /// Suspends the task for at least `duration`; zero or less still lets queued jobs run first.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled, or when the loop stops.
    public func sleep(for duration: Duration) async throws(CancellationError) {
        try await sleep(until: now.advanced(by: duration))
    }

    /// Suspends the task until `deadline` on the monotonic clock.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled, or when the loop stops.
    public func sleep(until deadline: MonotonicInstant) async throws(CancellationError) {
        try await wait { id, continuation in .timer(deadline, id: id, continuation) }
    }

    /// Suspends the task until `descriptor` can be read without blocking, has reached its end or is broken, but not longer
    /// than until `deadline`; `nil` sets no limit.
    ///
    /// The next call on the descriptor tells which it was. The descriptor stays the caller's and must not be closed before this
    /// returns.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled, or when the loop stops.
    public func readable(_ descriptor: Int32, until deadline: MonotonicInstant? = nil) async throws(CancellationError) {
        try await wait { id, continuation in
            .descriptor(descriptor, events: Int16(POLLIN), until: deadline, id: id, continuation)
        }
    }

    /// Suspends the task until `descriptor` can be written without blocking, or is broken, but not longer than until
    /// `deadline`; `nil` sets no limit.
    ///
    /// The next call on the descriptor tells which it was. The descriptor stays the caller's and must not be closed before this
    /// returns.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled, or when the loop stops.
    public func writable(_ descriptor: Int32, until deadline: MonotonicInstant? = nil) async throws(CancellationError) {
        try await wait { id, continuation in
            .descriptor(descriptor, events: Int16(POLLOUT), until: deadline, id: id, continuation)
        }
    }

    /// As ``writable(_:until:)``, but ends as well when `descriptor` can be read: a peer may answer before it has taken everything.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled, or when the loop stops.
    public func writableOrReadable(
        _ descriptor: Int32, until deadline: MonotonicInstant? = nil
    ) async throws(CancellationError) {
        try await wait { id, continuation in
            .descriptor(descriptor, events: Int16(POLLOUT | POLLIN), until: deadline, id: id, continuation)
        }
    }

    /// As ``readable(_:until:)``, for a task that nothing cancels: only the loop's end ends the wait early.
    ///
    /// A cancellation handler costs more than the rest of a wait; the task that drives a whole process needs none.
    ///
    /// - Throws: `CancellationError` when the loop stops.
    public func readableUncancelled(
        _ descriptor: Int32, until deadline: MonotonicInstant? = nil
    ) async throws(CancellationError) {
        let id = makeID()
        let happened = await withUnsafeContinuation { continuation in
            perform(.descriptor(descriptor, events: Int16(POLLIN), until: deadline, id: id, continuation))
        }
        if !happened { throw CancellationError() }
    }

    private func wait(
        _ message: (UInt64, WaitContinuation) -> LoopMessage
    ) async throws(CancellationError) {
        let id = makeID()
        let happened = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                perform(message(id, continuation))
                cancelIfTaskIsCancelled(id)
            }
        } onCancel: {
            perform(.cancel(id: id))
        }
        if !happened { throw CancellationError() }
    }

    /// Closes the gap between the cancellation handler and the registration.
    ///
    /// The handler's message may have reached the loop before the registration did and been ignored. In that case the
    /// task's flag was set before, and is seen here.
    func cancelIfTaskIsCancelled(_ id: UInt64) {
        if Task.isCancelled { perform(.cancel(id: id)) }
    }
}
