// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The budget for retries that the calls of one client share: when a service is down, we stop making it worse.
///
/// The figures are those of the SDKs' standard mode as of 2026.
final class RetryTokenBucket: Sendable {
    static let capacity = 500
    static let transientCost = 14
    static let throttlingCost = 5
    /// What a call that needed no retry gives back.
    static let successCredit = 1

    private let available = Mutex(capacity)

    /// Takes the cost of one retry; `nil` when the budget is used up.
    func take(throttled: Bool) -> Int? {
        let cost = throttled ? Self.throttlingCost : Self.transientCost
        return available.withLock { tokens in
            guard tokens >= cost else { return nil }
            tokens -= cost
            return cost
        }
    }

    /// Gives back what the last retry of a successful call took; 0 for a call that needed none.
    func succeeded(taken: Int) {
        available.withLock { $0 = min(Self.capacity, $0 + max(taken, Self.successCredit)) }
    }

    /// The tokens left.
    var remaining: Int { available.withLock { $0 } }
}
