// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// A `local-writer` process that is killed, with what it said until then.
struct Writer {
    /// Beside the test executable, where the build puts both.
    private static let executable: String? = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return [own, CommandLine.arguments.first ?? ""]
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("local-writer").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Held while a process is started and while a folder is opened beside others: a process that has not begun yet holds copies of
    /// every lock of this one, which could then seem taken.
    static let starting = Mutex(())

    enum Failure: Error { case noExecutable, spawn(Int32), ended(String) }

    private let process: pid_t
    private let output: Int32
    private var text = ""

    init(folder: String, run: Int, kind: String) throws {
        guard let executable = Self.executable else { throw Failure.noExecutable }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure.spawn(errno) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        let words: [String] = [executable, folder, String(run), kind]
        var arguments = words.map { (word: String) in strdup(word) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child = pid_t()
        let status = Self.starting.withLock { _ in
            posix_spawn(&child, executable, &actions, nil, &arguments, environ)
        }
        close(ends[1])
        guard status == 0 else { throw Failure.spawn(status) }
        (process, output) = (child, ends[0])
    }

    /// Waits until the process has said `count` lines.
    mutating func wait(forLines count: Int) throws {
        while lines.count < count {
            guard readMore() else { throw Failure.ended(text) }
        }
    }

    /// Spins for a while, kills the process, and returns every whole line it has said.
    mutating func kill(after delay: Duration) -> [String] {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: delay)
        while clock.now < end {}
        Glibc.kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        while readMore() {}
        close(output)
        return lines
    }

    private var lines: [String] {
        // What follows the last newline was cut by the kill.
        Array(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    }

    private mutating func readMore() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(output, &chunk, chunk.count)
        guard count > 0 else { return false }
        text += String(decoding: chunk.prefix(count), as: UTF8.self)
        return true
    }
}
