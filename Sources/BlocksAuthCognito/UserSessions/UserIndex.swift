// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore

/// Which rows of the table are sessions of a user: one sealed row for each user, so that nothing has to be scanned (known weakness S9).
///
/// The row's key is `user:` and a hash of the user's permanent id: of a hash with a key there would be one for each secret of the ring.
/// Changes are conditional on the row as it was read, and tried again a limited number of times.
struct UserIndex: Sendable {
    /// One session.
    struct Entry: Sendable, Equatable {
        /// The key of the session's row.
        let row: String
        /// When its user signed in.
        let created: Timestamp
        /// What the browser called itself then.
        let label: String
    }

    /// Sessions that a user has at most; one more ends the oldest.
    static let limit = 50
    private static let attempts = 16

    let fullID: String
    let store: KVStore<JSONValue>
    let secrets: SessionSecretSource
    let random: SecureRandom

    /// The user's sessions in the order of their beginnings; rows among them may be gone.
    func entries(_ sub: String) async throws -> [Entry] {
        try await read(key(sub)).entries
    }

    /// Puts in place of the entries what `change` makes of them; nothing is written when it changes nothing.
    ///
    /// Throws a retriable 503 when the store can't be reached, or others keep changing the row.
    func update(_ sub: String, _ change: ([Entry]) -> [Entry]) async throws {
        let key = key(sub)
        for _ in 0..<Self.attempts {
            let (value, entries, isCurrent) = try await read(key)
            let changed = change(entries)
            if changed == entries, isCurrent { return }
            if try await write(key, changed, over: value) { return }
        }
        throw ApiError.unavailable(cause: KVStoreError.conditionalCheckFailed())
    }

    /// Enters the session `id` should it be missing, and has the row sealed with the newest secret.
    func keep(_ id: String, _ sub: String, at now: Timestamp) async throws {
        let row = SessionID.rowKey(id, .sealed)
        try await update(sub) { entries in
            guard !entries.contains(where: { $0.row == row }) else { return entries }
            return entries + [Entry(row: row, created: now, label: DeviceName.unknown)]
        }
    }

    /// What is stored, its entries, and whether it is sealed with the newest secret; what does not open counts as no entries.
    private func read(_ key: String) async throws -> (value: JSONValue?, entries: [Entry], isCurrent: Bool) {
        let value: JSONValue?
        do {
            value = try await store.get(key)
        } catch {
            guard error.code == .corrupt else { throw ApiError.unavailable(cause: error) }
            // What is no JSON can't be compared with, so it can't be replaced by a condition.
            do { try await store.delete(key) } catch { throw ApiError.unavailable(cause: error) }
            return (nil, [], true)
        }
        guard let text = value?.string else { return (value, [], value == nil) }
        let opened = try await secrets.opening { $0.open(text, for: .userIndex, at: key) }
        let entries = opened.flatMap { try? JSONValue(parsing: $0).array }?.compactMap(Entry.init) ?? []
        return (value, entries, text.hasPrefix(try await secrets.keys().newest.id + "."))
    }

    private func write(_ key: String, _ entries: [Entry], over old: JSONValue?) async throws -> Bool {
        do {
            guard !entries.isEmpty else {
                if let old { try await store.delete(key, ifValueEquals: old) }
                return true
            }
            let plaintext = try JSONCoding.encode(JSONValue.array(entries.map(\.value)))
            let text = try await secrets.keys().seal(plaintext, for: .userIndex, at: key, random: random)
            try await store.put(key, .string(text), ifNotExists: old == nil, ifValueEquals: old)
            return true
        } catch let error as KVStoreError {
            guard error.code == .conditionalCheckFailed else { throw ApiError.unavailable(cause: error) }
            return false
        }
    }

    private func key(_ sub: String) -> String {
        "user:" + Base64URL.encode(SHA256.hash(Array("\(KeyPurpose.userIndex.rawValue)\0\(fullID)\0\(sub)".utf8)))
    }
}

extension UserIndex.Entry {
    fileprivate init?(_ value: JSONValue) {
        guard let row = value["row"]?.string, let created = value["created"]?.int, let label = value["label"]?.string
        else { return nil }
        self.init(row: row, created: Timestamp(milliseconds: Int64(created)), label: label)
    }

    fileprivate var value: JSONValue {
        .object([
            "row": .string(row), "created": .number(JSONNumber(created.milliseconds)), "label": .string(label),
        ])
    }
}

/// What is inside is sealed for a reason.
extension UserIndex.Entry: Withheld {}
