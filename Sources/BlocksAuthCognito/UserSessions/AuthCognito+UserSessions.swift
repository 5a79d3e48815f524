// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// The sessions of the signed-in user, oldest first: at most 50, for one more ends the oldest.
    ///
    /// Throws 401 when nobody is signed in, 501 unless `sessionFormat` is `.sealed`.
    public func listSessions(_ context: BlocksContext) async throws -> [UserSession] {
        try await mapped {
            let (sub, own) = try await owner(context)
            return try await sessions.list(sub).compactMap { session in
                guard let times = session.stored.times else { return nil }
                return UserSession(
                    id: session.entry.row, label: session.entry.label, createdAt: times.created.milliseconds,
                    lastUsedAt: times.renewed.milliseconds, isCurrent: session.entry.row == own)
            }
        }
    }

    /// Ends the session `id` of the signed-in user, and returns whether there was one.
    ///
    /// Another user's is none. It is over at once; that Cognito revokes its refresh token is best effort. Throws as
    /// ``listSessions(_:)``.
    public func endSession(_ context: BlocksContext, _ id: String) async throws -> Bool {
        try await mapped { try await end(context) { row, _ in row == id } > 0 }
    }

    /// Ends all sessions of the signed-in user, or all but that of the request.
    ///
    /// They are over at once; that Cognito revokes their refresh tokens is best effort. Throws as ``listSessions(_:)``.
    public func endAllSessions(_ context: BlocksContext, exceptCurrent: Bool) async throws {
        try await mapped { _ = try await end(context) { row, own in !exceptCurrent || row != own } }
    }

    /// The count of sessions that `isMeant`, which is given a row and the request's own, had ended.
    private func end(_ context: BlocksContext, where isMeant: (String, String) -> Bool) async throws -> Int {
        let (sub, own) = try await owner(context)
        var ended: [Sessions.Listed] = []
        var failure: (any Error)?
        do { try await sessions.endIndexed(sub, into: &ended) { isMeant($0.row, own) } } catch { failure = error }
        // Those that are over are over, even if others could not be ended.
        if ended.contains(where: { $0.entry.row == own }) {
            sessions.cookie.clear(.session, in: context)
            sessions.remember(nil, in: context)
        }
        await sessions.revoke(ended.map { $0.stored.record }, context.logger)
        if let failure { throw failure }
        return ended.count
    }

    /// Whose sessions they are, and the row of the request's own.
    private func owner(_ context: BlocksContext) async throws -> (sub: String, row: String) {
        guard let session = try await sessions.current(context) else { throw ApiError.notAuthenticated }
        return (session.user.userSub, SessionID.rowKey(session.id, sessions.format))
    }
}

extension AuthAdmin where Pool.AdminActions: GrantsLifecycle {
    /// Ends all sessions of a user at this block, at once, and returns how many there were.
    ///
    /// Cognito is not told: whoever must not refresh elsewhere is for ``revokeUserSessions(_:)``. Throws `UserNotFoundException` for an
    /// unknown name, 501 unless `sessionFormat` is `.sealed`.
    public func endSessions(of username: String) async throws -> Int {
        try await allowed(.lifecycle) {
            guard let sub = try await administration.adminGetUser(username: username).sub else {
                throw ApiError.unavailable(cause: TokenError(.malformed))
            }
            return try await sessions.endIndexed(sub) { _ in true }.count
        }
    }
}
