// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The number of the run under way, in memory that outlives the process: a file mapped by the worker and by whoever watches it.
struct RunNumber {
    private let place: UnsafeMutablePointer<UInt64>

    init(file: String) throws {
        let descriptor = open(file, O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, 8) == 0 else { throw POSIXError(.EIO) }
        defer { close(descriptor) }
        let memory = mmap(nil, 8, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let memory, memory != MAP_FAILED else { throw POSIXError(.ENOMEM) }
        place = memory.bindMemory(to: UInt64.self, capacity: 1)
    }

    var value: UInt64 {
        get { place.pointee }
        nonmutating set { place.pointee = newValue }
    }
}
