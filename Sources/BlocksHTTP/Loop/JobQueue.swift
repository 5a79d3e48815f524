// SPDX-License-Identifier: Apache-2.0

/// First in, first out; keeps its storage, so that a steady loop allocates nothing.
struct JobQueue<Job> {
    private var jobs: [Job] = []
    private var head = 0

    /// How many jobs that were handed out may lie before the first one.
    private static var longestTail: Int { 1024 }

    /// How many jobs take storage, those that were handed out and not yet dropped among them.
    var storedCount: Int { jobs.count }

    var isEmpty: Bool { head == jobs.count }

    mutating func append(_ job: Job) {
        jobs.append(job)
    }

    mutating func popFirst() -> Job? {
        guard head < jobs.count else { return nil }
        let job = jobs[head]
        head += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= Self.longestTail, head * 2 >= jobs.count {
            // A queue that never runs empty must not keep what it has handed out.
            jobs.removeFirst(head)
            head = 0
        }
        return job
    }
}
