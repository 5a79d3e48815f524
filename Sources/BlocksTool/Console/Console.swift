// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Logging

/// Where a command's text goes: results to standard output, notes about the run to standard error.
///
/// Colours appear on a terminal, unless `NO_COLOR` is set to anything (no-color.org) or `TERM` is `dumb`.
package struct Console: Sendable {
    let style: Style
    /// Colours of what goes to standard error.
    let noteStyle: Style

    package init(environment: [String: String]) {
        let wanted = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        style = Style(isOn: wanted && isatty(STDOUT_FILENO) == 1)
        noteStyle = Style(isOn: wanted && isatty(STDERR_FILENO) == 1)
    }

    /// Writes `text` and a line break to standard output.
    func write(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Writes `text` and a line break to standard error.
    package func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// A logger that writes warnings and worse to standard error, readable by people.
    package func logger(label: String) -> Logger {
        var logger = Logger(label: label, factory: StreamLogHandler.standardError(label:))
        logger.logLevel = .warning
        return logger
    }
}
