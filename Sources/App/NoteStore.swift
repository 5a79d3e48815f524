// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksStore

/// Everyone's notes, one item for each owner.
///
/// The owner is the key, so there is no way to name someone else's note. Two requests of one owner at the same time can't lose
/// a note: each write holds only if the item is still the one that was read, and is otherwise tried anew.
struct NoteStore {
    private static let attempts = 5

    private let store: KVStore<Notebook>

    init(_ scope: Scope, _ id: String) throws {
        store = try KVStore(scope, id)
    }

    /// The notes of `owner`, oldest first.
    func all(of owner: String) async throws -> [Note] {
        try await notebook(of: owner)?.notes ?? []
    }

    /// Adds a note; throws an `ApiError` when it is empty or too long, or there are too many.
    func add(_ text: String, for owner: String) async throws -> Note {
        try await change(owner) { try $0.add(text) }
    }

    /// Deletes the note `id`; throws an `ApiError` when `owner` has none of that id.
    func delete(_ id: Int, of owner: String) async throws {
        try await change(owner) { try $0.remove(id) }
    }

    private func change<Result>(_ owner: String, _ change: (inout Notebook) throws -> Result) async throws -> Result {
        for _ in 0..<Self.attempts {
            let before = try await notebook(of: owner)
            var after = before ?? Notebook()
            let result = try change(&after)
            do {
                try await store.put(owner, after, ifNotExists: before == nil, ifValueEquals: before)
                return result
            } catch {
                guard error.code == .conditionalCheckFailed else { throw Self.told(error) }
            }
        }
        throw ApiError(
            "The notes are being changed elsewhere. Try again.", status: 409, name: "NotesBusyException",
            retriable: true)
    }

    private func notebook(of owner: String) async throws -> Notebook? {
        do { return try await store.get(owner) } catch { throw Self.told(error) }
    }

    /// A store that is away for a while is something to tell a client; every other error is for the log alone.
    private static func told(_ error: KVStoreError) -> any Error {
        guard error.isRetriable else { return error }
        return ApiError(
            "The notes can't be reached. Try again.", status: 503, name: "ServiceUnavailableException",
            retriable: true, cause: error)
    }
}
