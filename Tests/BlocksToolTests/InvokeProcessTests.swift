// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import BlocksTool

/// The built `blocks invoke` as a process: what it prints and the status it ends with.
@Suite(
    .enabled(
        if: ServedProcess.executable != nil, "there is no built blocks beside the tests: swift build --product blocks"))
struct InvokeProcessTests {
    private static let health =
        #"{"version":"2.0","rawPath":"/health","requestContext":{"http":{"method":"GET","path":"/health"}}}"#

    private func invoke(_ files: [String: String], _ arguments: String...) throws -> (
        status: Int32, output: String, errors: String
    ) {
        let folder = try ScratchFolder(files)
        return try ServedProcess.run(["invoke", folder.path] + arguments)
    }

    @Test func `the recorded flow ends with status 0 and says that all was as expected`() throws {
        let flow = EventsEndToEndTests.events.appendingPathComponent("flow-v2").path
        let run = try ServedProcess.run(["invoke", flow, "--expect"])
        #expect(run.status == 0)
        #expect(run.output.contains("21 events, 21 as expected, 0 not"))
        #expect(run.errors.contains("sign-up code for alice: "))
        #expect(!run.output.contains("\u{1B}"), "no colours where the output is no terminal")
        #expect(!run.output.contains(try Regex("auth_my-app-auth=[A-Za-z0-9_.-]{9}")), "no cookie that could be used")
    }

    @Test func `an answer that differs ends with status 1 and says where`() throws {
        let run = try invoke(["a.json": Self.health, "a.expected.json": #"{"status":201,"body":"ok"}"#], "--expect")
        #expect(run.status == 1)
        #expect(run.output.contains("✗ status: expected 201, found 200"))
    }

    @Test func `without --expect nothing is compared`() throws {
        let run = try invoke(["a.json": Self.health, "a.expected.json": #"{"status":201}"#])
        #expect(run.status == 0)
        #expect(run.output.contains("GET /health"))
    }

    @Test(arguments: [
        (["a.json": "{}", "a.expected.json": "{}"], "a.json: "),
        (["a.json": #"{"Records":[{"eventSource":"aws:sqs"}]}"#, "a.expected.json": "{}"], "a.json: "),
        (["a.json": Self.health, "a.expected.json": #"{"state":"x"}"#], "'state' is none of"),
        (["a.txt": ""], "holds no event"),
    ])
    func `what can't be run ends with status 1 and says what to do`(files: [String: String], reason: String) throws {
        let run = try invoke(files, "--expect")
        #expect(run.status == 1)
        #expect(run.errors.contains(reason))
    }

    @Test(arguments: ["rest-api", "http-api", "function-url", "alb", "alb-multi-value"])
    func `a generated call on standard input is answered`(_ shape: String) throws {
        let event = try ServedProcess.run(["events", "generate", shape, "--call", "api.greet", "--params", #"["Zoë"]"#])
        #expect(event.status == 0)
        let run = try ServedProcess.run(["invoke", "-"], input: event.output)
        #expect(run.status == 0)
        #expect(run.output.contains(#""message": "Hello, Zoë!""#))
    }

    @Test(arguments: ["", "{", "[]", "7"])
    func `standard input that is no event ends with status 1 and says so`(_ input: String) throws {
        let run = try ServedProcess.run(["invoke", "-"], input: input)
        #expect(run.status == 1)
        #expect(run.errors.contains("-: "))
    }
}
