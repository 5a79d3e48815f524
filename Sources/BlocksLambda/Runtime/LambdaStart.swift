// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
public import BlocksHTTP
public import Logging

/// What a Lambda process needs to begin.
public struct LambdaStart: Sendable {
    /// The process's arguments without its own name; `--help` explains what the program is.
    public let arguments: [String]
    /// The process environment.
    public let environment: [String: String]
    /// Receives the runtime's own log lines.
    public let logger: Logger
    let makeHandler: @Sendable (CurlLoop) async throws -> LambdaHandler

    /// `makeHandler` builds the application on the loop that will run it; what it throws is reported as the init error.
    public init(
        arguments: [String], environment: [String: String], logger: Logger,
        makeHandler: @escaping @Sendable (CurlLoop) async throws -> LambdaHandler
    ) {
        self.arguments = arguments
        self.environment = environment
        self.logger = logger
        self.makeHandler = makeHandler
    }
}

/// The environment holds keys.
extension LambdaStart: Withheld {}
