// SPDX-License-Identifier: Apache-2.0

/// The one error whose content a client sees: status, wire name, message and whether trying again makes sense.
///
/// Everything else that is thrown reaches a client as one fixed "Internal error" (known weakness H8 of the reference).
public struct ApiError: Error, Sendable {
    /// HTTP status number, 400 to 599; JSON-RPC answers carry it as `error.code` under HTTP 200.
    public let status: Int
    /// Wire name that clients match on, such as `NotAuthorizedException`.
    public let name: String
    /// Text for a person; holds nothing internal.
    public let message: String
    /// Whether the same request with corrected input, or later, can succeed.
    public let retriable: Bool
    /// What led here, for the log only; `nil` when there is nothing more to say.
    public let cause: (any Error)?

    /// An error with the reference's defaults: status 500, name `ApiError`, not retriable.
    public init(
        _ message: String, status: Int = 500, name: String = ApiError.defaultName, retriable: Bool = false,
        cause: (any Error)? = nil
    ) {
        self.message = message
        self.status = status
        self.name = name
        self.retriable = retriable
        self.cause = cause
    }

    /// The name of an error that was given none.
    public static let defaultName = "ApiError"
}

extension ApiError: Equatable, CustomStringConvertible {
    /// Equal when a client would see the same; the cause does not count.
    public static func == (lhs: ApiError, rhs: ApiError) -> Bool {
        lhs.status == rhs.status && lhs.name == rhs.name && lhs.message == rhs.message && lhs.retriable == rhs.retriable
    }

    /// Name, status and message; safe to show.
    public var description: String { "\(name) (\(status)): \(message)" }
}
