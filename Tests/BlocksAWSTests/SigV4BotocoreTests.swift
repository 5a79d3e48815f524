// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import TestSupport
import Testing

@testable import BlocksAWS

/// Whether the environment names a Python that has botocore.
private let python = ProcessInfo.processInfo.environment["BLOCKS_TEST_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }

@Suite(
    .enabled(
        if: python != nil,
        "set BLOCKS_TEST_PYTHON to a python3 with botocore (pip install botocore) to compare signatures with it"))
struct `SigV4 beside botocore` {
    /// A request as `Tests/Scripts/botocore_sign.py` reads it.
    private struct Case: Encodable {
        let id, secret: String
        let token: String?
        let service, region, date, method, host, path, query: String
        let headers: [[String]]
        let payload: Data
    }

    /// What the script answers.
    private struct Answer: Decodable {
        let canonical, text, authorization: String
    }

    @Test func `1,500 random requests are signed alike, at every stage`() throws {
        var random = RandomRequests(seed: 2026)
        let requests = (0..<1500).map { _ in random.next() }
        let answers = try Self.answers(of: requests)
        try #require(answers.count == requests.count)
        for (given, answer) in zip(requests, answers) {
            let stages = given.signer.stages(given.request, credentials: given.credentials, at: given.date)
            let canonical = stages.canonicalRequest.text.withExposed { String(decoding: $0, as: UTF8.self) }
            #expect(canonical == answer.canonical)
            #expect(String(decoding: stages.stringToSign.text, as: UTF8.self) == answer.text)
            #expect(stages.headers.last?.value == answer.authorization)
        }
    }

    private static func answers(of requests: [RandomRequests.Element]) throws -> [Answer] {
        let encoder = JSONEncoder()
        let lines = try requests.map { given in
            let request = given.request
            return try encoder.encode(
                Case(
                    id: given.credentials.accessKeyID,
                    secret: given.credentials.secretAccessKey.withExposed { $0 },
                    token: given.credentials.sessionToken?.withExposed { $0 }, service: given.signer.service,
                    region: given.signer.region, date: given.date.basicFormat, method: request.method,
                    host: request.host, path: request.path, query: request.query,
                    headers: request.headers.map { [$0.name, $0.value] }, payload: Data(request.payload)))
        }
        // Through a file: two pipes at once could fill up and wait for each other.
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("sigv4-\(UUID().uuidString).jsonl")
        try Data(lines.joined(separator: Data("\n".utf8))).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Scripts/botocore_sign.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python ?? "")
        process.arguments = [script.path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Answer.self, from: $0) }
    }
}
