// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import Glibc
import TestSupport

/// A `runtime-probe` process: the runtime as Lambda starts it.
struct Probe {
    /// Beside the test executable, where the build puts both.
    private static let executable: String? = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return [own, CommandLine.arguments.first ?? ""]
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("runtime-probe").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    enum Failure: Error { case noExecutable, spawn(Int32) }

    let process: pid_t
    private let output: URL

    /// Starts it with this environment and nothing else in it.
    init(_ environment: [String: String], arguments: [String] = []) throws {
        guard let executable = Self.executable else { throw Failure.noExecutable }
        output = FileManager.default.temporaryDirectory.appendingPathComponent("probe-\(UUID().uuidString)")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.path, flags, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // The threads that tests run on block signals, which a new process would inherit.
        var (attributes, none) = (posix_spawnattr_t(), sigset_t())
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words: [String] = [executable] + arguments
        var argv = words.map { (word: String) in strdup(word) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argv + variables).forEach { free($0) } }
        var child = pid_t()
        let status = posix_spawn(&child, executable, &actions, &attributes, &argv, &variables)
        guard status == 0 else { throw Failure.spawn(status) }
        process = child
    }

    /// Starts it against a Runtime API.
    init(_ api: ScriptedRuntimeAPI, _ environment: [String: String] = [:]) throws {
        try self.init(environment.merging(["AWS_LAMBDA_RUNTIME_API": api.address]) { $1 })
    }

    /// How a process ended, and all that it said.
    struct End {
        /// `nil` when a signal ended it.
        let exitCode: Int32?
        /// `nil` when it exited.
        let signal: Int32?
        let text: String
        let ended = ContinuousClock.now

        /// The lines that are JSON objects.
        var objects: [JSONValue] {
            text.split(separator: "\n").filter { $0.first == "{" }.compactMap {
                try? JSONValue(parsing: Array($0.utf8))
            }
        }
    }

    /// Waits for its end.
    func wait() throws -> End {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        defer { try? FileManager.default.removeItem(at: output) }
        let signal = status & 0x7F
        return End(
            exitCode: signal == 0 ? status >> 8 & 0xFF : nil, signal: signal == 0 ? nil : signal,
            text: String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    /// What it says without a Runtime API of its own: one event after the other, then the end of the service.
    static func serving(
        _ events: [[UInt8]], _ environment: [String: String] = [:], fields: String = ""
    ) throws -> (api: ScriptedRuntimeAPI, end: End) {
        let api = try ScriptedRuntimeAPI { request in
            guard request.call == "next" else { return .accepted }
            let number = request.index / 2
            return number < events.count ? .event("id-\(number)", events[number], fields: fields) : .status(500)
        }
        defer { api.stop() }
        return (api, try Probe(api, environment).wait())
    }
}
