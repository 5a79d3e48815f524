// SPDX-License-Identifier: Apache-2.0

/// A reply that is sent while it is made.
///
/// Its first piece holds status, headers and cookies, see ``BlocksReply/prelude(_:_:)``.
public struct StreamedReply: Sendable {
    /// The media type that tells Lambda so.
    static let mediaType = "application/vnd.awslambda.http-integration-response"

    private let first: [UInt8]
    private let pipe: StreamPipe
    private var isFirst = true

    /// A reply whose first piece was taken from `pipe`.
    init(first: [UInt8], then pipe: StreamPipe) {
        self.first = first
        self.pipe = pipe
    }

    /// The next piece, never empty; `nil` at the end of a complete reply.
    ///
    /// Throws ``LambdaError`` with `handlerFailed` or `handlerTimeout` when the rest won't come.
    public mutating func next() async throws(LambdaError) -> [UInt8]? {
        guard isFirst else { return try await pipe.next() }
        isFirst = false
        return first
    }
}
