// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A failure with the data folder of local development; two errors are equal when their codes are.
public struct LocalDataError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as far as a caller may act on it.
    public struct Code: Sendable, Hashable {
        private enum Name { case fileSystem, folderInUse, unusableName }
        private let name: Name

        /// The operating system refused to read, write or create something.
        public static let fileSystem = Code(name: .fileSystem)
        /// Another process, or another platform of this one, works on the folder.
        public static let folderInUse = Code(name: .folderInUse)
        /// A name that cannot be the name of a folder.
        public static let unusableName = Code(name: .unusableName)
    }

    /// What went wrong.
    public let code: Code
    /// What went wrong and with which path, for the developer.
    public let message: String

    /// Compares the codes only.
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }

    /// The message; it holds paths but nothing that is stored.
    public var description: String { message }

    /// The error for a failed system call, read from `errno`.
    static func system(_ action: String, _ path: String) -> LocalDataError {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return LocalDataError(code: .fileSystem, message: "Cannot \(action) \(path): \(reason)")
    }
}
