// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The process's own environment and arguments, read once at start; nothing else reads them.
struct Environment: Sendable {
    /// Values by name; a name that occurs twice has its first value, as `getenv` sees it.
    let variables: [String: String]
    /// The arguments without the program's name.
    let arguments: [String]

    /// Reads the environment of this process.
    static func ofThisProcess() -> Environment {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let separator = text.firstIndex(of: "=") {
                let name = String(text[..<separator])
                if variables[name] == nil { variables[name] = String(text[text.index(after: separator)...]) }
            }
            next += 1
        }
        return Environment(variables: variables, arguments: Array(CommandLine.arguments.dropFirst()))
    }
}
