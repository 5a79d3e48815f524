// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Logging

extension Sessions {
    /// Begins a session with Cognito's tokens: the ID token is verified, the record stored and the cookie set.
    ///
    /// An older session of the same browser ends (known weakness S10).
    func begin(_ tokens: AuthTokens, _ context: BlocksContext) async throws -> CognitoUser {
        guard let idToken = tokens.idToken, let accessToken = tokens.accessToken else {
            throw ApiError(.notAuthorized, "Cognito returned no tokens")
        }
        let verified: VerifiedToken
        do { verified = try await verifier.verifyIDToken(idToken) } catch { throw error.apiError }
        let secret = try await secrets.secret()
        let id = Base64URL.encode(try random.bytes(24))
        let record = SessionRecord(verified, accessToken: accessToken, refreshToken: tokens.refreshToken)
        try await store.create(id, record)
        await endOlder(context)
        let session = Session(id: id, record: record, claims: verified.claims)
        cookie.set(.session, secret.sign(id), in: context)
        remember(session, in: context)
        return session.user
    }

    /// Ends the request's session: the tokens are revoked as far as Cognito can be reached, the record deleted, the cookie cleared.
    ///
    /// The cookie is cleared whatever happens. Throws a retriable 503 when the record could not be deleted.
    func end(_ context: BlocksContext, everywhere: Bool) async throws {
        cookie.clear(.session, in: context)
        let ids = try await verifiedIDs(context)
        remember(nil, in: context)
        for id in ids {
            if let record = try await store.get(id) { await revoke(record, id, context, everywhere: everywhere) }
            try await store.delete(id)
        }
    }

    /// Forgets the session of a user who no longer exists: its tokens are dead already.
    func drop(_ context: BlocksContext) async {
        cookie.clear(.session, in: context)
        do {
            let ids = try await verifiedIDs(context)
            remember(nil, in: context)
            for id in ids { try await store.delete(id) }
        } catch {
            context.logger.notice("Session record of a deleted user left behind", metadata: ["error": "\(error)"])
        }
    }

    private func revoke(_ record: SessionRecord, _ id: String, _ context: BlocksContext, everywhere: Bool) async {
        do {
            if everywhere {
                let token = try await freshAccessToken(record, id, context)
                try await service.globalSignOut(accessToken: token)
            } else if !record.refreshToken.isEmpty {
                try await service.revokeToken(Secret(record.refreshToken))
            }
        } catch {
            let action = everywhere ? "GlobalSignOut" : "RevokeToken"
            context.logger.warning(
                "Signed out here, but not at Cognito", metadata: ["operation": "\(action)", "error": "\(error)"])
        }
    }

    /// Cognito refuses a global sign-out with an access token that has ended (known weakness A6).
    private func freshAccessToken(_ record: SessionRecord, _ id: String, _ context: BlocksContext) async throws
        -> Secret<String>
    {
        guard record.accessTokenExpires < clock.now(),
            case .renewed(let session) = try await refresh.refresh(id, seen: record, logger: context.logger)
        else { return Secret(record.accessToken) }
        return Secret(session.record.accessToken)
    }

    private func endOlder(_ context: BlocksContext) async {
        do {
            for id in try await verifiedIDs(context) {
                guard let record = try await store.get(id) else { continue }
                try await store.delete(id)
                if !record.refreshToken.isEmpty { try await service.revokeToken(Secret(record.refreshToken)) }
            }
        } catch {
            context.logger.notice("The browser's earlier session was not ended", metadata: ["error": "\(error)"])
        }
    }
}
