// SPDX-License-Identifier: Apache-2.0

/// What ties log lines and calls to services to the invocation that they are made for.
///
/// The runtime binds it around each invocation: `Correlation.$current.withValue(correlation) { … }`. Loggers and AWS clients read it, so
/// that no signature on the way carries it, and invocations under way at the same time can't be mixed up.
public struct Correlation: Sendable {
    /// Lambda's id of the invocation.
    public let requestID: String
    /// The trace that the invocation is part of; `nil` when the service named none.
    public let trace: TraceHeader?

    /// The marks of one invocation.
    public init(requestID: String, trace: TraceHeader?) {
        self.requestID = requestID
        self.trace = trace
    }

    /// The marks of the invocation that the current task works for; `nil` outside of one, as at start.
    @TaskLocal public static var current: Correlation?
}
