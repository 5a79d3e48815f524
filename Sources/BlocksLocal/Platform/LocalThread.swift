// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The thread on which pools and stores do their blocking work: flushing files and hashing passwords slowly.
///
/// As their executor it keeps that work off the threads that serve requests, and does one thing after the other. It ends
/// when the last of them is gone.
final class LocalThread: SerialExecutor {
    private let queue: JobQueue

    init() throws(LocalDataError) {
        queue = try JobQueue()
        var thread = pthread_t()
        let context = Unmanaged.passRetained(queue)
        let status = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<JobQueue>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            errno = status
            throw .system("start", "a thread for local data")
        }
        // Nobody waits for its end: when this object goes away there is no work left to wait for.
        pthread_detach(thread)
    }

    deinit { queue.stop() }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.add(UnownedJob(job), for: asUnownedSerialExecutor())
    }
}

/// The jobs that wait for the thread; the thread sleeps on a pipe while there are none.
private final class JobQueue: Sendable {
    private struct Contents {
        var jobs: [(job: UnownedJob, executor: UnownedSerialExecutor)] = []
        var isStopped = false
    }

    private let contents = Mutex(Contents())
    private let sleepEnd: Int32
    private let wakeEnd: Int32

    init() throws(LocalDataError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system("create", "a pipe for the thread of local data") }
        (sleepEnd, wakeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A full pipe wakes the thread as well as one more byte would: writing must never wait.
        _ = fcntl(wakeEnd, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(sleepEnd)
        close(wakeEnd)
    }

    func add(_ job: UnownedJob, for executor: UnownedSerialExecutor) {
        contents.withLock { $0.jobs.append((job, executor)) }
        wake()
    }

    func stop() {
        contents.withLock { $0.isStopped = true }
        wake()
    }

    private func wake() {
        var byte: UInt8 = 0
        _ = write(wakeEnd, &byte, 1)
    }

    func run() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while true {
            let (jobs, isStopped) = contents.withLock { contents in
                defer { contents.jobs = [] }
                return (contents.jobs, contents.isStopped)
            }
            for entry in jobs { entry.job.runSynchronously(on: entry.executor) }
            if !jobs.isEmpty { continue }
            if isStopped { return }
            _ = read(sleepEnd, &bytes, bytes.count)
        }
    }
}
