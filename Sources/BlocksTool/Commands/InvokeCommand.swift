// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BlocksCore
import Foundation

/// `blocks invoke`: recorded events through the handler, one after the other.
struct InvokeCommand<App: BlocksApp>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "invoke",
            abstract: "Run event files through the handler and print each answer.",
            discussion: """
                An event is what AWS hands to the function. Served are requests of REST APIs (1.0), HTTP APIs (1.0, 2.0), \
                function URLs and load balancers; WebSocket connections and messages; triggers of Cognito user pools; records \
                of SQS, Kinesis, DynamoDB and SNS; events of EventBridge and schedules; direct invocations. Anything else is \
                refused by name. The answer to a request is shown as its client gets it, any other reply as it is. The events \
                of one command share a cookie jar, as requests of one browser would. A folder stands for its *.json in order \
                of name.

                In an event, ${code:alice} is the newest code sent to alice, ${cookie:NAME} a cookie of the jar and \
                ${body:result.id} a member of the answer before; ${captured:NAME} is what an expectation captured and \
                ${totp:NAME} the code of an authenticator app with that secret. An event that carries cookies of its own gets \
                none from the jar. A folder's environment.json holds variables that the application is started with.

                With --expect each answer is compared with NAME.expected.json beside NAME.json; placeholders there are \
                "<any>", "<string>", "<number>", "<boolean>", "<uuid>", "<time>" and "<absent>". Exit status 0 says that all \
                expectations held, 1 that one did not. events/README.md describes both formats.

                Data goes to a temporary folder that is removed at the end, unless --data names one to keep.

                Examples:
                  blocks invoke events/flow-v2 --expect
                  blocks invoke events/flows/totp/* --expect
                  blocks invoke events/flow-v1/0[1-7]-*.json
                  blocks invoke --data .bb-data events/flow-v2/20-sign-in.json
                  blocks events generate http-api --path /health | blocks invoke -
                """)
    }

    @Argument(help: "Event files, or folders of them; '-' is standard input.", completion: .file(extensions: ["json"]))
    var files: [String]

    @Flag(help: "Compare each answer with its .expected.json.")
    var expect = false

    @Option(help: "Folder for users, sessions and stores, kept afterwards.", completion: .directory)
    var data: String?

    func run() async throws {
        let events = try EventFile.select(files)
        if expect, events.allSatisfy({ $0.expectationPath == nil }) {
            throw ToolError(.usage, "None of these events has an expectation (NAME.expected.json beside NAME.json).")
        }
        let environment = ProcessInfo.processInfo.environment.merging(try FlowEnvironment.beside(events)) { $1 }
        let console = Console(environment: environment)
        let folder = try DataFolder(data)
        defer { folder.removeIfTemporary() }
        let app = try LocalApp(
            App.self, dataDirectory: folder.path, environment: environment, logger: console.logger(label: "invoke")
        ) { code in
            console.note(code.announcement)
        }
        var runner = EventRunner(app: app, checksExpectations: expect)
        var transcript = Transcript(console: console)
        for event in events { transcript.add(try await runner.run(event)) }
        transcript.finish(checked: expect)
        if transcript.failures > 0 { throw ExitCode.failure }
    }
}
