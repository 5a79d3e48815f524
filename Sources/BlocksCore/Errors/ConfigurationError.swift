// SPDX-License-Identifier: Apache-2.0

/// A mistake in the declaration of the app or in its configuration, found at start.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to change.
    public let message: String
    /// The environment variable or option at fault; `nil` when it is the declaration itself.
    public let setting: String?

    /// What kind of mistake it is; the Lambda service is told a type for each.
    public let kind: Kind

    /// An error that tells what to change, and in which `setting`.
    public init(_ message: String, setting: String? = nil, kind: Kind = .setting) {
        self.message = message
        self.setting = setting
        self.kind = kind
    }

    /// The kinds of mistake.
    public enum Kind: Sendable, CaseIterable {
        /// Something is missing, malformed or contradictory.
        case setting
        /// Where a setting or a secret is kept can't be read, or holds nothing usable.
        case unreadable
        /// A key or a pair of credentials is missing, incomplete or malformed.
        case key
    }

    /// The message.
    public var description: String { message }
}
