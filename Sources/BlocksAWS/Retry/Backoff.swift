// SPDX-License-Identifier: Apache-2.0

/// How long to wait before an attempt is repeated: exponential with full jitter, in the SDKs' standard mode.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>
struct Backoff: Sendable {
    /// The upper bound of the first wait after a transient failure.
    let base: Duration
    /// The upper bound of the first wait after throttling.
    var throttlingBase: Duration = .seconds(1)
    /// No wait is longer, unless the service asks for it.
    var cap: Duration = .seconds(20)

    /// The wait before retry number `retry` (0 is the first); `jitter` is in 0..<1.
    ///
    /// A wait that the service asked for (`x-amz-retry-after`) is honoured between the computed wait and five seconds more, so a
    /// wrong header can neither hurry nor stall us.
    func delay(retry: Int, throttled: Bool, jitter: Double, requested: Duration?) -> Duration {
        let base = throttled ? throttlingBase : base
        // 2^20 times 25 ms is far beyond the cap: a larger exponent changes nothing but could overflow.
        let bound = min(cap, base * (1 << min(max(retry, 0), 20)))
        let computed = bound * min(max(jitter, 0), 1)
        guard let requested else { return computed }
        return min(max(requested, computed), computed + .seconds(5))
    }
}
