// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Runs one operation at a time for each key; who comes meanwhile waits and shares the outcome.
///
/// Nothing is kept afterwards.
///
/// The first caller runs the operation in its own task, so nothing outlives the request that began it. When that request is cancelled,
/// the next in line runs the operation again.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Outcome, Never>

    private enum Outcome: Sendable {
        case finished(Result<Value, any Error>)
        case leaderCancelled
        case waiterCancelled
    }

    private struct State {
        var nextID = 0
        var flights: [Key: [Int: Waiter]] = [:]
    }

    private let state = Mutex(State())

    /// The outcome of `operation`, or that of the one under way for `key`.
    ///
    /// Throws what it threw, or `CancellationError`.
    func run(_ key: Key, _ operation: () async throws -> Value) async throws -> Value {
        while true {
            let leads = state.withLock { state in
                if state.flights[key] != nil { return false }
                state.flights[key] = [:]
                return true
            }
            if leads { return try await lead(key, operation) }
            switch await wait(key) {
            case .finished(let result): return try result.get()
            case .leaderCancelled: continue
            case .waiterCancelled: throw CancellationError()
            }
        }
    }

    private func lead(_ key: Key, _ operation: () async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do {
            result = .success(try await operation())
        } catch {
            result = .failure(error)
        }
        var outcome = Outcome.finished(result)
        if case .failure = result, Task.isCancelled { outcome = .leaderCancelled }
        let waiters = state.withLock { $0.flights.removeValue(forKey: key) } ?? [:]
        for waiter in waiters.values { waiter.resume(returning: outcome) }
        return try result.get()
    }

    private func wait(_ key: Key) async -> Outcome {
        let id = state.withLock { state in
            state.nextID &+= 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                let early = state.withLock { state -> Outcome? in
                    guard state.flights[key] != nil else { return .leaderCancelled }
                    guard !Task.isCancelled else { return .waiterCancelled }
                    state.flights[key]?[id] = waiter
                    return nil
                }
                if let early { waiter.resume(returning: early) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.flights[key]?.removeValue(forKey: id) }
            waiter?.resume(returning: .waiterCancelled)
        }
    }
}
