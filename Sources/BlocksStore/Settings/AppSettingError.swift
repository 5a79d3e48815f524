// SPDX-License-Identifier: Apache-2.0

/// Why a setting could not be read or written; two errors are equal when their codes and names are.
public struct AppSettingError: Error, Sendable {
    /// The kinds a caller can act upon.
    public enum Code: Sendable, Hashable {
        /// There is no such parameter, or it is empty.
        case notFound
        /// The value is not acceptable.
        case validation
        /// Throttled, timed out or not reached: the same call may succeed later.
        case unavailable
        /// What is stored does not fit the setting's type.
        case corrupt
        /// Anything else the service said, under its own name.
        case other
    }

    /// What kind it is.
    public let code: Code
    /// The documented wire name, for example `ParameterNotFoundException`; the service's own name for `other`.
    public let name: String
    /// A text for logs and callers; it never holds the value.
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

    /// The parameter is missing or has no value.
    public static func noValue(_ parameter: String, underlying: (any Error)? = nil) -> AppSettingError {
        AppSettingError(
            code: .notFound, name: "ParameterNotFoundException",
            message: "ParameterNotFoundException: Parameter \"\(parameter)\" has no value", underlying: underlying)
    }

    /// The secret parameter is empty.
    public static func emptySecret(_ parameter: String) -> AppSettingError {
        AppSettingError(
            code: .notFound, name: "ParameterNotFoundException",
            message: "ParameterNotFoundException: Secret parameter \"\(parameter)\" has an empty value"
                + " — secrets must not be empty")
    }

    /// The value is not acceptable; `issue` follows the documented prefix.
    public static func validation(_ issue: String, underlying: (any Error)? = nil) -> AppSettingError {
        AppSettingError(
            code: .validation, name: "ValidationFailedException", message: "ValidationFailedException: " + issue,
            underlying: underlying)
    }

    /// Throttled, timed out or not reached.
    public static func unavailable(
        _ message: String, name: String = "ServiceUnavailableException", underlying: (any Error)? = nil
    ) -> AppSettingError {
        AppSettingError(code: .unavailable, name: name, message: message, underlying: underlying)
    }

    /// What is stored does not fit the setting's type.
    public static func corrupt(_ message: String, underlying: (any Error)? = nil) -> AppSettingError {
        AppSettingError(code: .corrupt, name: "CorruptParameterException", message: message, underlying: underlying)
    }
}

extension AppSettingError: Equatable {
    /// Whether code and name are the same.
    public static func == (left: AppSettingError, right: AppSettingError) -> Bool {
        left.code == right.code && left.name == right.name
    }
}

extension AppSettingError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The name alone, which is safe to show.
    public var description: String { name }

    /// Name, text and cause, for logs.
    public var debugDescription: String {
        let text = "\(name): \(message)"
        guard let underlying else { return text }
        return text + " <- " + String(reflecting: underlying)
    }
}
