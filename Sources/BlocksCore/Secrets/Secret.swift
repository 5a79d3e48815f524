// SPDX-License-Identifier: Apache-2.0

/// A value that must never be printed, logged or encoded.
///
/// Passwords, codes, tokens, keys and challenge sessions travel in this type. It is neither `Encodable` nor `Hashable`, and all
/// three textual forms are overridden: without the mirror, `dump` would print the stored value.
public struct Secret<Value: Sendable>: Sendable {
    private let value: Value

    /// Wraps `value`; from here on it prints as `[redacted]`.
    public init(_ value: Value) {
        self.value = value
    }

    /// Lends the value to `body`.
    ///
    /// Keep `body` short. The name makes every use of a secret searchable.
    public func withExposed<Result, Failure: Error>(
        _ body: (Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(value)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `[redacted]`.
    public var description: String { "[redacted]" }

    /// Always `[redacted]`.
    public var debugDescription: String { "[redacted]" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
