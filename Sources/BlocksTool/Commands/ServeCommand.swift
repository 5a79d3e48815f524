// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BlocksCore
import Foundation

/// `blocks serve`: the application over HTTP on this machine.
struct ServeCommand<App: BlocksApp>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "serve",
            abstract: "Serve the application over HTTP on this machine.",
            discussion: """
                Each HTTP request becomes the event that an API Gateway HTTP API would send, and goes through the handler that runs \
                on Lambda. Open the printed address for a page that signs up, signs in and calls methods; codes that a user \
                would get by mail are printed here. Data stays in the data folder until you delete it. Stop with Ctrl-C.

                Examples:
                  blocks serve --open
                  blocks serve --port 8080 --data /tmp/scratch
                  curl -s localhost:3000/aws-blocks/api -H 'Content-Type: application/json' \\
                    -d '{"jsonrpc":"2.0","method":"api.greet","params":["Zoë"],"id":1}'

                Pages of this machine, such as those of a front end's own server, may call the API, and pages of other sites may not; \
                CORS_ALLOWED_ORIGINS changes that, as on Lambda. BLOCKS_DEV_QUIET=1 leaves out the line for each request.
                """)
    }

    @Option(name: .shortAndLong, help: "Port to listen on; 0 takes a free one.")
    var port: Int = 3000

    @Option(help: "Numeric address to listen on. Beyond loopback others on the network can reach the server.")
    var host: String = "127.0.0.1"

    @Option(help: "Folder for users, sessions and stores; made if absent.", completion: .directory)
    var data: String = ".bb-data"

    @Flag(help: "Open the page in a browser.")
    var open = false

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port must be 0 to 65535.") }
    }

    func run() async throws {
        var environment = ProcessInfo.processInfo.environment
        if environment["CORS_ALLOWED_ORIGINS"] == nil, DevServer.isLoopback(host) {
            environment["CORS_ALLOWED_ORIGINS"] = DevServer.originsOfThisMachine
        }
        let console = Console(environment: environment)
        let app = try LocalApp(
            App.self, dataDirectory: data, environment: environment, logger: console.logger(label: "serve")
        ) { code in
            console.note(code.announcement)
        }
        let server = DevServer(
            host: host, port: UInt16(clamping: port), app: app,
            console: environment["BLOCKS_DEV_QUIET"] == nil ? console : nil)
        try await server.run(until: ShutdownSignal()) { [data, open] address in
            console.note(
                """
                \(console.noteStyle.strong("Serving"))   \(address)/
                JSON-RPC  POST \(address)/aws-blocks/api
                Data      \(URL(fileURLWithPath: data).path)
                Stop      Ctrl-C
                """)
            if open { Browser.open(address, console: console) }
        }
    }
}
