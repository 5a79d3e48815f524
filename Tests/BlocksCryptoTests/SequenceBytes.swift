// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Synchronization

/// Bytes that look random and are the same in every run (SplitMix64).
final class SequenceBytes: Sendable {
    private let state: Mutex<UInt64>

    init(seed: UInt64) {
        state = Mutex(seed)
    }

    func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                state &+= 0x9E37_79B9_7F4A_7C15
                var mixed = state
                mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
                mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: mixed >> 56)
            }
        }
    }

    /// This sequence as a source of randomness.
    var random: SecureRandom { SecureRandom { [self] count in bytes(count) } }
}
