// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Logging

extension Sessions {
    /// Begins a session with Cognito's tokens: the ID token is verified, the record stored and the cookie set.
    ///
    /// `deviceKey` is that of the browser, `nil` where devices are not tracked; `typedName` is what the user typed. An older session of the
    /// same browser ends (known weakness S10).
    func begin(
        _ tokens: AuthTokens, deviceKey: String?, typedName: String, _ context: BlocksContext
    ) async throws -> CognitoUser {
        guard let idToken = tokens.idToken, let accessToken = tokens.accessToken else {
            throw ApiError(.notAuthorized, "Cognito returned no tokens")
        }
        let verified: VerifiedToken
        do { verified = try await verifier.verifyIDToken(idToken) } catch { throw error.apiError }
        let keys = try await secrets.keys()
        let id = try SessionID.draw(format, random)
        let record = SessionRecord(
            verified, accessToken: accessToken, refreshToken: tokens.refreshToken, deviceKey: deviceKey)
        // Beside the session's own writes.
        async let named: Void? = names?.note(typedName, verified.claims, context.logger)
        try await store.create(id, record)
        do {
            try await enter(id, verified.subject, context)
        } catch {
            // A session that nobody could list or end must not begin.
            try? await store.delete(id)
            throw error
        }
        _ = await named
        let session = Session(id: id, record: record, claims: verified.claims)
        cookie.set(.session, keys.cookieValue(id, format), in: context)
        remember(session, in: context)
        await endOlder(context)
        return session.user
    }

    /// Ends the request's session: the record is deleted, the cookie cleared, and then Cognito told as far as it can be reached.
    ///
    /// The order matters: without its record the session is over even if Cognito hangs until the time is up. The cookie is cleared
    /// whatever happens. Throws a retriable 503 when the record could not be deleted.
    func end(_ context: BlocksContext, everywhere: Bool) async throws {
        cookie.clear(.session, in: context)
        let ids = try await verifiedIDs(context)
        remember(nil, in: context)
        try await ending(ids) { id, record in
            // An ended access token can be renewed only as long as there is a record.
            let accessToken = everywhere ? await freshAccessToken(record, id, context) : nil
            try await store.delete(id)
            await leave(id, record, everywhere: everywhere, context)
            if let accessToken {
                await bestEffort("GlobalSignOut", context.logger) {
                    try await service.globalSignOut(accessToken: accessToken)
                }
            } else if !everywhere {
                await revoke(record, context.logger)
            }
        }
    }

    /// Has `end` delete the sessions of `ids`, and those by whose ids they went on a moment ago: an old cookie ends what it has become.
    ///
    /// A mark is looked for after the deletion, so that a renewal under way either finds the record gone or has left its mark.
    private func ending(_ ids: [String], _ end: (String, SessionRecord) async throws -> Void) async throws {
        for id in ids {
            var next: String? = id
            while let id = next {
                if let record = try await store.get(id)?.record {
                    try await end(id, record)
                } else {
                    try await store.delete(id)
                }
                next = try await store.successor(of: id)
            }
        }
    }

    /// Forgets the session of a user who no longer exists: its tokens are dead already.
    func drop(_ context: BlocksContext) async {
        cookie.clear(.session, in: context)
        do {
            let ids = try await verifiedIDs(context)
            remember(nil, in: context)
            try await ending(ids) { id, record in
                try await store.delete(id)
                await leave(id, record, everywhere: true, context)
            }
        } catch {
            context.logger.notice("Session record of a deleted user left behind", metadata: ["error": "\(error)"])
        }
    }

    /// Tells Cognito that a session's refresh token is to be used no more, as far as it can be reached.
    func revoke(_ record: SessionRecord, _ logger: Logger) async {
        guard !record.refreshToken.isEmpty else { return }
        await bestEffort("RevokeToken", logger) { try await service.revokeToken(Secret(record.refreshToken)) }
    }

    /// Tells Cognito of all refresh tokens that are to be used no more, in three seconds at most.
    func revoke(_ records: [SessionRecord], _ logger: Logger) async {
        var failures: [any Error] = []
        await Deadline.briefly(clock) {
            for record in records where !record.refreshToken.isEmpty {
                do { try await service.revokeToken(Secret(record.refreshToken)) } catch { failures.append(error) }
            }
        }
        guard let first = failures.first else { return }
        logger.warning(
            "Sessions ended here, but their refresh tokens were not revoked at Cognito",
            metadata: ["count": "\(failures.count)", "error": "\(first)"])
    }

    /// Cognito refuses a global sign-out with an access token that has ended (known weakness A6); `nil` when it could not be renewed.
    private func freshAccessToken(
        _ record: SessionRecord, _ id: String, _ context: BlocksContext
    ) async -> Secret<String>? {
        guard record.accessTokenExpires < clock.now() else { return Secret(record.accessToken) }
        return await bestEffort("GlobalSignOut", context.logger) {
            switch try await refresh.refresh(id, seen: record, logger: context.logger) {
            case .renewed(let session): Secret(session.record.accessToken)
            case .ended: nil
            }
        } ?? nil
    }

    /// What `body` returns; `nil`, and a line in the log, when it fails or takes too long.
    @discardableResult
    private func bestEffort<Value>(
        _ operation: String, _ logger: Logger, _ body: () async throws -> Value
    ) async -> Value? {
        do {
            return try await Deadline.briefly(clock, body)
        } catch {
            logger.warning(
                "Signed out here, but not at Cognito", metadata: ["operation": "\(operation)", "error": "\(error)"])
            return nil
        }
    }

    private func endOlder(_ context: BlocksContext) async {
        do {
            try await ending(try await verifiedIDs(context)) { id, record in
                try await store.delete(id)
                await leave(id, record, everywhere: false, context)
                await revoke(record, context.logger)
            }
        } catch {
            context.logger.notice("The browser's earlier session was not ended", metadata: ["error": "\(error)"])
        }
    }
}
