// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The right to write to a data folder, held for as long as the object lives.
///
/// State is kept in memory and written whole, so a second writer would undo the first one's work. The kernel drops the lock when
/// the process ends in whatever way; the file itself stays and means nothing.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of `folder`; throws `folderInUse` at once when someone else has it.
    init(_ folder: DataFolder) throws(LocalDataError) {
        let path = folder.path + "/.lock"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system("open", path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let error = errno
            close(file)
            guard error == EWOULDBLOCK else {
                errno = error
                throw .system("lock", path)
            }
            throw LocalDataError(
                code: .folderInUse,
                message: "The data folder \(folder.path) is in use by another process. "
                    + "Stop that one, or choose another folder with --data.")
        }
        descriptor = file
    }

    deinit {
        // A process that is being started holds a copy of the descriptor until it begins, and with it the lock, unless it is let go.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
