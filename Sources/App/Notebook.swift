// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// One note.
struct Note: Codable, Sendable {
    /// Unique among the notes of its owner, and never used again.
    let id: Int
    let text: String
}

/// The notes of one owner, as they are stored; small enough for one item of any store.
struct Notebook: Codable, Sendable {
    /// The most notes that an owner may have.
    static let maximumNotes = 100
    /// The longest note, in bytes of UTF-8.
    static let maximumBytes = 1000

    private(set) var notes: [Note] = []
    private var lastID = 0

    /// Adds a note with the next id.
    mutating func add(_ text: String) throws(ApiError) -> Note {
        guard (1...Self.maximumBytes).contains(text.utf8.count) else {
            throw ApiError("A note has 1 to \(Self.maximumBytes) bytes.", status: 400, name: "InvalidNoteException")
        }
        guard notes.count < Self.maximumNotes else {
            throw ApiError("There is room for \(Self.maximumNotes) notes.", status: 409, name: "TooManyNotesException")
        }
        lastID &+= 1
        let note = Note(id: lastID, text: text)
        notes.append(note)
        return note
    }

    /// Removes the note of that id.
    mutating func remove(_ id: Int) throws(ApiError) {
        guard let index = notes.firstIndex(where: { $0.id == id }) else {
            throw ApiError("There is no such note.", status: 404, name: "NoteNotFoundException")
        }
        notes.remove(at: index)
    }
}
