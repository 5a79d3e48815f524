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
            DemoApp.self, dataDirectory: data, environment: try FlowEnvironment.beside(files),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var runner = EventRunner(app: app, checksExpectations: true)
        var outcomes: [EventOutcome] = []
        for file in files.prefix(first) { outcomes.append(try await runner.run(file)) }
        return outcomes
    }

    @Test(arguments: [
        ("flow-v1", 21), ("flow-v2", 21), ("function-url", 5), ("refusals", 21), ("triggers", 8), ("sources", 21),
        ("sessions", 13),
    ])
    func `every event is answered as expected`(folder: String, count: Int) async throws {
        let scratch = try ScratchFolder()
        let outcomes = try await run(folder, data: scratch.path)
        #expect(outcomes.count == count)
        try Self.expectAllHold(outcomes)
    }

    private static func expectAllHold(_ outcomes: [EventOutcome]) throws {
        for outcome in outcomes {
            let differences = try #require(outcome.mismatches, "\(outcome.file.path) has no expectation")
            #expect(differences == [], "\(outcome.file.path)")
        }
    }

    /// Which folder of `events/flows` shows which of Cognito's challenges.
    static let flows = [
        ("totp", "MFA_SETUP, SOFTWARE_TOKEN_MFA"), ("sms-mfa", "SMS_MFA"), ("email-mfa", "EMAIL_OTP, second"),
        ("select-mfa", "SELECT_MFA_TYPE"), ("mfa-setup", "MFA_SETUP with a choice"),
        ("new-password", "NEW_PASSWORD_REQUIRED"), ("password", "SELECT_CHALLENGE, PASSWORD"),
        ("email-otp", "EMAIL_OTP, first"), ("sms-otp", "SMS_OTP"),
        ("custom-auth", "CUSTOM_CHALLENGE"), ("passkey", "WEB_AUTHN"), ("srp", "PASSWORD_VERIFIER, silent"),
        ("password-srp", "PASSWORD_SRP, PASSWORD_VERIFIER, silent"),
        ("device", "DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER"),
    ]

    @Test(arguments: flows)
    func `each challenge has a flow that ends signed in`(folder: String, challenge: String) async throws {
        let scratch = try ScratchFolder()
        let outcomes = try await run("flows/\(folder)", data: scratch.path)
        try Self.expectAllHold(outcomes)
        let states = outcomes.map { $0.reply.json?["result"]?["state"]?.string }
        #expect(states.contains("confirmingSignIn") || challenge.contains("silent"))
        #expect(states.contains("signedIn"))
    }

    @Test func `every folder of flows is among the tests`() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Self.events.appendingPathComponent("flows").path)
        #expect(Set(folders) == Set(Self.flows.map(\.0)))
    }

    @Test func `folders whose applications differ can't run together`() throws {
        let flows = Self.events.appendingPathComponent("flows").path
        let files = try EventFile.select(["\(flows)/totp", "\(flows)/sms-mfa"])
        #expect(throws: ToolError(.usage, "")) { try FlowEnvironment.beside(files) }
        // A variable that one of them lacks is a difference too.
        let plain = Self.events.appendingPathComponent("flow-v2").path
        let mixed = try EventFile.select(["\(flows)/totp", plain])
        #expect(throws: ToolError(.usage, "")) { try FlowEnvironment.beside(mixed) }
        #expect(try FlowEnvironment.beside(try EventFile.select(["\(flows)/totp"]))["DEMO_MFA_TYPES"] == "TOTP")
        #expect(try FlowEnvironment.beside([]) == [:])
    }

    @Test(arguments: ["[]", "7", "{", #"{"A": 1}"#])
    func `an environment that is no object of texts is refused`(text: String) throws {
        let scratch = try ScratchFolder()
        try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.path + "/environment.json"))
        try Data("{}".utf8).write(to: URL(fileURLWithPath: scratch.path + "/1.json"))
        let files = try EventFile.select([scratch.path])
        #expect(files.count == 1)
        #expect(throws: ToolError(.event, "")) { try FlowEnvironment.beside(files) }
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
