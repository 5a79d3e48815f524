// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksStore

/// Turns what Cognito, the stores and the network throw into what a client may see (spec auth-methods §2, known weakness A2).
///
/// Documented names keep name and text. A name nobody documented keeps its name only. Failures of the service, the network or
/// our access to it carry a fixed text. The original error is the cause, for the log.
enum ErrorMapping {
    /// Maps what a method threw; `nil` for everything but refusals and outages of what this backend stands on.
    ///
    /// A cancellation and a mistake of this program pass as they are: the dispatcher knows the one, and the other must not look as if
    /// it would go away by itself.
    static func apiError(for error: any Error) -> ApiError? {
        switch error {
        case let error as ApiError: error
        case let error as AWSError: apiError(ofCognito: error)
        case let error as TokenError: error.apiError
        case is KVStoreError, is AppSettingError: .unavailable(cause: error)
        default: nil
        }
    }

    /// Maps an error of a Cognito call.
    static func apiError(ofCognito error: AWSError) -> ApiError {
        if error.kind == .credentials || error.name == "AccessDeniedException" {
            return ApiError(
                "The identity service refused this backend.", status: 500, name: AuthErrorName.internalError.rawValue,
                cause: error)
        }
        if error.kind == .throttled {
            let known = AuthErrorName(rawValue: error.name)
            return known.map { ApiError($0, error.message, cause: error) }
                ?? ApiError(.tooManyRequests, "Too many requests. Please try again later.", cause: error)
        }
        guard error.kind == .service else { return .unavailable(cause: error) }
        if error.name == AuthErrorName.internalError.rawValue {
            return ApiError(
                "The identity service failed. Please try again.", status: 503, name: error.name, retriable: true,
                cause: error)
        }
        guard let name = AuthErrorName(rawValue: error.name) else {
            if (error.status ?? 400) >= 500 { return .unavailable(cause: error) }
            return ApiError("The request was refused.", status: 400, name: error.name, cause: error)
        }
        return ApiError(name, text(of: error, name), cause: error)
    }

    /// Cognito names pool and client ids when one of them doesn't exist; that is for the log, not for clients.
    private static func text(of error: AWSError, _ name: AuthErrorName) -> String {
        name == .groupNotFound && error.message.lowercased().includes("user pool")
            ? "Resource not found" : error.message
    }
}
