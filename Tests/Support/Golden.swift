// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Testing

/// A file of expected lines in the test tree.
///
/// With the environment variable `BLOCKS_UPDATE_GOLDEN=1` it is written anew, and the test fails all the same: what changed is to be
/// looked at and committed, never taken silently.
public struct Golden {
    private let file: URL

    /// The file at `path` beside the source file that asks.
    public init(_ path: String, beside source: String = #filePath) {
        file = URL(fileURLWithPath: source).deletingLastPathComponent().appendingPathComponent(path)
    }

    /// Records an issue for every line that differs from the file's.
    public func check(_ lines: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        if ProcessInfo.processInfo.environment["BLOCKS_UPDATE_GOLDEN"] == "1" {
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            Issue.record("\(file.lastPathComponent) is written anew: look at its diff", sourceLocation: sourceLocation)
            return
        }
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let expected = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        for change in lines.difference(from: expected) {
            switch change {
            case .insert(let offset, let line, _):
                Issue.record("line \(offset + 1) is new: \(line)", sourceLocation: sourceLocation)
            case .remove(let offset, let line, _):
                Issue.record("line \(offset + 1) is gone: \(line)", sourceLocation: sourceLocation)
            }
        }
    }
}
