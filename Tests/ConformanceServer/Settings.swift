// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// What the runner tells the server, on the command line or in the environment.
struct Settings {
    /// `--port` or `PORT`.
    let port: UInt16
    /// `--options` or `BB_AUTH_OPTIONS`, parsed; an empty object without either.
    let options: JSONValue
    /// `--data` or `BB_DATA_DIR`, else the working folder.
    let dataDirectory: String

    init(arguments: [String], environment: [String: String]) throws {
        var named: [String: String] = [:]
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard ["--port", "--options", "--data"].contains(name), let value = rest.popFirst() else {
                throw SettingsError(
                    description: "usage: conformance-server [--port N] [--options JSON] [--data FOLDER]")
            }
            named[name] = value
        }
        guard let port = UInt16(named["--port"] ?? environment["PORT"] ?? "") else {
            throw SettingsError(description: "Name a port with --port or PORT.")
        }
        self.port = port
        options = try JSONValue(parsing: Array((named["--options"] ?? environment["BB_AUTH_OPTIONS"] ?? "{}").utf8))
        dataDirectory = named["--data"] ?? environment["BB_DATA_DIR"] ?? FileManager.default.currentDirectoryPath
    }
}

/// A setting that is missing or not understood.
struct SettingsError: Error, CustomStringConvertible {
    let description: String
}
