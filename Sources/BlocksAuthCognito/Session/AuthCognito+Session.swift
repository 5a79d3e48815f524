// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import Logging

extension AuthCognito {
    /// The signed-in user.
    ///
    /// Throws `ApiError` 401 `NotAuthenticatedException` when there is none.
    ///
    /// Like every method that looks for the session, it throws a retriable 503 while the session can't be told.
    public func requireAuth(_ context: BlocksContext) async throws -> CognitoUser {
        guard let user = try await getCurrentUser(context) else { throw ApiError.notAuthenticated }
        return user
    }

    /// Whether somebody is signed in.
    public func checkAuth(_ context: BlocksContext) async throws -> Bool {
        try await getCurrentUser(context) != nil
    }

    /// The signed-in user, or `nil`.
    public func getCurrentUser(_ context: BlocksContext) async throws -> CognitoUser? {
        try await mapped { try await sessions.current(context)?.user }
    }

    /// The signed-in user if they are in `group`.
    ///
    /// Throws 401 when nobody is signed in, 403 `NotAuthorizedException` when the group is not among those of the session.
    public func requireRole(_ context: BlocksContext, _ group: Pool.Group) async throws -> CognitoUser {
        let user = try await requireAuth(context)
        guard user.isMember(of: group) else {
            // The name of the group may be what a client sent.
            context.logger.notice(
                "Role refused", metadata: ["sub": "\(user.userSub)", "role": "\(group.rawValue.prefix(128))"])
            throw ApiError.notInGroup(group.rawValue)
        }
        return user
    }

    /// Ends the session and clears its cookie; with `global` every session of the user at Cognito.
    ///
    /// Without a session it only clears the cookie. Cognito's part is best effort and its failure logged; throws a retriable 503 when the
    /// record could not be deleted, with the cookie cleared all the same.
    public func signOut(_ context: BlocksContext, global: Bool = false) async throws {
        try await mapped { try await sessions.end(context, everywhere: global) }
    }

    /// The tokens of the session, or nothing when nobody is signed in; `forceRefresh` asks Cognito for new ones first.
    ///
    /// `clientMetadata` reaches the pool's Lambda triggers with a forced refresh only, and not where another request's is under way.
    public func fetchAuthSession(
        _ context: BlocksContext, forceRefresh: Bool = false, clientMetadata: [String: String] = [:]
    ) async throws -> AuthSession {
        try await mapped {
            let session =
                forceRefresh
                ? try await sessions.renewed(context, clientMetadata) : try await sessions.current(context)
            return session.map { AuthSession($0) } ?? .signedOut
        }
    }
}
