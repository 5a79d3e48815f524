// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
public import BlocksCore

/// The developer tool: serves an application on this machine and runs recorded events through it.
public enum BlocksTool {
    /// The version that `--version` prints.
    public static let version = "0.1.0"

    /// Runs this process's command line over `app`, then ends the process with the command's status.
    public static func main<App: BlocksApp>(_ app: App.Type) async {
        await RootCommand<App>.main()
    }
}
