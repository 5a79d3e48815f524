// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc

/// A small file that is read whole and replaced whole, so that no reader and no crash ever meets a half-written one.
///
/// A write goes to a temporary file beside it, is flushed to the disk, takes the name by `rename(2)`, and the folder is flushed
/// so that the name survives too. When `write` returns, the content does not get lost any more. Files get mode 0600.
struct AtomicFile: Sendable {
    let path: String

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The content; `nil` when there is no such file.
    func read() throws(LocalDataError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .system("open", path)
        }
        defer { close(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count == 0 { return content }
            if count > 0 {
                content.append(contentsOf: chunk.prefix(count))
            } else if errno != EINTR {
                throw .system("read", path)
            }
        }
    }

    /// Replaces the content; on failure the earlier one stays, unless only the folder could not be flushed: then the new one is there.
    ///
    /// Unless `flushed`, a loss of power (not of the process) may bring the earlier content back.
    func write(_ content: [UInt8], flushed: Bool = true) throws(LocalDataError) {
        // One fixed name: the folder lock lets a single process write, and a file left by a killed one is simply reused.
        let temporary = path + ".tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system("create", temporary) }
        do throws(LocalDataError) {
            defer { close(file) }
            guard fchmod(file, 0o600) == 0 else { throw .system("protect", temporary) }
            try Self.writeAll(content, to: file, path: temporary)
            guard !flushed || fsync(file) == 0 else { throw .system("flush", temporary) }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw .system("replace", path) }
        if flushed { try flushFolder() }
    }

    /// Renames the file so that a new one can take its place; returns where it is now.
    func moveAside(at instant: Timestamp) throws(LocalDataError) -> String {
        let stamp = String(instant.iso8601.map { $0 == ":" || $0 == "." ? "-" : $0 })
        let target = "\(path).corrupt-\(stamp)"
        guard rename(path, target) == 0 else { throw .system("move aside", path) }
        try flushFolder()
        return target
    }

    /// Appends to the file without flushing; for logs whose last line a crash may cut.
    func append(_ line: [UInt8]) throws(LocalDataError) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system("open", path) }
        defer { close(file) }
        try Self.writeAll(line, to: file, path: path)
    }

    private func flushFolder() throws(LocalDataError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("flush", folder) }
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32, path: String) throws(LocalDataError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw .system("write", path)
            }
        }
    }
}
