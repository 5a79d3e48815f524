// SPDX-License-Identifier: Apache-2.0

import App
import ArgumentParser
import Testing

@testable import BlocksTool

struct CommandLineTests {
    private typealias Root = RootCommand<DemoApp>

    @Test func `serve listens on loopback and port 3000 unless told otherwise`() throws {
        let plain = try #require(try Root.parseAsRoot(["serve"]) as? ServeCommand<DemoApp>)
        #expect((plain.host, plain.port, plain.data) == ("127.0.0.1", 3000, ".bb-data"))
        let told = try #require(
            try Root.parseAsRoot(["serve", "--port", "8080", "--data", "d", "--open"]) as? ServeCommand<DemoApp>)
        #expect((told.port, told.data, told.open) == (8080, "d", true))
    }

    @Test func `invoke takes several files and keeps data only where it is told`() throws {
        let command = try #require(
            try Root.parseAsRoot(["invoke", "a.json", "b", "--expect"]) as? InvokeCommand<DemoApp>)
        #expect(command.files == ["a.json", "b"])
        #expect(command.expect)
        #expect(command.data == nil)
    }

    @Test func `events alone lists them`() throws {
        #expect(try Root.parseAsRoot(["events"]) is EventsListCommand)
        #expect(try (Root.parseAsRoot(["events", "list", "x"]) as? EventsListCommand)?.folder == "x")
    }

    @Test(arguments: [
        ["serve", "--port", "65536"], ["serve", "--port", "-1"], ["serve", "--port", "http"], ["serve", "extra"],
        ["invoke"],
        ["invoke", "a.json", "--unknown"], ["deploy"],
    ])
    func `what is not understood ends with the status of a usage error`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try Root.parseAsRoot(arguments) }
        #expect(error.map { Root.exitCode(for: $0) } == .validationFailure)
    }

    @Test func `help names every command with an example`() {
        let help = Root.helpMessage(columns: 100)
        for word in ["serve", "invoke", "events", "blocks invoke events/flow-v2 --expect"] {
            #expect(help.contains(word))
        }
        let invoke = Root.helpMessage(for: InvokeCommand<DemoApp>.self, columns: 100)
        for shape in ["balancers", "WebSocket", "triggers", "SQS", "EventBridge", "invocations"] {
            #expect(invoke.contains(shape))
        }
        #expect(Root.configuration.version == BlocksTool.version)
    }
}
