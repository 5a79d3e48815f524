// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The folder that holds everything local development stores, `.bb-data` by default, and its one-level subfolders.
struct DataFolder: Sendable {
    let path: String

    /// Opens the folder, creating it readable by its owner only (0700).
    init(_ path: String) throws(LocalDataError) {
        self.path = path.isEmpty ? "." : path
        try Self.create(self.path)
    }

    /// A file directly in the folder.
    func file(_ name: String) throws(LocalDataError) -> AtomicFile {
        AtomicFile(path: "\(path)/\(try Self.checked(name))")
    }

    /// The folder of one block, created when it is missing.
    func folder(_ name: String) throws(LocalDataError) -> DataFolder {
        try DataFolder("\(path)/\(try Self.checked(name))")
    }

    /// Names come from declarations, never from requests; still none may lead out of the folder.
    private static func checked(_ name: String) throws(LocalDataError) -> String {
        guard !name.isEmpty, !name.hasPrefix("."), !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0),
            name.utf8.count <= 255
        else {
            throw LocalDataError(code: .unusableName, message: "Not usable as the name of a file or folder: '\(name)'")
        }
        return name
    }

    /// Creates missing folders along the path; existing ones keep their mode.
    private static func create(_ path: String) throws(LocalDataError) {
        if mkdir(path, 0o700) == 0 { return }
        switch errno {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw .system("use as a folder", path)
            }
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw .system("create", path) }
            try create(String(path[..<slash]))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .system("create", path) }
        default:
            throw .system("create", path)
        }
    }
}
