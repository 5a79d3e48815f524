// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A temporary folder with some files, removed with the last reference to it.
final class ScratchFolder: Sendable {
    let path: String

    /// Makes the folder; keys are paths below it, values the files' text.
    init(_ files: [String: String] = [:]) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("blocks-test-\(UUID().uuidString)")
        path = url.path
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in files {
            let file = url.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    /// The location of a file below the folder.
    func file(_ name: String) -> URL { URL(fileURLWithPath: path).appendingPathComponent(name) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
