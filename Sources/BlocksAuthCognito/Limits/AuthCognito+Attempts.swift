// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

extension AuthCognito {
    /// Runs `body` as an attempt of `kind` on `account`, and maps what it throws as `mapped` does.
    ///
    /// It is counted before, and given back where it was no guess: after a success, unless `staysCounted` or the kind says otherwise,
    /// where a service was away, and where a sign-up sent nothing since its password was too weak. Not counted is what comes without a
    /// `context`, from the application itself, or without an address.
    /// Throws a 429 when there were too many already (known weakness A17), and a retriable 503 when they can't be counted.
    func attempt<Value>(
        _ kind: AttemptKind, on account: String, _ context: BlocksContext?,
        staysCounted: (Value) -> Bool = { _ in false }, _ body: () async throws -> Value
    ) async throws -> Value {
        try await mapped {
            guard let attempts, let context else { return try await body() }
            guard let address = context.request.clientAddress(trustedProxies: options.trustedProxies) else {
                attempts.noteUnknownAddress(context.logger)
                return try await body()
            }
            if options.trustedProxies == 0 { proxyNote.look(at: context.request, context.logger) }
            let counted = try await attempts.count(kind, account, address)
            do {
                let value = try await body()
                if !kind.countsSuccess, !staysCounted(value) { await attempts.giveBack(counted) }
                return value
            } catch {
                if Self.isOutage(error) || kind == .message && Self.isWeakPassword(error) {
                    await attempts.giveBack(counted)
                }
                throw error
            }
        }
    }

    /// Runs `body` with the access token of the request's session, as an attempt of `kind`, unless that is `nil`, on its user's account.
    func withAccessToken<Value>(
        _ context: BlocksContext, as kind: AttemptKind?, _ body: (Secret<String>) async throws -> Value
    ) async throws -> Value {
        guard let kind else { return try await withAccessToken(context, body) }
        let session = try await mapped { try await sessions.current(context) }
        guard let session else { throw ApiError.notAuthenticated }
        return try await attempt(kind, on: session.user.username, context) {
            try await withAccessToken(context, body)
        }
    }

    private static func isWeakPassword(_ error: any Error) -> Bool {
        ErrorMapping.apiError(for: error)?.name == AuthErrorName.invalidPassword.rawValue
    }

    /// Whether nothing was tried, since Cognito or another service was away or too busy.
    private static func isOutage(_ error: any Error) -> Bool {
        if let error = error as? AWSError, error.kind == .throttled { return true }
        guard let error = ErrorMapping.apiError(for: error) else { return false }
        return error.status >= 500 || (error.cause as? AWSError)?.kind == .throttled
    }
}
