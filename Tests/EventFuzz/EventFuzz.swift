// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Feeds damaged events of every shape to the handler that serves the function, and watches over it.
///
/// `event-fuzz [--runs N] [--seed N] [--from RUN]`: the input of a run depends on seed and number alone, so what is printed after a
/// crash reproduces it. `--show` prints the input of the run `--from` instead.
@main struct EventFuzz {
    static func main() async throws {
        let options = Options(CommandLine.arguments.dropFirst())
        guard let options else {
            print("usage: event-fuzz [--runs N] [--seed N] [--from RUN] [--show]")
            exit(64)
        }
        if options.isShow {
            FileHandle.standardOutput.write(Data(EventMutator().input(seed: options.seed, run: options.from) + [0x0A]))
        } else if let state = options.state {
            try await FuzzWorker(options, state: RunNumber(file: state)).work()
        } else {
            exit(try supervise(options))
        }
    }

    /// Does the work in a process of its own and says, when it dies, in which run.
    private static func supervise(_ options: Options) throws -> Int32 {
        let state = FileManager.default.temporaryDirectory.appendingPathComponent("event-fuzz-\(getpid())").path
        let number = try RunNumber(file: state)
        defer { unlink(state) }
        let worker = Process()
        worker.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        worker.arguments = options.arguments + ["--state", state]
        try worker.run()
        worker.waitUntilExit()
        guard worker.terminationReason == .uncaughtSignal || worker.terminationStatus != 0 else { return 0 }
        let end = worker.terminationReason == .uncaughtSignal ? "signal" : "status"
        print("run \(number.value) ended with \(end) \(worker.terminationStatus); it is")
        print("    event-fuzz --seed \(options.seed) --from \(number.value) --runs 1")
        print("and its input what --show adds to that")
        return 1
    }
}

/// What the command line says.
struct Options {
    var runs: UInt64 = 100_000
    var seed: UInt64 = 1
    var from: UInt64 = 0
    var isShow = false
    /// Where a worker notes the number of its run; `nil` for the process that watches it.
    var state: String?
    /// A run in which to crash, which proves that a crash is seen.
    var crash: UInt64?

    init?(_ words: some Sequence<String>) {
        var words = words.makeIterator()
        while let word = words.next() {
            if word == "--show" {
                isShow = true
                continue
            }
            guard let value = words.next() else { return nil }
            if word == "--state" {
                state = value
                continue
            }
            guard let number = UInt64(value) else { return nil }
            switch word {
            case "--runs": runs = number
            case "--seed": seed = number
            case "--from": from = number
            case "--crash": crash = number
            default: return nil
            }
        }
    }

    /// The same for a worker.
    var arguments: [String] {
        ["--runs", "\(runs)", "--seed", "\(seed)", "--from", "\(from)"] + (crash.map { ["--crash", "\($0)"] } ?? [])
    }
}
