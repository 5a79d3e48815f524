// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import App

struct NotebookTests {
    @Test(arguments: ["", String(repeating: "a", count: 1001), String(repeating: "é", count: 501)])
    func `a note that is empty or over 1000 bytes is refused`(text: String) {
        var notebook = Notebook()
        let error = #expect(throws: ApiError.self) { try notebook.add(text) }
        #expect(error?.name == "InvalidNoteException")
        #expect(notebook.notes.isEmpty)
    }

    @Test func `there is room for 100 notes`() throws {
        var notebook = Notebook()
        for _ in 0..<100 { _ = try notebook.add(String(repeating: "x", count: 1000)) }
        let error = #expect(throws: ApiError.self) { try notebook.add("one more") }
        #expect(error?.name == "TooManyNotesException")
        #expect(try JSONCoding.encode(notebook).count < 400_000, "all of them fit one item of DynamoDB")
    }

    @Test func `an id is never used again`() throws {
        var notebook = Notebook()
        let first = try notebook.add("first")
        try notebook.remove(first.id)
        #expect(try notebook.add("second").id != first.id)
    }

    @Test(arguments: [0, -1, 2, Int.max, Int.min])
    func `an id without a note is refused`(id: Int) throws {
        var notebook = Notebook()
        _ = try notebook.add("only")
        let error = #expect(throws: ApiError.self) { try notebook.remove(id) }
        #expect(error?.status == 404)
        #expect(notebook.notes.count == 1)
    }
}
