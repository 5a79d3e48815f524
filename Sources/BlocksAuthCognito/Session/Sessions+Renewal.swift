// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

/// What follows a change of what a user signs in with.
///
/// Cognito has made the change, so nothing here may look as if it had failed: what fails is tried a second time, and then logged.
extension Sessions {
    /// Gives the request's session a new id, row and cookie; the old ones are over at once (ASVS 7.2.4).
    ///
    /// The tokens stay, and so does the time of the sign-in. A failure leaves the session with its old id.
    func renewID(_ context: BlocksContext) async {
        await persistently("The session kept its id", context.logger) { try await move(context) }
    }

    /// As ``renewID(_:)``, and ends the user's other sessions; in the reference's layout, which has no index, they go on.
    func renewAlone(_ context: BlocksContext) async {
        let sub = (try? await current(context))?.user.userSub ?? ""
        await renewID(context)
        guard index != nil, !sub.isEmpty else { return }
        let own = (try? await current(context)).map { SessionID.rowKey($0.id, format) }
        var ended: [SessionRecord] = []
        await persistently("The user's other sessions were not ended", context.logger) {
            ended += try await endIndexed(sub) { $0.row != own }.map { $0.stored.record }
        }
        await revoke(ended, context.logger)
    }

    /// Ends all sessions of the user who goes by `name`, as far as it is known whose that is; for a password that was set without a session.
    ///
    /// The cookie of the request goes if its session is among them.
    func endAll(named name: String, _ context: BlocksContext?, _ logger: Logger) async {
        guard let names else { return }
        var ended: [(entry: UserIndex.Entry, stored: StoredSession)] = []
        await persistently("The sessions from before a new password were not ended", logger) {
            guard let sub = try await names.subject(of: name) else { return }
            ended += try await endIndexed(sub) { _ in true }
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

    /// Whether one of the ids was replaced a moment ago: then the browser has, or is about to have, a newer cookie of that name.
    ///
    /// Requests that it sent with the old one are refused, but must not clear the new one.
    func wasRenewed(_ ids: [String]) async -> Bool {
        for id in ids where await store.isReplaced(id) { return true }
        return false
    }

    /// Runs `body`, a second time if it throws; says `failure` in the log when that throws too.
    func persistently(_ failure: String, _ logger: Logger, _ body: () async throws -> Void) async {
        do {
            do { try await body() } catch {
                guard !Task.isCancelled else { throw error }
                try await body()
            }
        } catch {
            logger.error("\(failure)", metadata: ["error": "\(error)"])
        }
    }

    private func move(_ context: BlocksContext) async throws {
        guard let session = try await current(context) else { return }
        let keys = try await secrets.keys()
        let id = try SessionID.draw(format, random)
        // A refresh that rotates the refresh token meanwhile would leave the new row with a dead one.
        let outcome = try await refresh.exclusively(session.id) {
            try await replace(session.id, by: id, context.logger).map { .renewed($0) } ?? .ended
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
    /// The new row and its entry in the index come first: whatever fails then, there is one session that its user can use and end.
    private func replace(_ old: String, by new: String, _ logger: Logger) async throws -> Session? {
        guard var stored = try await store.get(old) else { return nil }
        try await store.copy(stored, to: new)
        do { try await enter(new, after: old, stored) } catch {
            try? await store.delete(new)
            throw error
        }
        do {
            while try await !store.markReplaced(old, ifStill: stored) {
                guard let changed = try await store.get(old) else {
                    try await store.delete(new)
                    try await forget(new, stored.record)
                    return nil
                }
                stored = changed
                try await store.copy(stored, to: new)
            }
            try await forget(old, stored.record)
        } catch {
            logger.error("The session's old id was not ended", metadata: ["error": "\(error)"])
        }
        return Session(id: new, record: stored.record)
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
                at: position ?? entries.endIndex)
            return changed
        }
    }

    private func forget(_ id: String, _ record: SessionRecord) async throws {
        guard let sub = record.identity?.subject else { return }
        let row = SessionID.rowKey(id, format)
        try await index?.update(sub) { entries in entries.filter { $0.row != row } }
    }
}
