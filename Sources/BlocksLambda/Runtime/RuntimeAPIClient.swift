// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP

/// The calls of the Runtime API, over one connection.
///
/// Used by one task at a time, on the loop that it was made for.
final class RuntimeAPIClient {
    /// What became of an answer.
    enum Outcome: Sendable, Equatable {
        /// 202: the service has it.
        case accepted
        /// The service doesn't want it (400 unknown id, 403 answered already, 410 timed out, 413 too large): the invocation is over
        /// all the same, and another answer would be refused too.
        case refused(status: Int)
    }

    /// How long before an invocation's deadline a reply that is not through is given up, in milliseconds.
    private static let lastMoment: Int64 = 300
    /// The largest part of a streamed reply that is sent at a time, in bytes.
    private static let largestChunk = 64 * 1024

    /// How long a call other than `next` may take, or a part of one that streams.
    private let patience: Duration

    private let loop: CurlLoop
    private let connection: RuntimeConnection
    private let requests: RuntimeAPIRequests
    /// The head of the request under way; kept, so that a steady loop allocates nothing for it.
    private var head: [UInt8] = []

    init(to address: RuntimeAPIAddress, on loop: CurlLoop, patience: Duration = .seconds(30)) {
        self.patience = patience
        self.loop = loop
        connection = RuntimeConnection(to: address, on: loop)
        requests = RuntimeAPIRequests(address: address)
        head.reserveCapacity(512)
    }

    /// Waits for the next invocation, however long that takes: the sandbox is frozen between invocations.
    ///
    /// Throws when the service is gone, answers with anything but 200, or hands over nothing usable. All of it means: exit.
    func next() async throws(LambdaError) -> Invocation {
        let response = try await connection.exchange(requests.next, onlyIfUnsent: true)
        guard response.status == 200 else { throw Self.unexpected(response.status, "next") }
        return try Invocation(response)
    }

    /// Hands over the reply to an invocation.
    func respond(to requestID: String, with reply: [UInt8]) async throws(LambdaError) -> Outcome {
        requests.response(to: requestID, length: reply.count, into: &head)
        return try await post(reply, "response")
    }

    /// Sends the reply to an invocation piece by piece; if it breaks off, so does the request, in a way that tells why.
    ///
    /// The service takes pieces as slowly as the client behind it does: every 64 KiB get the same patience, but none longer than until
    /// a little before the invocation's deadline, when Lambda would end the process.
    func stream(_ reply: StreamedReply, to invocation: Invocation) async throws(LambdaError) -> Outcome {
        let end = invocation.deadline.map { deadline in
            let left = deadline.milliseconds(since: WallClock.system.now())
            return loop.now.advanced(by: .milliseconds(max(0, left - Self.lastMoment)))
        }
        var reply = reply
        var framing = ChunkFraming(head: requests.stream(to: invocation.requestID))
        var failure: InvocationError?
        try await connection.refresh()
        do throws(LambdaError) {
            while let piece = try await reply.next() {
                var rest = piece[...]
                while !rest.isEmpty {
                    let part = rest.count <= Self.largestChunk ? Array(rest) : Array(rest.prefix(Self.largestChunk))
                    rest = rest.dropFirst(part.count)
                    let early = try await connection.send(framing.before(part.count), part, until: limit(end))
                    if let early { return try outcome(of: early, "response") }
                }
            }
        } catch {
            guard error.code == .handlerFailed || error.code == .handlerTimeout else { throw error }
            failure = InvocationError(error)
        }
        if let early = try await connection.send(framing.end(failure), [], until: limit(end)) {
            return try outcome(of: early, "response")
        }
        return try outcome(of: try await connection.response(until: limit(end)), "response")
    }

    private func limit(_ end: MonotonicInstant?) -> MonotonicInstant {
        let patience = loop.now.advanced(by: patience)
        return end.map { min($0, patience) } ?? patience
    }

    /// Reports that an invocation failed.
    func fail(_ requestID: String, with error: InvocationError) async throws(LambdaError) -> Outcome {
        let body = error.body
        requests.error(for: requestID, type: error.type, length: body.count, into: &head)
        return try await post(body, "error")
    }

    /// Reports that this process can't start.
    func failInit(with error: InvocationError) async throws(LambdaError) -> Outcome {
        let body = error.body
        requests.initError(type: error.type, length: body.count, into: &head)
        return try await post(body, "init/error")
    }

    private func post(_ body: [UInt8], _ call: String) async throws(LambdaError) -> Outcome {
        let response = try await connection.exchange(head, body, until: loop.now.advanced(by: patience))
        return try outcome(of: response, call)
    }

    private func outcome(of response: HTTPResponse, _ call: String) throws(LambdaError) -> Outcome {
        switch response.status {
        case 200..<300: return .accepted
        case 400..<500: return .refused(status: response.status)
        default: throw Self.unexpected(response.status, call)
        }
    }

    private static func unexpected(_ status: Int, _ call: String) -> LambdaError {
        LambdaError(.unexpectedStatus, "the Runtime API answered '\(call)' with status \(status)")
    }
}
