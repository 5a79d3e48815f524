// SPDX-License-Identifier: Apache-2.0

/// Columns of text, each as wide as its widest cell.
struct Table {
    private let head: [String]
    private var rows: [[String]] = []

    init(_ head: [String]) {
        self.head = head
    }

    /// Adds a row of as many cells as there are columns.
    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The table, head first, without a final line break.
    func text(style: Style) -> String {
        var widths = head.map(\.count)
        for row in rows { widths = zip(widths, row).map { max($0, $1.count) } }
        func line(_ cells: [String]) -> String {
            var text = ""
            for (cell, width) in zip(cells, widths) {
                text += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while text.last == " " { text.removeLast() }
            return text
        }
        return ([style.strong(line(head))] + rows.map(line)).joined(separator: "\n")
    }
}
