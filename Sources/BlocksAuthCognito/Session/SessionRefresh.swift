// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Logging

/// What Cognito's refusal of a refresh means for the session (known weakness S1).
enum RefreshVerdict: Sendable, Equatable {
    /// The refresh token is dead: the session is over.
    case ended
    /// The service failed or was busy: session and cookie stay, and the client may try again (a retriable 503).
    case unavailable(ApiError)

    /// The verdict on `error`.
    ///
    /// Only these names end a session; whatever is not known to be final is not.
    init(_ error: AWSError) {
        if error.kind == .service, Self.final.contains(error.name) {
            self = .ended
            return
        }
        let mapped = ErrorMapping.apiError(ofCognito: error)
        self = .unavailable(mapped.status == 503 ? mapped : .unavailable(cause: error))
    }

    private static let final: Set<String> = [
        "NotAuthorizedException", "UserNotFoundException", "PasswordResetRequiredException",
        "UserNotConfirmedException", "RefreshTokenReuseException",
    ]
}

/// Exchanges the refresh token of a session for new tokens: one exchange at a time for each session, in this process and, where a lease
/// can be had, among all of them; one winner in any case.
struct SessionRefresh: Sendable {
    /// What became of the session.
    enum Outcome: Sendable {
        /// It goes on with this record.
        case renewed(Session)
        /// It is over, and its record is gone.
        case ended
    }

    let service: any CognitoService
    let store: SessionStore
    let index: UserIndex?
    let names: UserNames?
    let verifier: TokenVerifier
    let clock: WallClock
    /// Who among processes may ask Cognito; `nil` where there is one process only.
    let lease: RefreshLease?
    let flights = SingleFlight<String, Outcome>()

    /// Refreshes the session `id`, of which the caller saw the record `seen`.
    ///
    /// Throws a retriable `ApiError` when it can't be told whether the session goes on; the record is unchanged then. If Cognito had
    /// rotated the refresh token and only the store failed, the record holds the old one: the session goes on if a retry comes within
    /// the pool's grace period for rotated tokens, and ends with `RefreshTokenReuseException` after it.
    func refresh(
        _ id: String, seen: SessionRecord, clientMetadata: [String: String] = [:], logger: Logger
    ) async throws -> Outcome {
        let outcome = try await flights.run(id) {
            guard let lease else { return try await attempt(id, seen, clientMetadata, logger) }
            return try await lease.run(id, other: { try await achieved(id, since: seen) }) {
                try await attempt(id, seen, clientMetadata, logger)
            }
        }
        // A renewal was under way: its new id is for the request that asked for it, and for no other that holds the old one.
        if case .renewed(let session) = outcome, session.id != id { return .ended }
        return outcome
    }

    /// Runs `body` while nobody else refreshes or renews the session `id`, in this process or, where a lease can be had, another.
    ///
    /// Throws a retriable `ApiError` when another process doesn't come to an end, or the store can't be reached.
    func exclusively(_ id: String, _ body: () async throws -> Outcome) async throws -> Outcome {
        while true {
            var isOurs = false
            do {
                let outcome = try await flights.run(id) {
                    isOurs = true
                    guard let lease else { return try await body() }
                    return try await lease.run(id, other: { nil }, body)
                }
                if isOurs { return outcome }
            } catch {
                if isOurs || Task.isCancelled { throw error }
            }
        }
    }

    /// What another process has made of the session since `seen` was read; `nil` while it is as it was.
    private func achieved(_ id: String, since seen: SessionRecord) async throws -> Outcome? {
        guard let current = try await store.get(id) else { return .ended }
        return current.record == seen ? nil : usable(id, current.record).map { .renewed($0) }
    }

    private func attempt(
        _ id: String, _ seen: SessionRecord, _ clientMetadata: [String: String], _ logger: Logger
    ) async throws -> Outcome {
        guard let current = try await store.get(id) else { return .ended }
        if current.record != seen, let session = usable(id, current.record) { return .renewed(session) }
        guard !current.record.refreshToken.isEmpty else { return try await end(id, current) }
        try await prepareVerifier(current.record)
        let tokens: AuthTokens
        do {
            guard
                case .tokens(let answer) = try await service.refreshTokens(
                    RefreshTokensInput(current.record, clientMetadata))
            else { throw ApiError.unavailable(cause: TokenError(.malformed)) }
            tokens = answer
        } catch let error as AWSError {
            switch RefreshVerdict(error) {
            case .ended: return try await end(id, current)
            case .unavailable(let apiError): throw apiError
            }
        }
        return try await adopt(tokens, id, current, logger)
    }

    /// Verifies new tokens like those of a sign-in, demands the same user, and stores them if nobody else changed the record.
    private func adopt(_ tokens: AuthTokens, _ id: String, _ current: StoredSession, _ logger: Logger) async throws
        -> Outcome
    {
        guard let idToken = tokens.idToken, let accessToken = tokens.accessToken else {
            throw ApiError.unavailable(cause: TokenError(.malformed))
        }
        let verified: VerifiedToken
        do {
            verified = try await verifier.verifyIDToken(idToken)
        } catch {
            logger.error("Refreshed ID token refused", metadata: ["code": "\(error.code.rawValue)"])
            throw ApiError.unavailable(cause: error)
        }
        guard verified.subject == current.record.identity?.subject else {
            logger.error("Refreshed ID token is of another user; session ended")
            return try await end(id, current)
        }
        let renewed = SessionRecord(
            verified, accessToken: accessToken, refreshToken: tokens.refreshToken, previous: current.record)
        let replaced = try await whileUnchanged(id, current) { try await keep(id, $0, renewed) }
        if replaced {
            // Who stays signed in must be found by a reset as long, and after a change of keys.
            async let named: Void? = names?.note(nil, verified.claims, logger)
            await keepIndexed(id, verified.subject, logger)
            _ = await named
            return .renewed(Session(id: id, record: renewed, claims: verified.claims))
        }
        return try await afterLosing(id, renewed, current.record, logger)
    }

    /// Enters the session into its user's index should it be missing there, and has that sealed anew where it is due.
    ///
    /// A failure is logged: the next refresh tries again.
    private func keepIndexed(_ id: String, _ sub: String, _ logger: Logger) async {
        guard let index else { return }
        do {
            try await Deadline.briefly(clock) { try await index.keep(id, sub, at: clock.now()) }
        } catch {
            logger.notice("The user's index of sessions was not renewed", metadata: ["error": "\(error)"])
        }
    }

    /// Stores new tokens, with a second attempt: where refresh tokens rotate, they can't be had again.
    private func keep(_ id: String, _ old: StoredSession, _ new: SessionRecord) async throws -> Bool {
        do { return try await store.replace(id, old, by: new) } catch {
            guard !Task.isCancelled else { throw error }
            return try await store.replace(id, old, by: new)
        }
    }

    /// Another process wrote or deleted the record while we were asking Cognito: its word counts, not ours.
    private func afterLosing(_ id: String, _ mine: SessionRecord, _ old: SessionRecord, _ logger: Logger) async throws
        -> Outcome
    {
        if let winner = try await store.get(id)?.record {
            guard let session = usable(id, winner) else { throw ApiError.unavailable(cause: TokenError(.expired)) }
            return .renewed(session)
        }
        if mine.refreshToken != old.refreshToken {
            do {
                try await Deadline.briefly(clock) { try await service.revokeToken(Secret(mine.refreshToken)) }
            } catch {
                logger.notice("Refresh token of an ended session not revoked", metadata: ["error": "\(error)"])
            }
        }
        return .ended
    }

    /// Ends the session, unless another process has renewed it since `session` was read: with rotating refresh tokens the loser of a race
    /// is told that its token is dead (known weakness S2).
    private func end(_ id: String, _ session: StoredSession) async throws -> Outcome {
        if try await whileUnchanged(id, session, { try await store.delete(id, ifStill: $0) }) { return .ended }
        guard let winner = try await store.get(id)?.record, let session = usable(id, winner) else { return .ended }
        return .renewed(session)
    }

    /// Tries a conditional write again where another process has only noted a use meanwhile: the tokens are the same ones.
    private func whileUnchanged(
        _ id: String, _ session: StoredSession, _ write: (StoredSession) async throws -> Bool
    ) async throws -> Bool {
        var session = session
        for _ in 0..<Self.writeAttempts {
            if try await write(session) { return true }
            guard let now = try await store.get(id), now.record == session.record else { return false }
            session = now
        }
        return false
    }

    private static let writeAttempts = 4

    private func usable(_ id: String, _ record: SessionRecord) -> Session? {
        clock.now() <= record.accessTokenExpires ? Session(id: id, record: record) : nil
    }

    private func prepareVerifier(_ record: SessionRecord) async throws(ApiError) {
        do { try await verifier.prepare(issuer: record.identity?.string("iss")) } catch {
            throw .unavailable(cause: error)
        }
    }
}

extension SessionRecord {
    /// The record of verified tokens; `previous` lends its refresh token when Cognito sent no new one, and the members that are not ours.
    init(
        _ token: VerifiedToken, accessToken: Secret<String>, refreshToken: Secret<String>?, deviceKey: String? = nil,
        previous: SessionRecord? = nil
    ) {
        var others = previous?.others ?? [:]
        if let deviceKey { others["deviceKey"] = .string(deviceKey) }
        self.init(
            idToken: token.raw.withExposed { $0 }, accessToken: accessToken.withExposed { $0 },
            refreshToken: refreshToken?.withExposed { $0 } ?? previous?.refreshToken ?? "",
            others: others)
    }
}

extension RefreshTokensInput {
    /// The refresh of a session: its token, the user's real name and the device, which Cognito may want beside it.
    fileprivate init(_ record: SessionRecord, _ clientMetadata: [String: String]) {
        let name = record.identity?.user.username ?? ""
        self.init(
            refreshToken: Secret(record.refreshToken), username: name.isEmpty ? nil : name, deviceKey: record.deviceKey,
            clientMetadata: clientMetadata)
    }
}
