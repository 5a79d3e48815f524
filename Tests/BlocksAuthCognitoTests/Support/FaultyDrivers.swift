// SPDX-License-Identifier: Apache-2.0

import BlocksStore
import Synchronization
import TestSupport

/// Entries in memory that can become unreachable, and count what is asked of them.
final class FaultyKVDriver: KVDriver {
    enum Operation: String, Hashable, CaseIterable { case get, put, delete, add }

    private struct State {
        var broken: [Operation: KVStoreError] = [:]
        var counts: [Operation: Int] = [:]
        var before: [Operation: @Sendable () async -> Void] = [:]
    }

    private let inner: InMemoryKVDriver
    private let state = Mutex(State())

    init(_ inner: InMemoryKVDriver) { self.inner = inner }

    /// Makes `operation` fail, or work again with `nil`.
    func fail(_ operation: Operation, with error: KVStoreError? = .unavailable("throttled")) {
        state.withLock { $0.broken[operation] = error }
    }

    /// Runs `body` once, before the next `operation`: what another process does meanwhile.
    func before(_ operation: Operation, _ body: @escaping @Sendable () async -> Void) {
        state.withLock { $0.before[operation] = body }
    }

    /// Runs `body` before each read from now on: what a store does that takes its time.
    func hang(_ body: @escaping @Sendable () async -> Void) {
        before(.get) {
            self.hang(body)
            await body()
        }
    }

    /// How often `operation` was asked for.
    func count(_ operation: Operation) -> Int { state.withLock { $0.counts[operation, default: 0] } }

    func get(_ key: String) async throws(KVStoreError) -> KVItem? {
        try await enter(.get)
        return try await inner.get(key)
    }

    func put(_ item: KVItem, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        try await enter(.put)
        try await inner.put(item, if: condition, now: now)
    }

    func delete(_ key: String, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        try await enter(.delete)
        try await inner.delete(key, if: condition, now: now)
    }

    func add(_ key: String, _ amount: Int64, expires: Int64, now: Int64) async throws(KVStoreError) -> Int64 {
        try await enter(.add)
        return try await inner.add(key, amount, expires: expires, now: now)
    }

    func scan(after: String?) async throws(KVStoreError) -> KVPage { try await inner.scan(after: after) }

    private func enter(_ operation: Operation) async throws(KVStoreError) {
        let (error, before) = state.withLock { state in
            state.counts[operation, default: 0] += 1
            return (state.broken[operation], state.before.removeValue(forKey: operation))
        }
        await before?()
        if let error { throw error }
    }
}

/// The session secret, which can become unreachable or change.
final class FaultySettingDriver: SettingDriver {
    private struct State {
        var value: String?
        var error: AppSettingError?
        var reads = 0
    }

    private let state: Mutex<State>

    init(_ value: String?) { state = Mutex(State(value: value)) }

    /// Makes every read fail, or work again with `nil`.
    func fail(_ error: AppSettingError? = .unavailable("SSM is away")) { state.withLock { $0.error = error } }

    /// The secret as it is stored.
    var stored: String? { state.withLock { $0.value } }

    /// Replaces or removes the secret, as an operator would.
    func change(to value: String?) { state.withLock { $0.value = value } }

    /// How often the secret was read.
    var reads: Int { state.withLock { $0.reads } }

    func read(_ name: String, secret: Bool) async throws(AppSettingError) -> String? {
        let (value, error) = state.withLock { state in
            state.reads += 1
            return (state.value, state.error)
        }
        if let error { throw error }
        return value
    }

    func write(_ name: String, value: String, secret: Bool, overwrite: Bool) async throws(AppSettingError) -> Bool {
        state.withLock { state in
            guard overwrite || state.value == nil else { return false }
            state.value = value
            return true
        }
    }
}
