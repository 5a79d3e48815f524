// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Synchronization

/// The time as one service sees it: our clock, put right once an answer has shown that it is wrong.
///
/// Signatures are valid for fifteen minutes around their time. A sandbox that was frozen, or a developer's machine, can be off by more.
final class ServiceClock: Sendable {
    /// A smaller difference cannot be why a signature was refused.
    static let tolerance: Int64 = 5 * 60 * 1000

    private let clock: WallClock
    private let offset = Mutex<Int64>(0)

    init(_ clock: WallClock) { self.clock = clock }

    /// The service's time, as far as known.
    func now() -> Timestamp { clock.now().adding(milliseconds: offset.withLock { $0 }) }

    /// Takes the time of an answer's `Date` field; false, and nothing changed, if it is missing or close to what ``now()`` says.
    func correct(date: String?) -> Bool {
        guard let serverTime = date.flatMap(HTTPDate.parse) else { return false }
        guard serverTime.milliseconds(since: now()).magnitude >= Self.tolerance.magnitude else { return false }
        let difference = serverTime.milliseconds(since: clock.now())
        offset.withLock { $0 = difference }
        return true
    }
}
