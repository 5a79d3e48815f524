// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Synchronization
import TestSupport

/// Bytes that look random and are the same in every run.
final class SequenceBytes: Sendable {
    private let state: Mutex<SeededRandom>

    init(seed: UInt64) {
        state = Mutex(SeededRandom(seed: seed))
    }

    func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in (0..<count).map { _ in UInt8(truncatingIfNeeded: state.next()) } }
    }

    /// This sequence as a source of randomness.
    var random: SecureRandom { SecureRandom { [self] count in bytes(count) } }
}
