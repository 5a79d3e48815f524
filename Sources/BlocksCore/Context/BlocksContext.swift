// SPDX-License-Identifier: Apache-2.0

public import Logging

/// What one request may touch: the request, the answer under construction, its deadline and its log.
public final class BlocksContext: Sendable {
    /// The request.
    public let request: BlocksRequest
    /// What the parameters of the raw route's pattern matched; empty for RPC calls.
    public let parameters: PathParameters
    /// The answer under construction.
    public let response: BlocksResponse
    /// When the answer must have left.
    public let deadline: Deadline
    /// Names this request in the log and in answers to unexpected errors; Lambda's request id when there is one.
    public let requestID: String
    /// Values that blocks keep for the length of this request.
    public let cache: ContextCache
    private let baseLogger: Logger

    /// The context of one request.
    public init(request: BlocksRequest, requestID: String, deadline: Deadline, logger: Logger) {
        self.request = request
        self.parameters = PathParameters()
        self.response = BlocksResponse()
        self.requestID = requestID
        self.deadline = deadline
        self.cache = ContextCache()
        self.baseLogger = logger
    }

    /// `context` with the parameters that its route's pattern matched; the answer and the cache are one and the same.
    init(_ context: BlocksContext, parameters: PathParameters) {
        self.request = context.request
        self.parameters = parameters
        self.response = context.response
        self.requestID = context.requestID
        self.deadline = context.deadline
        self.cache = context.cache
        self.baseLogger = context.baseLogger
    }

    /// A logger whose lines carry the request id.
    public var logger: Logger {
        var logger = baseLogger
        logger[metadataKey: LogKey.requestID] = .string(requestID)
        return logger
    }
}
