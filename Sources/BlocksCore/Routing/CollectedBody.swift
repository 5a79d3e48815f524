// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The pieces of a body that has to leave whole.
///
/// Shared by the tasks of one handler, hence the lock.
final class CollectedBody: Sendable {
    private let state = Mutex<[UInt8]>([])

    /// What was collected so far.
    var bytes: [UInt8] { state.withLock { $0 } }

    /// Adds a piece; `false`, and nothing added, when that would make more than `limit` bytes.
    func append(_ piece: [UInt8], limit: Int) -> Bool {
        state.withLock { bytes in
            guard piece.count <= limit - bytes.count else { return false }
            bytes += piece
            return true
        }
    }
}
