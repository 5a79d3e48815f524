// SPDX-License-Identifier: Apache-2.0

/// The way out for an answer whose body comes in pieces: front doors that pass pieces on offer one.
///
/// Status, headers and cookies leave with the first piece, and can't be changed any more.
public protocol ReplyStream: Sendable {
    /// Whether a first piece was taken.
    var hasBegun: Bool { get }

    /// Hands over the next piece, and waits as long as the ones before it are on their way; `head` is asked once, at the first one.
    ///
    /// Throws `CancellationError` when nobody waits for the answer any longer: its time is over, or the client is gone.
    func write(_ bytes: [UInt8], head: () -> BlocksReply) async throws

    /// Says that no more pieces come, and if there were any, that the answer is not complete.
    func breakOff()
}

/// Writes the body of an answer piece by piece, in a route made with `streaming:`.
///
/// Behind a front door that streams, each piece goes to the client at once; elsewhere they are collected and leave together.
public struct BodyWriter: Sendable {
    /// How many bytes are collected at most where the front door doesn't stream: 6 MiB, what Lambda takes.
    static let limit = 6 << 20

    private let context: BlocksContext
    private let headers: [BlocksReply.Header]
    private let way: Way

    private enum Way: Sendable {
        case stream(any ReplyStream)
        case collection(CollectedBody)
    }

    init(_ context: BlocksContext, headers: [BlocksReply.Header], stream: (any ReplyStream)?) {
        self.context = context
        self.headers = headers
        way = stream.map(Way.stream) ?? .collection(CollectedBody())
    }

    /// Sends `bytes`; with the first ones go the status, headers and cookies that the context's response has by then.
    ///
    /// Throws `CancellationError` when nobody waits for the answer any longer, and an error of its own when more than 6 MiB would have to
    /// be collected. A handler lets both pass.
    public func write(_ bytes: [UInt8]) async throws {
        switch way {
        case .stream(let stream):
            try await stream.write(bytes) {
                let draft = context.response.snapshot()
                return BlocksReply(draft, status: draft.status ?? 200, headers: headers, body: [])
            }
        case .collection(let body):
            guard body.append(bytes, limit: Self.limit) else { throw RPCError.oversizedReply }
        }
    }

    /// Sends the UTF-8 bytes of `text`; throws as ``write(_:)-(Array<UInt8>)`` does.
    public func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }

    /// What was collected; empty where the front door streams.
    var collected: [UInt8] {
        switch way {
        case .stream: []
        case .collection(let body): body.bytes
        }
    }
}
