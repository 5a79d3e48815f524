// SPDX-License-Identifier: Apache-2.0

import App
import BlocksCore
import Foundation
import Logging
import Testing

@testable import BlocksTool

/// Every event of `events/` through the demo application in this process, each folder on fresh data.
struct EventsEndToEndTests {
    static let events = URL(fileURLWithPath: #filePath, isDirectory: false)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
            "events")

    private func run(_ folder: String, data: String, first: Int = .max) async throws -> [EventOutcome] {
        let files = try EventFile.select([Self.events.appendingPathComponent(folder).path])
        let app = try LocalApp(
            DemoApp.self, dataDirectory: data, environment: [:],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var runner = EventRunner(app: app, checksExpectations: true)
        var outcomes: [EventOutcome] = []
        for file in files.prefix(first) { outcomes.append(try await runner.run(file)) }
        return outcomes
    }

    @Test(arguments: [("flow-v1", 21), ("flow-v2", 21), ("function-url", 5), ("refusals", 21)])
    func `every event is answered as expected`(folder: String, count: Int) async throws {
        let scratch = try ScratchFolder()
        let outcomes = try await run(folder, data: scratch.path)
        #expect(outcomes.count == count)
        for outcome in outcomes {
            let differences = try #require(outcome.mismatches, "\(outcome.file.path) has no expectation")
            #expect(differences == [], "\(outcome.file.path)")
        }
    }

    @Test func `both payload versions lead through the same steps`() throws {
        func names(_ folder: String) throws -> [String] {
            try EventFile.select([Self.events.appendingPathComponent(folder).path]).map {
                URL(fileURLWithPath: $0.path).lastPathComponent
            }
        }
        #expect(try names("flow-v1") == names("flow-v2"))
    }

    @Test func `a second run on the same data finds the user there`() async throws {
        let scratch = try ScratchFolder()
        _ = try await run("flow-v2", data: scratch.path)
        let again = try await run("flow-v2", data: scratch.path, first: 4)
        let signUp = try #require(again.last)
        #expect(signUp.file.path.hasSuffix("04-sign-up.json"))
        #expect(signUp.reply.json?["result"]?["errorName"] == "UsernameExistsException")
    }

    @Test func `no answer of a refusal shows where it came from`() async throws {
        let scratch = try ScratchFolder()
        for outcome in try await run("refusals", data: scratch.path) {
            for leak in [".swift", "Error(", "/tmp/", scratch.path, "Fatal", "nil"] {
                #expect(!outcome.reply.text.contains(leak), "\(outcome.file.path) holds '\(leak)'")
            }
        }
    }
}
