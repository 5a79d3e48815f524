// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc

/// The environment variable `_X_AMZN_TRACE_ID`, which a runtime sets for libraries that know no other way to the trace header.
///
/// Only a process that serves one invocation at a time may have one. It is a buffer given to the environment once and overwritten in
/// place: `setenv` would never free the values that it replaces.
final class TraceVariable {
    private static let name: StaticString = "_X_AMZN_TRACE_ID"
    private let entry: UnsafeMutablePointer<CChar>
    private let value: UnsafeMutablePointer<CChar>
    private var isSet = false

    init() {
        let start = Self.name.utf8CodeUnitCount + 1
        entry = .allocate(capacity: start + TraceHeader.maximumLength + 1)
        entry.initialize(repeating: 0, count: start + TraceHeader.maximumLength + 1)
        memcpy(entry, Self.name.utf8Start, start - 1)
        entry[start - 1] = CChar(UInt8(ascii: "="))
        value = entry + start
    }

    deinit {
        remove()
        entry.deallocate()
    }

    /// Sets the variable to `trace`, or removes it.
    func set(_ trace: TraceHeader?) {
        guard let trace else { return remove() }
        trace.bytes.withUnsafeBytes { bytes in
            guard let source = bytes.baseAddress else { return }
            memcpy(value, source, bytes.count)
            value[bytes.count] = 0
        }
        if !isSet { isSet = putenv(entry) == 0 }
    }

    private func remove() {
        guard isSet else { return }
        unsetenv(UnsafeRawPointer(Self.name.utf8Start).assumingMemoryBound(to: CChar.self))
        isSet = false
    }
}
