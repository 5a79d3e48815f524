// SPDX-License-Identifier: Apache-2.0

/// Why a command could not do its work; the text says what to do about it.
struct ToolError: Error, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    enum Code: Sendable {
        /// The command line names something that isn't there or can't be used.
        case usage
        /// An event file is not what it has to be.
        case event
        /// An expectation file is not what it has to be.
        case expectation
        /// The server can't listen where it was told to.
        case listen
        /// The handler's answer is no reply of a Lambda function behind a front door.
        case reply
    }

    /// What kind of failure it is.
    let code: Code
    /// What happened and what to do, for the person at the terminal.
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Equality of the codes.
    static func == (left: ToolError, right: ToolError) -> Bool { left.code == right.code }
}
