// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A short run of `event-fuzz`; `swift run -c release event-fuzz --runs 1000000` is the long one.
@Suite struct EventFuzzTests {
    @Test(arguments: [1, 2])
    func `thousands of damaged events are answered or refused`(_ seed: Int) throws {
        let (status, output) = try run(["--runs", "4000", "--seed", "\(seed)"])
        #expect(status == 0, "\(output)")
        for outcome in [
            "answered with 2xx", "answered with 4xx", "answered a trigger", "handled records or an event",
            "answered a connection",
            "streamed, answered with 2xx", "Runtime.MalformedEvent",
            "Runtime.UnsupportedEvent",
        ] {
            #expect(output.contains(" × \(outcome)"), "\(output)")
        }
    }

    @Test func `a crash is told with the run that reproduces it`() throws {
        let (status, output) = try run(["--runs", "100", "--seed", "7", "--crash", "42"])
        #expect(status == 1)
        #expect(
            output.contains("run 42 ended with signal") && output.contains("event-fuzz --seed 7 --from 42 --runs 1"))
    }

    @Test func `a run has the same input each time`() throws {
        let inputs = try (0..<2).map { _ in try run(["--seed", "3", "--from", "1234", "--show"]).output }
        #expect(inputs[0] == inputs[1] && inputs[0].count > 1)
        #expect(try run(["--seed", "3", "--from", "1235", "--show"]).output != inputs[0])
    }

    @Test(arguments: [["--runs"], ["--runs", "many"], ["--what", "1"], ["nonsense"]])
    func `what it doesn't understand is told`(_ arguments: [String]) throws {
        let (status, output) = try run(arguments)
        #expect(status == 64 && output.contains("usage"))
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let executable: URL = try #require(Self.executable)
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Beside the test executable, where the build puts both.
    private static let executable: URL? = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return [own, CommandLine.arguments.first ?? ""]
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("event-fuzz") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()
}
