// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization
import Testing

@testable import BlocksHTTP

@Suite struct `Curl loop` {
    /// Two ends of a pipe.
    private struct Ends {
        let read: Int32
        let write: Int32

        init() {
            var ends: [Int32] = [0, 0]
            _ = pipe(&ends)
            (read, write) = (ends[0], ends[1])
        }

        func close() {
            _ = Glibc.close(read)
            _ = Glibc.close(write)
        }
    }

    /// What happened, in order, from tasks that may run at once.
    private final class Log<Entry: Sendable>: Sendable {
        private let storage = Mutex<[Entry]>([])
        var entries: [Entry] { storage.withLock { $0 } }
        func append(_ entry: Entry) { storage.withLock { $0.append(entry) } }
    }

    @Test func `run gives back the result and stays on the calling thread`() throws {
        let caller = pthread_self()
        let loop = try CurlLoop()
        let threads = loop.run { _ in
            var threads = [pthread_self()]
            await Task.yield()
            threads.append(pthread_self())
            return threads
        }
        #expect(threads == [caller, caller])
    }

    @Test func `a loop can run again`() throws {
        let loop = try CurlLoop()
        #expect(loop.run { _ in 1 } == 1)
        #expect(loop.run { _ in 2 } == 2)
    }

    @Test func `child tasks and actors stay on the loop`() throws {
        actor Counter {
            var threads: Set<pthread_t> = []
            func count() { threads.insert(pthread_self()) }
        }
        let caller = pthread_self()
        let threads = try CurlLoop().run { _ in
            let counter = Counter()
            await withTaskGroup { group in
                for _ in 0..<100 { group.addTask { await counter.count() } }
            }
            return await counter.threads
        }
        #expect(threads == [caller])
    }

    @Test func `timers fire in the order of their deadlines`() throws {
        let order = try CurlLoop().run { loop in
            let order = Log<Int>()
            let start = loop.now
            await withTaskGroup { group in
                for delay in [30, 10, 20, 0, 10] {
                    group.addTask {
                        try? await loop.sleep(until: start.advanced(by: .milliseconds(delay)))
                        order.append(delay)
                    }
                }
            }
            return order.entries
        }
        #expect(order == [0, 10, 10, 20, 30])
    }

    @Test func `a timer is never early`() throws {
        let slept = try CurlLoop().run { loop in
            let start = loop.now
            try? await loop.sleep(for: .microseconds(2500))
            return start.duration(to: loop.now)
        }
        #expect(slept >= .microseconds(2500))
    }

    @Test func `a cancelled sleep ends at once`() throws {
        let (isCancelled, took) = try CurlLoop().run { loop in
            let start = loop.now
            let isCancelled = await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    do throws(CancellationError) { try await loop.sleep(for: .seconds(600)) } catch { return true }
                    return false
                }
                await Task.yield()
                group.cancelAll()
                return await group.next() ?? false
            }
            return (isCancelled, start.duration(to: loop.now))
        }
        #expect(isCancelled)
        #expect(took < .seconds(60))
    }

    @Test func `sleeping in a task that is cancelled already does not wait`() throws {
        let isCancelled = try CurlLoop().run { loop in
            await withTaskGroup(of: Bool.self) { group in
                group.cancelAll()
                group.addTask {
                    do throws(CancellationError) { try await loop.sleep(for: .seconds(600)) } catch { return true }
                    return false
                }
                return await group.next() ?? false
            }
        }
        #expect(isCancelled)
    }

    @Test func `a descriptor wakes its reader and nobody else`() throws {
        let (first, second) = (Ends(), Ends())
        defer {
            first.close()
            second.close()
        }
        let order = try CurlLoop().run { loop in
            let order = Log<String>()
            await withTaskGroup { group in
                group.addTask {
                    try? await loop.readable(first.read)
                    order.append("first")
                }
                group.addTask {
                    try? await loop.readable(second.read)
                    order.append("second")
                    _ = write(first.write, "x", 1)
                }
                group.addTask {
                    try? await loop.writable(second.write)
                    order.append("writable")
                    _ = write(second.write, "x", 1)
                }
            }
            return order.entries
        }
        #expect(order == ["writable", "second", "first"])
    }

    @Test func `a reader is woken when the other end closes`() throws {
        let ends = Ends()
        let count = try CurlLoop().run { loop in
            _ = Glibc.close(ends.write)
            try? await loop.readable(ends.read)
            var byte: UInt8 = 0
            return read(ends.read, &byte, 1)
        }
        _ = Glibc.close(ends.read)
        #expect(count == 0)
    }

    @Test func `cancelling one reader leaves another on the same descriptor waiting`() throws {
        let ends = Ends()
        defer { ends.close() }
        let order = try CurlLoop().run { loop in
            let order = Log<String>()
            await withTaskGroup { group in
                group.addTask {
                    try? await loop.readable(ends.read)
                    order.append("read")
                }
                await withTaskGroup { inner in
                    inner.addTask {
                        do throws(CancellationError) { try await loop.readable(ends.read) } catch {
                            order.append("cancelled")
                        }
                    }
                    await Task.yield()
                    inner.cancelAll()
                }
                _ = write(ends.write, "x", 1)
            }
            return order.entries
        }
        #expect(order == ["cancelled", "read"])
    }

    @Test func `a job from another thread wakes a loop that waits for nothing else`() async throws {
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        for expected in 0..<1000 {
            let value = await Task(executorPreference: loop) { expected }.value
            #expect(value == expected)
        }
    }

    @Test func `many threads may use one loop at once`() async throws {
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let sum = await withTaskGroup(of: Int.self) { group in
            for number in 0..<500 {
                group.addTask {
                    try? await loop.sleep(for: .microseconds(number % 7 * 100))
                    return await Task(executorPreference: loop) { number }.value
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 124_750)
    }

    @Test func `cancelling from another thread is never lost`() async throws {
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        for round in 0..<500 {
            let task = Task { try await loop.sleep(for: .seconds(600)) }
            if round.isMultiple(of: 2) { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `stop ends what is waiting as cancelled`() async throws {
        let ends = Ends()
        defer { ends.close() }
        let loop = try CurlLoop.onOwnThread()
        let (waiting, isWaiting) = AsyncStream<Void>.makeStream()
        let sleeper = Task(executorPreference: loop) {
            isWaiting.yield()
            try await loop.sleep(for: .seconds(600))
        }
        let reader = Task(executorPreference: loop) {
            isWaiting.yield()
            try await loop.readable(ends.read)
        }
        var iterator = waiting.makeAsyncIterator()
        _ = await iterator.next()
        _ = await iterator.next()
        loop.stop()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        await #expect(throws: CancellationError.self) { try await reader.value }
    }
}
