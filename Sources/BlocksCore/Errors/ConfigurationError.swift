// SPDX-License-Identifier: Apache-2.0

/// A mistake in the declaration of the app or in its configuration, found at start.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to change.
    public let message: String
    /// The environment variable or option at fault; `nil` when it is the declaration itself.
    public let setting: String?

    /// An error that tells what to change, and in which `setting`.
    public init(_ message: String, setting: String? = nil) {
        self.message = message
        self.setting = setting
    }

    /// The message.
    public var description: String { message }
}
