// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Names one value that a block keeps for the length of a request.
public protocol ContextKey {
    /// The kind of value kept.
    associatedtype Value: Sendable
}

/// Values that blocks keep for the length of one request, such as the session once it has been read.
public final class ContextCache: Sendable {
    private struct Slot: Hashable {
        let key: ObjectIdentifier
        let owner: String
    }

    private let values = Mutex<[Slot: any Sendable]>([:])

    init() {}

    /// The value kept under `key` for the block `owner` (its full id); `nil` when none is.
    public subscript<Key: ContextKey>(key: Key.Type, owner: String) -> Key.Value? {
        get { values.withLock { $0[Slot(key: ObjectIdentifier(key), owner: owner)] as? Key.Value } }
        set { values.withLock { $0[Slot(key: ObjectIdentifier(key), owner: owner)] = newValue } }
    }
}
