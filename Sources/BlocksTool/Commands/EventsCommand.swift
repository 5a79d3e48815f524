// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// `blocks events`: what recorded events there are, and new ones.
struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Look at recorded events, or write new ones.",
        subcommands: [EventsListCommand.self, EventsGenerateCommand.self], defaultSubcommand: EventsListCommand.self)
}

/// `blocks events list`: one line an event.
struct EventsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List event files: shape, request, JSON-RPC method, whether an expectation exists.",
        discussion: """
            Folders are searched to any depth.

            Examples:
              blocks events list
              blocks events list events/refusals
            """)

    @Argument(help: "Folder to look in.", completion: .directory)
    var folder: String = "events"

    func run() throws {
        let console = Console(environment: ProcessInfo.processInfo.environment)
        let files = try EventFile.search(folder)
        guard !files.isEmpty else {
            throw ToolError(.usage, "There is no event (*.json) below '\(folder)'. Name the folder that holds them.")
        }
        var table = Table(["EVENT", "SHAPE", "REQUEST", "METHOD", "EXPECTED"])
        for file in files {
            table.add([
                file.path, file.shape.rawValue, file.requestLine, file.rpcMethod ?? "",
                file.expectationPath == nil ? "no" : "yes",
            ])
        }
        console.write(table.text(style: console.style))
    }
}
