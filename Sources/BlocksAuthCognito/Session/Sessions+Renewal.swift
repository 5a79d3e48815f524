// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksStore
import Logging

/// What follows a change of what a user signs in with.
///
/// Cognito has made the change, so nothing here may look as if it had failed: what fails is tried a second time, if there is time, and then
/// logged.
extension Sessions {
    /// Gives the request's session a new id, row and cookie; the old ones are over at once (ASVS 7.2.4).
    ///
    /// The tokens stay, and so does the time of the sign-in. A failure leaves the session with its old id.
    func renewID(_ context: BlocksContext) async {
        var drawn: String?
        await persistently("The session kept its id", context.logger) {
            // One id for both attempts, for there is one mark.
            let id = try drawn ?? SessionID.draw(format, random)
            drawn = id
            try await move(to: id, context)
        }
    }

    /// As ``renewID(_:)``, and first ends the user's other sessions; in the reference's layout, which has no index, they go on.
    func renewAlone(_ context: BlocksContext) async {
        if index != nil, let session = try? await current(context) {
            let own = SessionID.rowKey(session.id, format)
            var ended: [Listed] = []
            await persistently("The user's other sessions were not ended", context.logger) {
                try await endIndexed(session.user.userSub, into: &ended) { $0.row != own }
            }
            await renewID(context)
            return await revoke(ended.map { $0.stored.record }, context.logger)
        }
        await renewID(context)
    }

    /// Ends all sessions of the user who goes by `name`, as far as it is known whose that is; for a password that was set without a session.
    ///
    /// The cookie of the request goes if its session is among them.
    func endAll(named name: String, _ context: BlocksContext?, _ logger: Logger) async {
        guard let names else { return }
        var ended: [Listed] = []
        await persistently("The sessions from before a new password were not ended", logger) {
            guard let sub = try await names.subject(of: name) else {
                return logger.notice("A password was set by a name that nobody is known by: no sessions ended")
            }
            try await endIndexed(sub, into: &ended) { _ in true }
        }
        let rows = Set(ended.map(\.entry.row))
        if let context, !rows.isEmpty, let ids = try? await verifiedIDs(context),
            ids.contains(where: { rows.contains(SessionID.rowKey($0, format)) })
        {
            cookie.clear(.session, in: context)
            remember(nil, in: context)
        }
        await revoke(ended.map { $0.stored.record }, logger)
    }

    /// Whether one of the ids was replaced a moment ago by one that lives, or that can't be told.
    ///
    /// Then the browser has, or is about to have, a newer cookie of that name. Requests that it sent with the old one are refused, but must
    /// not clear the new one.
    func wasRenewed(_ ids: [String]) async -> Bool {
        do {
            for var id in ids {
                while let next = try await store.successor(of: id) {
                    if try await store.get(next) != nil { return true }
                    id = next
                }
            }
            return false
        } catch {
            return true
        }
    }

    /// Runs `body`, a second time if it throws and there is time, in three seconds in all; says `failure` in the log when it was in vain.
    ///
    /// Who changed a password must not wait for a store that hangs, or be told of a failure by a gateway that won't.
    func persistently(_ failure: String, _ logger: Logger, _ body: () async throws -> Void) async {
        do {
            try await Deadline.briefly(clock) {
                do { try await body() } catch {
                    let left = Deadline.current?.remainingMilliseconds ?? 0
                    guard !Task.isCancelled, left > RefreshLease.reservedMilliseconds else { throw error }
                    try await body()
                }
            }
        } catch {
            logger.error("\(failure)", metadata: ["error": "\(error)"])
        }
    }

    private func move(to id: String, _ context: BlocksContext) async throws {
        guard let session = try await current(context) else { return }
        let keys = try await secrets.keys()
        // A refresh that rotates the refresh token meanwhile would leave the new row with a dead one.
        let outcome = try await refresh.exclusively(session.id) {
            try await replace(session.id, by: id).map { .renewed($0) } ?? .ended
        }
        switch outcome {
        case .renewed(let renewed):
            cookie.set(.session, keys.cookieValue(id, format), in: context)
            remember(renewed, in: context)
        case .ended:
            remember(nil, in: context)
            if await !wasRenewed([session.id]) { cookie.clear(.session, in: context) }
        }
    }

    /// The session under its new id; `nil` when another request has ended it meanwhile.
    ///
    /// The new row and its entry in the index come first: whatever fails then, there is one session that its user can use and end, and what
    /// has ended the old one finds the new.
    private func replace(_ old: String, by new: String) async throws -> Session? {
        guard var stored = try await store.get(old) else { return nil }
        do {
            try await store.copy(stored, to: new)
            try await enter(new, after: old, stored)
            for _ in 0..<Self.renewalAttempts {
                if try await isReplaced(old, by: new, stored) {
                    try? await forget(old, stored.record)
                    return Session(id: new, record: stored.record)
                }
                guard let changed = try await store.get(old) else {
                    await discard(new, stored.record)
                    try? await forget(old, stored.record)
                    return nil
                }
                stored = changed
                try await store.copy(stored, to: new)
            }
            throw ApiError.unavailable(cause: KVStoreError.conditionalCheckFailed())
        } catch {
            await discard(new, stored.record)
            throw error
        }
    }

    private static let renewalAttempts = 4

    /// Whether the old id is over; false when its record is another one by now, or gone.
    ///
    /// Throws when it goes on, or that can't be told.
    private func isReplaced(_ old: String, by new: String, _ stored: StoredSession) async throws -> Bool {
        do { return try await store.replace(old, by: new, ifStill: stored) } catch {
            // It may have come through all the same.
            guard try await store.get(old) == nil else { throw error }
            return true
        }
    }

    /// Takes back an id that no browser has been told; a row that stays is of no use to anybody.
    private func discard(_ new: String, _ record: SessionRecord) async {
        try? await store.delete(new)
        try? await forget(new, record)
    }

    private func enter(_ new: String, after old: String, _ stored: StoredSession) async throws {
        guard let index, let sub = stored.record.identity?.subject else { return }
        let (oldRow, newRow) = (SessionID.rowKey(old, format), SessionID.rowKey(new, format))
        try await index.update(sub) { entries in
            let position = entries.firstIndex { $0.row == oldRow }
            let entry = position.map { entries[$0] }
            var changed = entries
            changed.insert(
                UserIndex.Entry(
                    row: newRow, created: entry?.created ?? stored.times?.created ?? clock.now(),
                    label: entry?.label ?? DeviceName.unknown),
                at: position.map { $0 + 1 } ?? entries.endIndex)
            return changed
        }
    }

    private func forget(_ id: String, _ record: SessionRecord) async throws {
        guard let sub = record.identity?.subject else { return }
        let row = SessionID.rowKey(id, format)
        try await index?.update(sub) { entries in entries.filter { $0.row != row } }
    }
}
