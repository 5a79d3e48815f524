// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import TestSupport

/// A running `blocks serve` on a free port.
final class ServedProcess {
    /// The built tool; `nil` when only the tests were built.
    static let executable: URL? = {
        var folder = Bundle.main.executableURL?.deletingLastPathComponent()
        for _ in 0..<4 {
            guard let here = folder else { return nil }
            let tool = here.appendingPathComponent("blocks")
            var isDirectory: ObjCBool = false
            if FileManager.default.fileExists(atPath: tool.path, isDirectory: &isDirectory), !isDirectory.boolValue {
                return tool
            }
            folder = here.deletingLastPathComponent()
        }
        return nil
    }()

    let port: Int
    private let process: Process
    private let data: ScratchFolder

    /// Starts the server and returns when it listens.
    init(data: ScratchFolder? = nil) async throws {
        let data = try data ?? ScratchFolder()
        let process = try Self.make(["serve", "--port", "0", "--data", data.path])
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        var found: Int?
        var told = ""
        while found == nil {
            let chunk = errors.fileHandleForReading.availableData
            if chunk.isEmpty { break }
            told += String(decoding: chunk, as: UTF8.self)
            found = told.firstMatch(of: /Serving +http:\/\/localhost:(\d+)\//).flatMap { Int($0.1) }
        }
        guard let found else { throw StartError(output: told) }
        LogArchive.keep(told)
        errors.fileHandleForReading.readabilityHandler = {
            LogArchive.keep(String(decoding: $0.availableData, as: UTF8.self))
        }
        self.process = process
        self.data = data
        port = found
    }

    /// Asks the server to stop, waits for it and returns its exit status.
    @discardableResult func stop() -> Int32 {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }

    /// The newest code, from the file that local mode documents.
    func newestCode() throws -> String? {
        let file = URL(fileURLWithPath: data.path).appendingPathComponent("my-app-auth/last-code.json")
        return try JSONValue(parsing: [UInt8](Data(contentsOf: file)))["code"]?.string
    }

    /// Runs the tool to its end, with `input` as standard input.
    static func run(
        _ arguments: [String], input: String = ""
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = try make(arguments)
        let folder = try ScratchFolder(["input": input, "output": "", "errors": ""])
        process.standardInput = try FileHandle(forReadingFrom: folder.file("input"))
        func handle(_ name: String) throws -> FileHandle { try FileHandle(forWritingTo: folder.file(name)) }
        process.standardOutput = try handle("output")
        process.standardError = try handle("errors")
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: folder.file(name)), as: UTF8.self)
        }
        return (process.terminationStatus, try text("output"), try text("errors"))
    }

    private static func make(_ arguments: [String]) throws -> Process {
        guard let executable else { throw StartError(output: "no executable") }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// The server did not come up.
    struct StartError: Error {
        let output: String
    }
}
