// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// One thread that runs Swift jobs and drives libcurl: run queued jobs, move transfers, fire timers, poll.
///
/// Tasks get onto the loop through ``run(_:)`` or by `Task(executorPreference:)`; their child tasks and the default
/// actors they call stay on it. An unstructured `Task {}` does not inherit the preference and leaves the loop.
///
/// A job that blocks, blocks everything else on the loop.
public final class CurlLoop: TaskExecutor, @unchecked Sendable {
    // Why `@unchecked Sendable` holds. Any thread may touch the constants, the atomics and the inbox. All other state is
    // read and written only by the thread whose id is in `owner`, which is one at a time; `enqueue(_:)` and `perform(_:)`
    // compare before they take the direct way.
    private let owner = Atomic<pthread_t>(0)
    private let lastID = Atomic<UInt64>(0)
    private let inbox: Inbox

    private var jobs = JobQueue<UnownedJob>()
    private var waits: DescriptorWaits
    private var timers = TimerHeap<WaitContinuation>()
    private var transfers = CurlMulti()
    private var isStopped = false

    /// Jobs run in one turn before the loop looks at descriptors and timers again.
    private static let jobsPerTurn = 64

    /// Makes a loop that runs nothing yet.
    ///
    /// - Throws: ``TransportError`` with code `initialisation` when the system has no descriptor left.
    public init() throws(TransportError) {
        inbox = try Inbox()
        waits = DescriptorWaits(wakeUp: inbox.descriptor)
    }

    /// Runs `body` as a task on this loop, on the calling thread, and returns its result.
    ///
    /// For a synchronous `main`: the calling thread is the loop until `body` returns. Tasks still waiting then stay
    /// suspended. A loop runs on one thread at a time.
    public func run<Result: Sendable>(_ body: @escaping @Sendable (CurlLoop) async -> Result) -> Result {
        let outcome = Outcome<Result>()
        let isFinished = Flag()
        claimThread()
        defer { releaseThread() }
        Task(executorPreference: self) {
            outcome.value = await body(self)
            isFinished.raise()
        }
        while true {
            cycle { !isFinished.isRaised }
            if let value = outcome.value { return value }
        }
    }

    /// Makes a loop with a thread of its own, which lives until ``stop()``.
    ///
    /// - Throws: ``TransportError`` with code `initialisation` when there is no descriptor or thread left.
    public static func onOwnThread() throws(TransportError) -> CurlLoop {
        let loop = try CurlLoop()
        let context = Unmanaged.passRetained(loop)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let loop = Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue()
                loop.claimThread()
                defer { loop.releaseThread() }
                loop.cycle { !loop.isStopped }
                loop.finish()
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            throw TransportError(.initialisation, detail: "pthread_create: \(status)")
        }
        pthread_detach(thread)
        return loop
    }

    /// Ends every wait and transfer on the loop as cancelled, those to come as well; a thread of its own then returns.
    ///
    /// Returns at once. A job that reaches a loop whose thread has returned is never run.
    public func stop() {
        perform(.stop)
    }

    /// Queues a job; called by the Swift runtime.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isOnLoopThread { jobs.append(job) } else { inbox.post(.job(job)) }
    }

    /// The present moment on the clock the loop's timers go by.
    public var now: MonotonicInstant { .now }

    // MARK: - Any thread

    private var isOnLoopThread: Bool { owner.load(ordering: .relaxed) == pthread_self() }

    func makeID() -> UInt64 {
        lastID.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// Does what the message says: now on the loop's thread, through the inbox on any other.
    func perform(_ message: LoopMessage) {
        if isOnLoopThread { handle(message) } else { inbox.post(message) }
    }

    // MARK: - The loop's thread only

    private func claimThread() {
        let claim = owner.compareExchange(expected: 0, desired: pthread_self(), ordering: .sequentiallyConsistent)
        precondition(claim.exchanged, "a CurlLoop runs on one thread at a time")
    }

    private func releaseThread() {
        owner.store(0, ordering: .sequentiallyConsistent)
    }

    private func cycle(while condition: () -> Bool) {
        while condition() {
            runJobs()
            guard condition() else { break }
            transfers.perform()
            fireTimers()
            poll()
        }
    }

    private func runJobs() {
        let executor = asUnownedTaskExecutor()
        for _ in 0..<Self.jobsPerTurn {
            guard let job = jobs.popFirst() else { return }
            job.runSynchronously(on: executor)
        }
    }

    private func fireTimers() {
        guard timers.nextDeadline != nil || waits.nextDeadline != nil else { return }
        let now = MonotonicInstant.now
        while let continuation = timers.popDue(at: now) ?? waits.popDue(at: now) {
            continuation.resume(returning: true)
        }
    }

    private func poll() {
        if let multi = transfers.activeMulti {
            waits.poll(multi: multi, milliseconds: pollLimit)
        } else {
            waits.poll(milliseconds: pollLimit)
        }
        if waits.resumeReady() { emptyInbox() }
    }

    /// Milliseconds until the next timer or deadline, rounded up so that it is due by then; -1 when there is none.
    private var pollLimit: Int32 {
        guard jobs.isEmpty else { return 0 }
        guard let deadline = earlier(timers.nextDeadline, waits.nextDeadline) else { return -1 }
        let left = max(0, deadline.nanoseconds &- MonotonicInstant.now.nanoseconds)
        return Int32(clamping: left / 1_000_000 + (left % 1_000_000 > 0 ? 1 : 0))
    }

    private func emptyInbox() {
        for message in inbox.takeAll() { handle(message) }
    }

    private func handle(_ message: LoopMessage) {
        switch message {
        case .job(let job): jobs.append(job)
        case .cancel(let id): cancel(id)
        case .stop:
            isStopped = true
            cancelEverything()
        case .descriptor(_, _, _, _, let continuation) where isStopped: continuation.resume(returning: false)
        case .timer(_, _, let continuation) where isStopped: continuation.resume(returning: false)
        case .transfer(let transfer) where isStopped:
            transfer.continuation.resume(returning: .failure(TransportError(.cancelled)))
        case .descriptor(let descriptor, let events, let deadline, let id, let continuation):
            waits.add(descriptor, events: events, until: deadline, id: id, continuation)
        case .timer(let deadline, let id, let continuation):
            timers.insert(.init(deadline: deadline, id: id, payload: continuation))
        case .transfer(let transfer): transfers.start(transfer)
        }
    }

    private func cancel(_ id: UInt64) {
        if let continuation = waits.remove(id: id) ?? timers.remove(id: id) {
            continuation.resume(returning: false)
        } else {
            transfers.cancel(id: id)
        }
    }

    private func cancelEverything() {
        while let continuation = waits.removeAny() ?? timers.popAny() { continuation.resume(returning: false) }
        transfers.cancelAll()
    }

    /// Lets the tasks that a stop has cancelled run to their ends.
    private func finish() {
        repeat {
            emptyInbox()
            runJobs()
        } while !jobs.isEmpty
    }
}

private func earlier(_ left: MonotonicInstant?, _ right: MonotonicInstant?) -> MonotonicInstant? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
}

/// Says that ``CurlLoop/run(_:)`` has its result; asked twice a turn, which a generic value would make slow.
private final class Flag: Sendable {
    private let raised = Atomic<Bool>(false)
    var isRaised: Bool { raised.load(ordering: .relaxed) }
    func raise() { raised.store(true, ordering: .relaxed) }
}

/// The result of ``CurlLoop/run(_:)``, once there is one.
private final class Outcome<Value: Sendable>: Sendable {
    private let storage = Mutex<Value?>(nil)
    var value: Value? {
        get { storage.withLock { $0 } }
        set { storage.withLock { $0 = newValue } }
    }
}
