// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Keeps the log lines that tests capture in a file too, where `BLOCKS_TEST_LOGS` names a folder for it.
///
/// `Tests/run.sh secrets` searches them for what tests use as passwords, tokens and keys.
public enum LogArchive {
    private static let file = Mutex<FileHandle?>(opened())

    /// Adds a line, or several.
    public static func keep(_ text: String) {
        file.withLock { $0?.write(Data(text.utf8)) }
    }

    private static func opened() -> FileHandle? {
        guard let folder = ProcessInfo.processInfo.environment["BLOCKS_TEST_LOGS"], !folder.isEmpty else { return nil }
        let path = folder + "/captured-lines.log"
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let file = FileHandle(forWritingAtPath: path)
        _ = try? file?.seekToEnd()
        return file
    }
}
