// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where a run keeps its data: a folder that was named, or a temporary one.
struct DataFolder {
    let path: String
    private let isTemporary: Bool

    /// `path`, or a new temporary folder when it is `nil`.
    init(_ path: String?) throws {
        if let path {
            self.path = path
            isTemporary = false
        } else {
            self.path =
                FileManager.default.temporaryDirectory.appendingPathComponent("blocks-\(UUID().uuidString)").path
            isTemporary = true
            try FileManager.default.createDirectory(
                atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }

    /// Deletes a temporary folder; one that was named stays.
    func removeIfTemporary() {
        if isTemporary { try? FileManager.default.removeItem(atPath: path) }
    }
}
