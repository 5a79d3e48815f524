// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BlocksCore

/// `blocks`: says what there is; the work is done by its subcommands.
struct RootCommand<App: BlocksApp>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "blocks",
            abstract: "Run the application on this machine: no AWS account, no network.",
            discussion: """
                The code that answers on Lambda answers here. Users live in an embedded user pool, data in files.

                Try it:
                  blocks serve                              a server on http://127.0.0.1:3000
                  blocks invoke events/flow-v2 --expect     a user's life as recorded events
                  blocks events list                        which events there are
                """,
            version: BlocksTool.version,
            subcommands: [ServeCommand<App>.self, InvokeCommand<App>.self, EventsCommand.self])
    }
}
