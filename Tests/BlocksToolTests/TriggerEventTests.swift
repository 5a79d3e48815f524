// SPDX-License-Identifier: Apache-2.0

import App
import BlocksCore
import Foundation
import Logging
import Testing

@testable import BlocksTool

/// Events of user pools in the runner: the reply is shown as it is.
struct TriggerEventTests {
    private static func event(_ source: String, user: String = "ann") -> String {
        #"""
        {"triggerSource":"\#(source)","userPoolId":"p","userName":"\#(user)","request":{"userAttributes":{}},"response":{}}
        """#
    }

    private func run(_ files: [String: String]) async throws -> [EventOutcome] {
        let folder = try ScratchFolder(files)
        let data = try ScratchFolder()
        let app = try LocalApp(
            dataDirectory: data.path, environment: [:], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in
            { app in
                app.onTrigger(.preSignUp) { event in
                    guard event.userName != "mallory" else { throw ApiError("Not you", status: 403) }
                    var response = event.response
                    response.autoConfirmUser = true
                    return response
                }
            }
        }
        var runner = EventRunner(app: app, checksExpectations: true)
        var outcomes: [EventOutcome] = []
        for file in try EventFile.select([folder.path]) { outcomes.append(try await runner.run(file)) }
        return outcomes
    }

    @Test func `a trigger's reply is compared as a body`() async throws {
        let outcomes = try await run([
            "a.json": Self.event("PreSignUp_SignUp"),
            "a.expected.json": #"{"status":200,"body":{"userName":"ann","response":{"autoConfirmUser":true}}}"#,
        ])
        #expect(outcomes.map(\.mismatches) == [[]])
        #expect(outcomes.first?.file.requestLine == "PreSignUp_SignUp")
    }

    @Test func `a refusal is what Lambda would tell Cognito`() async throws {
        let outcomes = try await run([
            "a.json": Self.event("PreSignUp_SignUp", user: "mallory"),
            "a.expected.json":
                #"{"status":500,"body":{"errorType":"Function.TriggerRefused","errorMessage":"Not you"}}"#,
        ])
        #expect(outcomes.map(\.mismatches) == [[]])
    }

    @Test func `a trigger that the app does not handle stops the run and is named`() async throws {
        let error = await #expect(throws: ToolError.self) {
            try await run(["a.json": Self.event("CustomMessage_SignUp")])
        }
        #expect(error?.description.contains("CustomMessage_SignUp") == true)
    }

    @Test(arguments: [
        #"{}"#, #"{"email":"ann@example.com"}"#, #"{"email":"ann@example.com","email_verified":"false"}"#,
    ])
    func `the example sends no code to nobody, nor to an address that was not verified`(_ attributes: String)
        async throws
    {
        let data = try ScratchFolder()
        let app = try LocalApp(
            DemoApp.self, dataDirectory: data.path, environment: ["DEMO_CUSTOM_AUTH": "1"],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        func create(_ attributes: String) async throws -> JSONValue {
            let event = #"""
                {"triggerSource":"CreateAuthChallenge_Authentication","userPoolId":"p","userName":"ann","response":{},
                "request":{"userAttributes":\#(attributes),"challengeName":"CUSTOM_CHALLENGE","session":[]}}
                """#
            return try JSONValue(parsing: try await app.reply(to: Array(event.utf8)))["response"] ?? .null
        }
        let nobody = try await create(attributes)
        #expect(app.newestCode(for: "ann") == nil)
        let somebody = try await create(#"{"email":"ann@example.com","email_verified":"true"}"#)
        #expect(app.newestCode(for: "ann") == somebody["privateChallengeParameters"]?["code"]?.string)
        #expect(app.newestCode(for: "ann")?.count == 8)
        #expect(nobody["publicChallengeParameters"] == somebody["publicChallengeParameters"])
    }
}
