// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksStore
import Synchronization
import TestSupport

/// Where a refresh can fail.
enum RefreshStep: String, Sendable, CaseIterable {
    case nowhere
    case beforeReading, beforeLease, afterLease
    case beforeCognito, afterCognito
    case beforeWriting, afterWriting
    case beforeGivingBack, afterGivingBack

    /// Whether the outcome is known to every request all the same: the step is repeated, or of no importance.
    var isHarmless: Bool {
        switch self {
        case .nowhere, .beforeWriting, .afterWriting, .beforeGivingBack, .afterGivingBack: true
        default: false
        }
    }

    /// How many exchanges reach Cognito: a second one only where the answer to the first was lost.
    var exchanges: Int { self == .afterCognito ? 2 : 1 }
}

/// One fault for the first that comes to its step.
final class OneFault: Sendable {
    private let step: Mutex<RefreshStep>

    init() { step = Mutex(.nowhere) }

    /// Arms the fault.
    func arm(_ step: RefreshStep) { self.step.withLock { $0 = step } }

    /// Whether the fault strikes here; it does once.
    func strikes(_ here: RefreshStep) -> Bool {
        step.withLock { armed in
            guard armed == here else { return false }
            armed = .nowhere
            return true
        }
    }

    /// Whether the fault has struck, or there was none.
    var isOver: Bool { step.withLock { $0 == .nowhere } }
}

/// A table that several processes share, and that fails at the armed step.
///
/// It tells leases from records by their keys alone.
final class SharedTable: KVDriver {
    let items = InMemoryKVDriver()
    private let fault: OneFault
    private let leased = Mutex<Set<String>>([])

    init(_ fault: OneFault) { self.fault = fault }

    /// The keys of all leases so far.
    var leases: Set<String> { leased.withLock { $0 } }

    func get(_ key: String) async throws(KVStoreError) -> KVItem? {
        try strike(.beforeReading)
        return try await items.get(key)
    }

    func put(_ item: KVItem, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        let isLease = Self.isLease(item.key)
        if isLease { leased.withLock { _ = $0.insert(item.key) } }
        try strike(isLease ? .beforeLease : .beforeWriting)
        try await items.put(item, if: condition, now: now)
        try strike(isLease ? .afterLease : .afterWriting)
    }

    func delete(_ key: String, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        if Self.isLease(key) { try strike(.beforeGivingBack) }
        try await items.delete(key, if: condition, now: now)
        if Self.isLease(key) { try strike(.afterGivingBack) }
    }

    func add(_ key: String, _ amount: Int64, expires: Int64, now: Int64) async throws(KVStoreError) -> Int64 {
        try await items.add(key, amount, expires: expires, now: now)
    }

    func scan(after: String?) async throws(KVStoreError) -> KVPage { try await items.scan(after: after) }

    static func isLease(_ key: String) -> Bool { key.hasPrefix("refresh-") }

    private func strike(_ step: RefreshStep) throws(KVStoreError) {
        if fault.strikes(step) { throw .unavailable("the \(step) fault") }
    }
}
