// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
import BlocksCore
import BlocksTool
import Foundation

/// The server that the conformance runner drives; `../../../shared/conformance/CONTRACT.md` says what it offers.
@main struct Main {
    static func main() async {
        let environment = ProcessInfo.processInfo.environment
        let console = Console(environment: environment)
        do {
            let settings = try Settings(arguments: Array(CommandLine.arguments.dropFirst()), environment: environment)
            let clock = MovableClock()
            var options = try AuthCognitoOptions(json: settings.options)
            // The reference's own format unless told otherwise: its cookies have the same names everywhere.
            options.sessionFormat = environment["BLOCKS_SESSION_FORMAT"] == "sealed" ? .sealed : .compatible
            let app = try LocalApp(
                dataDirectory: settings.dataDirectory, clock: clock.wallClock, environment: environment,
                logger: console.logger(label: "conformance")
            ) { outbox in
                { try ConformanceApp(options: options, clock: clock, outbox: outbox).build($0) }
            }
            let server = DevServer(host: "127.0.0.1", port: settings.port, app: app, console: nil, files: false)
            try await server.run(until: ShutdownSignal()) { console.note("listening on \($0)") }
        } catch {
            console.note("conformance-server: \(error)")
            exit(1)
        }
    }
}
