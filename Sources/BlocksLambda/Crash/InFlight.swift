// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The ids of the invocations under way, where a signal handler can read them: one slot for each worker, in memory that stays.
///
/// An address instead of a pointer, since it goes to every worker. The workers share one thread and each writes to a slot of its own;
/// besides them only the handler reads, in a process that is about to die.
struct InFlight: Sendable {
    /// How many slots there are.
    let count: Int
    private let address: UInt

    /// The longest id that is kept, in bytes; a longer one is cut.
    ///
    /// Lambda's have 36.
    static let longestID = 127
    private static let stride = 128

    /// Slots that are never freed; pages that no worker writes to take no memory.
    init(slots: Int) {
        count = slots
        address = UInt(bitPattern: calloc(slots, Self.stride))
    }

    /// The slot of a worker; one out of range is nobody's, and keeps nothing.
    subscript(number: Int) -> Slot {
        guard address != 0, number >= 0, number < count else { return Slot(address: 0) }
        return Slot(address: address &+ UInt(number &* Self.stride))
    }

    /// One worker's id: its length in a byte, then its bytes.
    struct Slot: Sendable {
        fileprivate let address: UInt

        /// Keeps `id` as the one under way.
        func hold(_ id: String) {
            guard let slot = UnsafeMutablePointer<UInt8>(bitPattern: address) else { return }
            var id = id
            slot[0] = id.withUTF8 { bytes in
                guard let source = bytes.baseAddress else { return 0 }
                let length = min(bytes.count, InFlight.longestID)
                memcpy(slot + 1, source, length)
                return UInt8(truncatingIfNeeded: length)
            }
        }

        /// Nothing is under way.
        func clear() {
            guard let slot = UnsafeMutablePointer<UInt8>(bitPattern: address) else { return }
            slot[0] = 0
        }

        /// The id's bytes; empty when nothing is under way.
        ///
        /// Calls nothing that allocates or locks.
        var id: UnsafeBufferPointer<UInt8> {
            guard let slot = UnsafePointer<UInt8>(bitPattern: address) else { return .init(start: nil, count: 0) }
            return UnsafeBufferPointer(start: slot + 1, count: Int(slot[0]))
        }
    }
}
