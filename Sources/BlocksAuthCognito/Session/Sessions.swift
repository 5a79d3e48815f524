// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Logging

/// Finds, begins and ends the session of a request.
///
/// What can't be told because a service is away is a retriable 503: cookie and record stay, and nobody is signed out by an outage.
struct Sessions: Sendable {
    /// An access token with less time left is refreshed while it still works, in seconds (known weakness S11).
    static let leewaySeconds: Int64 = 60

    let fullID: String
    let format: SessionFormat
    let cookie: SessionCookie
    let secrets: SessionSecretSource
    let store: SessionStore
    /// Which sessions a user has; `nil` in the reference's layout.
    let index: UserIndex?
    /// Whose a user name is; `nil` in the reference's layout.
    let names: UserNames?
    let refresh: SessionRefresh
    let verifier: TokenVerifier
    let service: any CognitoService
    let random: SecureRandom
    let clock: WallClock

    /// Marks the session of a request once it is known, so that one request reads it once (known weakness S16).
    private enum Found: ContextKey {
        enum Value: Sendable {
            case nobody
            case session(Session)
        }
    }

    /// The session of the request, refreshed if need be; `nil` when nobody is signed in.
    func current(_ context: BlocksContext) async throws -> Session? {
        switch context.cache[Found.self, fullID] {
        case .session(let session): return session
        case .nobody: return nil
        case nil: return remember(try await find(context), in: context)
        }
    }

    /// The session with new tokens, even if the old ones still work; `nil` when nobody is signed in, or no longer.
    func renewed(_ context: BlocksContext, _ clientMetadata: [String: String] = [:]) async throws -> Session? {
        guard let session = try await current(context) else { return nil }
        let renewed = try await renew(session, context, clientMetadata)
        if renewed == nil, await !wasRenewed([session.id]) { cookie.clear(.session, in: context) }
        return remember(renewed, in: context)
    }

    /// Keeps what is known about the request's session.
    @discardableResult
    func remember(_ session: Session?, in context: BlocksContext) -> Session? {
        context.cache[Found.self, fullID] = session.map { .session($0) } ?? .nobody
        return session
    }

    /// The first session that goes on, of all those that the request has a cookie for; the cookie is cleared when none does.
    private func find(_ context: BlocksContext) async throws -> Session? {
        let ids = try await verifiedIDs(context)
        for id in ids {
            guard let stored = try await store.recent(id, leewaySeconds: Self.leewaySeconds) else { continue }
            let record = stored.record
            guard let session = Session(id: id, record: record) else {
                context.logger.error("Session record holds no readable ID token")
                continue
            }
            let now = clock.now()
            guard record.accessTokenExpires < now.adding(seconds: Self.leewaySeconds) else {
                await store.noteUse(id, stored)
                return session
            }
            guard now <= record.accessTokenExpires else {
                guard let renewed = try await renew(session, context) else { continue }
                return renewed
            }
            do {
                guard let renewed = try await Deadline.briefly(clock, { try await renew(session, context) }) else {
                    continue
                }
                return renewed
            } catch {
                // A service that is away costs nothing yet, unless the old access token ended while we waited for it.
                guard clock.now() <= record.accessTokenExpires else { throw error }
                return session
            }
        }
        if !ids.isEmpty, await !wasRenewed(ids) { cookie.clear(.session, in: context) }
        return nil
    }

    private func renew(
        _ session: Session, _ context: BlocksContext, _ clientMetadata: [String: String] = [:]
    ) async throws -> Session? {
        let outcome = try await refresh.refresh(
            session.id, seen: session.record, clientMetadata: clientMetadata, logger: context.logger)
        switch outcome {
        case .renewed(let session):
            cookie.set(.session, try await secrets.keys().cookieValue(session.id, format), in: context)
            return session
        case .ended: return nil
        }
    }

    /// The ids of the request's session cookies that carry our MAC.
    ///
    /// One that doesn't is no session, and is left alone. Each counts once.
    func verifiedIDs(_ context: BlocksContext) async throws -> [String] {
        let values = cookie.values(.session, in: context)
        guard !values.isEmpty else { return [] }
        return try await secrets.opening { keys in
            var ids: [String] = []
            for value in values where ids.count < Self.idLimit {
                if let id = keys.sessionID(value, format), !ids.contains(id) { ids.append(id) }
            }
            return ids.isEmpty ? nil : ids
        } ?? []
    }

    /// Sessions that are looked for in one request at most: a browser has one, or two while its cookies change.
    private static let idLimit = 8
}
