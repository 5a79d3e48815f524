// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the program tells a person who started it by hand.
enum LambdaUsage {
    /// Explains on standard error that Lambda starts this program, and ends the process with status 1.
    static func explain(_ error: LambdaError, _ environment: [String: String]) -> Never {
        let isSet = environment[RuntimeAPIAddress.environmentName]?.isEmpty == false
        write(isSet ? "\(error.message).\n\n\(text)" : text, to: STDERR_FILENO)
        exit(1)
    }

    /// Prints the same explanation on standard output and ends the process with status 0: the answer to `--help`.
    static func help() -> Never {
        write(text, to: STDOUT_FILENO)
        exit(0)
    }

    static let text = """
        This program runs inside AWS Lambda: it takes events from the address in \(RuntimeAPIAddress.environmentName),
        which Lambda sets. To run the same application on this machine, use

            blocks serve                    serves it over HTTP on localhost
            blocks invoke events/NAME.json  runs one event file through it

        """

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
