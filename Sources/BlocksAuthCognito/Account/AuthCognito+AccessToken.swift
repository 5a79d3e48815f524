// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

extension AuthCognito {
    /// Runs `body` with the access token of the request's session.
    ///
    /// When Cognito says that the token is dead, it is refreshed and `body` runs once more; if that does not help, the session ends
    /// (known weakness A7). Throws 401 `NotAuthenticatedException` without a session.
    func withAccessToken<Value>(
        _ context: BlocksContext, _ body: (Secret<String>) async throws -> Value
    ) async throws -> Value {
        try await mapped {
            guard let session = try await sessions.current(context) else { throw ApiError.notAuthenticated }
            do {
                return try await body(Secret(session.record.accessToken))
            } catch let error as AWSError where Self.isDeadToken(error) {
                guard let renewed = try await sessions.renewed(context) else { throw ApiError.notAuthenticated }
                return try await retry(Secret(renewed.record.accessToken), context, body)
            }
        }
    }

    private func retry<Value>(
        _ token: Secret<String>, _ context: BlocksContext, _ body: (Secret<String>) async throws -> Value
    ) async throws -> Value {
        do {
            return try await body(token)
        } catch let error as AWSError where Self.isDeadToken(error) {
            try await sessions.end(context, everywhere: false)
            throw ApiError.notAuthenticated
        }
    }

    /// Cognito has one name for a dead access token and a wrong password; only its text tells them apart.
    private static func isDeadToken(_ error: AWSError) -> Bool {
        error.kind == .service && error.name == AuthErrorName.notAuthorized.rawValue
            && error.message.lowercased().includes("access token")
    }
}
