// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

extension ApiError {
    /// An error of a documented name, with the status and retriability of that name.
    init(_ name: AuthErrorName, _ message: String, cause: (any Error)? = nil) {
        self.init(
            message.isEmpty ? name.rawValue : message, status: name.status, name: name.rawValue,
            retriable: name.isRetriable, cause: cause)
    }

    /// The caller has no session.
    static var notAuthenticated: ApiError { ApiError(.notAuthenticated, "Authentication required") }

    /// The user lacks `group`.
    static func notInGroup(_ group: String) -> ApiError {
        // No longer group can exist; the name may be what a client sent.
        let shown = String(String.UnicodeScalarView(group.unicodeScalars.prefix(128)))
        return ApiError("Not in group '\(shown)'", status: 403, name: AuthErrorName.notAuthorized.rawValue)
    }

    /// A service this backend stands on could not be reached or failed; nobody is signed out, and trying again makes sense.
    static func unavailable(cause: any Error) -> ApiError {
        ApiError(
            "The service is temporarily unavailable. Please try again.", status: 503,
            name: "ServiceUnavailableException", retriable: true, cause: cause)
    }

    /// The challenge or sign-in handle can't be used: tampered with, foreign or too old.
    static func invalidChallengeSession(cause: (any Error)? = nil) -> ApiError {
        ApiError(.expiredCode, "Invalid session", cause: cause)
    }

    /// Cognito asks for something that this version can't answer (known weakness A1: a real 501, not retriable).
    static func unsupportedChallenge(_ name: ChallengeName) -> ApiError {
        ApiError(
            "Unsupported challenge: \(name.rawValue.prefix(64))", status: 501,
            name: AuthErrorName.invalidParameter.rawValue)
    }

    /// A member that an action needs is absent or no text (known weakness M3).
    static func missingField(_ name: String) -> ApiError {
        ApiError(.invalidParameter, "Missing field: \(name)")
    }
}
