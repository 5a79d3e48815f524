// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An independent implementation in Python that tests compare ours with: a script of `Tests/Scripts` that answers each line
/// of JSON with one.
public enum PythonPeer {
    /// The interpreter, which has what `Tests/requirements.txt` lists; `nil` when the environment names none.
    public static let interpreter = ProcessInfo.processInfo.environment["BLOCKS_TEST_PYTHON"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// What a test says that is skipped for want of the interpreter.
    public static let howToGet =
        "set BLOCKS_TEST_PYTHON to a python3 that has Tests/requirements.txt to compare with it"

    /// Runs `script` once over `cases` and returns its answers, one for each.
    ///
    /// Throws ``Failure`` when it ends with another status than 0 or answers more or fewer lines.
    public static func answers<Case: Encodable, Answer: Decodable>(
        _ script: String, _ cases: [Case], as _: Answer.Type = Answer.self
    ) throws -> [Answer] {
        let lines = try cases.map { try JSONEncoder().encode($0) }
        // Through a file: two pipes at once could fill up and wait for each other.
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).jsonl")
        try Data(lines.joined(separator: Data("\n".utf8))).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: interpreter ?? "")
        process.arguments = [
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Scripts/\(script)")
                .path
        ]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let answers = try data.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Answer.self, from: $0)
        }
        guard process.terminationStatus == 0, answers.count == cases.count else {
            throw Failure(status: process.terminationStatus, answers: answers.count)
        }
        return answers
    }

    /// A script that did not answer every case.
    public struct Failure: Error {
        /// Its exit status.
        public let status: Int32
        /// How many cases it answered.
        public let answers: Int
    }
}
