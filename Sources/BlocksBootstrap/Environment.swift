// SPDX-License-Identifier: Apache-2.0

import BlocksCore
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
            next += 1
            // By bytes, as `getenv` does it: a search for the character "=" would cut the text into characters first.
            guard let separator = strchr(entry, Int32(UInt8(ascii: "="))) else { continue }
            let bytes = UnsafeRawBufferPointer(start: entry, count: separator - entry)
            let name = String(decoding: bytes, as: UTF8.self)
            if variables[name] == nil { variables[name] = String(cString: separator + 1) }
        }
        return Environment(variables: variables, arguments: Array(CommandLine.arguments.dropFirst()))
    }
}

/// Keys are among the variables.
extension Environment: Withheld {}
