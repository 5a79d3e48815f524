// SPDX-License-Identifier: Apache-2.0

/// The bytes of a secret key, of any length; never printed.
///
/// The memory is not wiped when the key goes away: Swift copies arrays as it pleases, so a wipe would promise too much.
public struct SymmetricKey: Sendable {
    private let bytes: [UInt8]

    /// Wraps `bytes`; from here on they print as `[redacted]`.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The length of the key in bytes.
    public var count: Int { bytes.count }

    /// Lends the bytes to `body`; keep it short and never return the bytes themselves.
    public func withBytes<R: ~Copyable, E: Error>(_ body: ([UInt8]) throws(E) -> R) throws(E) -> R {
        try body(bytes)
    }
}

extension SymmetricKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `[redacted]`.
    public var description: String { "[redacted]" }
    /// Always `[redacted]`.
    public var debugDescription: String { "[redacted]" }
    /// No children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
