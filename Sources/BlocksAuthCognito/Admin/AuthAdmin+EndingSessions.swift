// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

extension AuthAdmin where Pool.AdminActions: GrantsLifecycle {
    /// Makes a change at Cognito that ends the sessions of a user there, then ends them here.
    ///
    /// Whose they are is asked first, since a deletion takes the name away; but they end afterwards, so that no sign-in slips in between.
    /// With `deletes`, a user who is gone already loses what is left. Throws a retriable 503 when only they are left. Needs
    /// `cognito-idp:AdminGetUser`.
    func endingSessions(of username: String, deletes: Bool = false, _ change: () async throws -> Void) async throws {
        try await allowed(.lifecycle) {
            guard sessions.index != nil else { return try await change() }
            let sub: String?
            do throws(AWSError) {
                sub = try await administration.adminGetUser(username: username).sub
            } catch {
                if deletes, error.name == AuthErrorName.userNotFound.rawValue { try await endRemaining(username) }
                throw error
            }
            try await change()
            guard let sub else { throw Self.unended(cause: TokenError(.malformed)) }
            try await end(sub)
        }
    }

    /// Ends what is left of a user whom an earlier call deleted, but could not end the sessions of.
    private func endRemaining(_ username: String) async throws {
        if let sub = try await sessions.names?.subject(of: username) { try await end(sub) }
    }

    private func end(_ sub: String) async throws {
        do { try await sessions.endIndexed(sub) { _ in true } } catch { throw Self.unended(cause: error) }
    }

    private static func unended(cause: any Error) -> ApiError {
        ApiError(
            "Cognito has done its part, but the user's sessions could not be ended. Please try again.", status: 503,
            name: "ServiceUnavailableException", retriable: true, cause: cause)
    }
}

extension UserDescription {
    /// The permanent id of the user; `nil` when Cognito did not say.
    var sub: String? { attributes.first { $0.name == "sub" }.flatMap { $0.value.isEmpty ? nil : $0.value } }
}
