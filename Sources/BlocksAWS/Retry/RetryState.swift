// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The decisions of one call about its attempts; pure, so every sequence can be tested as a list.
struct RetryState: Sendable {
    /// What to do after a failed attempt.
    enum Action: Sendable, Equatable {
        /// Wait, then try again.
        case retry(after: Duration)
        /// Hand the failure to the caller.
        case fail
    }

    /// Attempts a call gets, the first included.
    static let maximumAttempts = 3

    /// The attempt that is next or under way, from 1.
    private(set) var attempt = 1
    /// Whether an earlier attempt may have taken effect although it brought no answer.
    private(set) var mayHaveTakenEffect = false
    /// What the last retry took from the bucket.
    private(set) var taken = 0

    private let backoff: Backoff
    private let isIdempotent: Bool
    private var correctedClock = false

    /// A call that has not begun; one that is not idempotent is repeated only when the service cannot have acted on it.
    init(backoff: Backoff, isIdempotent: Bool) {
        self.backoff = backoff
        self.isIdempotent = isIdempotent
    }

    /// Decides after a failed attempt.
    ///
    /// `jitter` is in 0..<1; `requested` is the wait the service asked for; `remaining` is the time until the deadline, `nil` without
    /// one; `clockCorrected` says that the answer's date showed our clock to be wrong and that it has been put right.
    mutating func failed(
        _ failure: FailureClass, jitter: Double, requested: Duration?, remaining: Duration?, clockCorrected: Bool,
        bucket: RetryTokenBucket
    ) -> Action {
        if failure == .transient { mayHaveTakenEffect = true }
        guard attempt < Self.maximumAttempts else { return .fail }
        switch failure {
        case .permanent:
            return .fail
        case .clockSkew:
            guard clockCorrected, !correctedClock else { return .fail }
            correctedClock = true
            attempt += 1
            return .retry(after: .zero)
        case .transient where !isIdempotent:
            return .fail
        case .transient, .unsent, .throttling:
            let throttled = failure == .throttling
            let delay = backoff.delay(retry: attempt - 1, throttled: throttled, jitter: jitter, requested: requested)
            // An attempt that would start at the deadline cannot succeed: say so now, while there is time to answer.
            if let remaining, delay >= remaining { return .fail }
            guard let cost = bucket.take(throttled: throttled) else { return .fail }
            taken = cost
            attempt += 1
            return .retry(after: delay)
        }
    }
}
