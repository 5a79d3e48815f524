// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

/// How a suspended task gets going again: `true` when what it waited for happened, `false` when it was cancelled.
typealias WaitContinuation = UnsafeContinuation<Bool, Never>

/// The descriptors tasks wait for, laid out as `poll` wants them; entry 0 is the loop's own wake-up descriptor.
struct DescriptorWaits {
    private var polled: [pollfd]
    private var waiters: [Waiter] = []
    private var watched: [curl_waitfd] = []

    init(wakeUp: Int32) {
        polled = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)]
    }

    private struct Waiter {
        let id: UInt64
        let deadline: MonotonicInstant?
        let continuation: WaitContinuation
    }

    mutating func add(
        _ descriptor: Int32, events: Int16, until deadline: MonotonicInstant?, id: UInt64,
        _ continuation: WaitContinuation
    ) {
        polled.append(pollfd(fd: descriptor, events: events, revents: 0))
        waiters.append(Waiter(id: id, deadline: deadline, continuation: continuation))
    }

    /// When the first wait with a limit ends; `nil` when none has one.
    var nextDeadline: MonotonicInstant? {
        var first: MonotonicInstant?
        for case let deadline? in waiters.lazy.map(\.deadline) where first.map({ deadline < $0 }) ?? true {
            first = deadline
        }
        return first
    }

    /// Takes a wait whose deadline has come at `now`.
    mutating func popDue(at now: MonotonicInstant) -> WaitContinuation? {
        guard let index = waiters.firstIndex(where: { $0.deadline.map { $0 <= now } ?? false }) else { return nil }
        return remove(at: index)
    }

    /// Takes the wait with this id out; `nil` when it has ended or never was.
    mutating func remove(id: UInt64) -> WaitContinuation? {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return nil }
        return remove(at: index)
    }

    /// Takes any wait out; `nil` when none is left.
    mutating func removeAny() -> WaitContinuation? {
        waiters.isEmpty ? nil : remove(at: waiters.count - 1)
    }

    /// Blocks until a descriptor is ready or `milliseconds` have passed; a negative number waits without limit.
    ///
    /// An interrupted call counts as one in which nothing was ready.
    mutating func poll(milliseconds: Int32) {
        if Glibc.poll(&polled, nfds_t(polled.count), milliseconds) < 0 { forgetReadiness() }
    }

    /// The same while libcurl has transfers: it adds its own descriptors and time limits.
    mutating func poll(multi: UnsafeMutableRawPointer, milliseconds: Int32) {
        watched.removeAll(keepingCapacity: true)
        for entry in polled {
            // CURL_WAIT_POLLIN and CURL_WAIT_POLLOUT have the values of POLLIN and POLLOUT.
            watched.append(curl_waitfd(fd: entry.fd, events: entry.events, revents: 0))
        }
        let limit = milliseconds < 0 ? Int32.max : milliseconds
        guard curl_multi_poll(multi, &watched, UInt32(watched.count), limit, nil) == CURLM_OK else {
            return forgetReadiness()
        }
        for index in polled.indices { polled[index].revents = watched[index].revents }
    }

    /// Resumes every task whose descriptor the last `poll` found ready, or broken: the task's next call tells which.
    ///
    /// - Returns: whether the wake-up descriptor was ready.
    mutating func resumeReady() -> Bool {
        for index in stride(from: waiters.count - 1, through: 0, by: -1) where polled[index + 1].revents != 0 {
            remove(at: index).resume(returning: true)
        }
        return polled[0].revents != 0
    }

    private mutating func forgetReadiness() {
        for index in polled.indices { polled[index].revents = 0 }
    }

    private mutating func remove(at index: Int) -> WaitContinuation {
        let last = waiters.count - 1
        polled.swapAt(index + 1, last + 1)
        polled.removeLast()
        waiters.swapAt(index, last)
        return waiters.removeLast().continuation
    }
}
