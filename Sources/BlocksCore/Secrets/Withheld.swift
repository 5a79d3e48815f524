// SPDX-License-Identifier: Apache-2.0

/// A type whose values hold secrets: every textual form is its name and `[redacted]`.
///
/// Conforming is all there is to do. Without the mirror, `dump` would still print the stored members.
public protocol Withheld: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Withheld {
    /// The type's name and `[redacted]`.
    public var description: String { "\(Self.self)([redacted])" }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
