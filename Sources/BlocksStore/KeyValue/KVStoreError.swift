// SPDX-License-Identifier: Apache-2.0

/// Why a store could not do what it was asked; two errors are equal when their codes and names are.
public struct KVStoreError: Error, Sendable {
    /// The kinds a caller can act upon.
    public enum Code: Sendable, Hashable {
        /// The condition of a write did not hold.
        case conditionalCheckFailed
        /// The entry is larger than DynamoDB's 400 KB.
        case itemTooLarge
        /// The arguments or the value are not acceptable.
        case validation
        /// Throttled, timed out or not reached: the same call may succeed later.
        case unavailable
        /// What is stored is not what was expected there.
        case corrupt
        /// Anything else the service said, under its own name.
        case other
    }

    /// What kind it is.
    public let code: Code
    /// The documented wire name, for example `ConditionalCheckFailedException`; the service's own name for `other`.
    public let name: String
    /// A text for logs and callers; it never holds a stored value.
    public let message: String
    /// What the error was made from; for logs only.
    public let underlying: (any Error)?

    /// An error of any code.
    public init(code: Code, name: String, message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.name = name
        self.message = message
        self.underlying = underlying
    }

    /// Whether the same call may succeed later.
    public var isRetriable: Bool { code == .unavailable }

    /// The condition of a write did not hold.
    public static func conditionalCheckFailed(
        _ message: String = "ConditionalCheckFailedException: The conditional request failed",
        underlying: (any Error)? = nil
    ) -> KVStoreError {
        KVStoreError(
            code: .conditionalCheckFailed, name: "ConditionalCheckFailedException", message: message,
            underlying: underlying)
    }

    /// The entry is too large.
    public static func itemTooLarge(
        _ message: String = "ItemTooLargeException: Item size has exceeded the maximum allowed size of 400 KB",
        underlying: (any Error)? = nil
    ) -> KVStoreError {
        KVStoreError(code: .itemTooLarge, name: "ItemTooLargeException", message: message, underlying: underlying)
    }

    /// The arguments or the value are not acceptable; `issue` follows the documented prefix.
    public static func validation(_ issue: String, underlying: (any Error)? = nil) -> KVStoreError {
        KVStoreError(
            code: .validation, name: "ValidationFailedException", message: "ValidationFailedException: " + issue,
            underlying: underlying)
    }

    /// Throttled, timed out or not reached.
    public static func unavailable(
        _ message: String, name: String = "ServiceUnavailableException", underlying: (any Error)? = nil
    ) -> KVStoreError {
        KVStoreError(code: .unavailable, name: name, message: message, underlying: underlying)
    }

    /// What is stored is not what was expected there.
    public static func corrupt(_ message: String, underlying: (any Error)? = nil) -> KVStoreError {
        KVStoreError(code: .corrupt, name: "CorruptItemException", message: message, underlying: underlying)
    }
}

extension KVStoreError: Equatable {
    /// Whether code and name are the same.
    public static func == (left: KVStoreError, right: KVStoreError) -> Bool {
        left.code == right.code && left.name == right.name
    }
}

extension KVStoreError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The name alone, which is safe to show.
    public var description: String { name }

    /// Name, text and cause, for logs.
    public var debugDescription: String {
        let text = "\(name): \(message)"
        guard let underlying else { return text }
        return text + " <- " + String(reflecting: underlying)
    }
}
