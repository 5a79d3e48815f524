// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import Synchronization

/// Hands the pieces of a reply from the application's task to the one that sends them.
///
/// It holds one piece at a time: whoever writes waits until the one before is taken. Any number of tasks may write, one reads.
final class StreamPipe: ReplyStream {
    private struct State {
        var piece: [UInt8]?
        var hasBegun = false
        /// Whether the reply ends with its head: pieces are taken and dropped.
        var isBodiless = false
        var end: End?
        var reader: CheckedContinuation<Void, Never>?
        var writers: [CheckedContinuation<Void, Never>] = []
    }

    private enum End {
        case complete
        case failed(LambdaError)
    }

    private let shape: ReplyShape
    private let isHead: Bool
    private let blocks: HeaderBlocks
    private let state = Mutex(State())

    init(_ event: HTTPEvent, _ blocks: HeaderBlocks) {
        shape = event.shape
        isHead = event.request.method == .head
        self.blocks = blocks
    }

    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    // MARK: The application's side

    func write(_ bytes: [UInt8], head: () -> BlocksReply) async throws {
        while true {
            let outcome = state.withLock { state -> Result<Bool, any Error> in
                guard state.end == nil else { return .failure(CancellationError()) }
                guard state.piece == nil else { return .success(false) }
                do throws(LambdaError) {
                    try put(bytes, head, into: &state)
                    return .success(true)
                } catch {
                    end(.failed(error), &state)
                    return .failure(error)
                }
            }
            if try outcome.get() { return }
            await roomOrEnd()
        }
    }

    func breakOff() {
        state.withLock { state in
            guard state.hasBegun, state.end == nil else { return }
            end(.failed(LambdaError(.handlerFailed, "the handler failed after a part of the reply was sent")), &state)
        }
    }

    /// Ends the reply: `reply` is sent whole if no piece was written.
    func finish(with reply: BlocksReply) {
        state.withLock { state in
            guard state.end == nil else { return }
            if state.hasBegun { end(.complete, &state) } else { complete(reply, &state) }
        }
    }

    private func complete(_ reply: BlocksReply, _ state: inout State) {
        do throws(LambdaError) {
            try put(reply.body, { reply }, into: &state)
            end(.complete, &state)
        } catch {
            end(.failed(error), &state)
        }
    }

    /// Ends the reply because its time is over: `reply` is sent whole if no piece was written, else the stream breaks off.
    func expire(with reply: () -> BlocksReply) {
        state.withLock { state in
            guard state.end == nil else { return }
            guard !state.hasBegun else {
                let error = LambdaError(.handlerTimeout, "the handler took too long to complete the reply")
                return end(.failed(error), &state)
            }
            complete(reply(), &state)
        }
    }

    private func put(_ bytes: [UInt8], _ head: () -> BlocksReply, into state: inout State) throws(LambdaError) {
        var piece = bytes
        if !state.hasBegun {
            let head = head()
            piece = try head.prelude(shape, blocks)
            state.isBodiless = head.hasNoBody(isHead: isHead)
            if !state.isBodiless { piece += bytes }
            state.hasBegun = true
        } else if state.isBodiless || bytes.isEmpty {
            return
        }
        state.piece = piece
        state.reader.take()?.resume()
    }

    private func roomOrEnd() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                guard state.piece != nil, state.end == nil else { return true }
                state.writers.append(continuation)
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    private func end(_ end: End, _ state: inout State) {
        state.end = end
        state.reader.take()?.resume()
        for writer in state.writers { writer.resume() }
        state.writers = []
    }

    // MARK: The sender's side

    /// The next piece; `nil` at the end of a complete reply.
    ///
    /// Throws ``LambdaError`` when the reply can't be completed.
    func next() async throws(LambdaError) -> [UInt8]? {
        while true {
            let outcome = state.withLock { state -> Result<[UInt8]?, LambdaError>? in
                if let piece = state.piece.take() {
                    for writer in state.writers { writer.resume() }
                    state.writers = []
                    return .success(piece)
                }
                switch state.end {
                case nil: return nil
                case .complete: return .success(nil)
                case .failed(let error): return .failure(error)
                }
            }
            if let outcome { return try outcome.get() }
            await pieceOrEnd()
        }
    }

    /// Nobody sends any longer: writers are told so.
    func abandon() {
        state.withLock { state in
            state.piece = nil
            if state.end == nil { end(.complete, &state) }
        }
    }

    private func pieceOrEnd() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                guard state.piece == nil, state.end == nil else { return true }
                state.reader = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}
