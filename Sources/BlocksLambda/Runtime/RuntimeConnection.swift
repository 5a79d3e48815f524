// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import Glibc

/// One keep-alive connection to the Runtime API: a request out, its response in, nothing in between.
///
/// Used by one task at a time, on the loop. The socket does not block: the loop polls it together with everything else that is
/// under way.
final class RuntimeConnection {
    private let loop: CurlLoop
    private let address: RuntimeAPIAddress
    private var socket: RuntimeSocket?
    private var parser = HTTPResponseParser()
    /// Where bytes arrive; small, for a process may have many connections, until an answer has filled it.
    private var received = [UInt8](repeating: 0, count: 8 * 1024)
    private static let largestBuffer = 64 * 1024

    init(to address: RuntimeAPIAddress, on loop: CurlLoop) {
        self.address = address
        self.loop = loop
    }

    /// Sends a request and waits for its response, at most until `deadline`; `nil` sets no limit.
    ///
    /// An idle connection that turns out closed before any byte of the response has arrived is opened anew once: the Runtime
    /// API takes a second answer to the same invocation for what it is and refuses it. With `onlyIfUnsent` that holds only
    /// while the request can't have been read, since a `next` that was read may have an event under way.
    func exchange(
        _ head: [UInt8], _ body: [UInt8] = [], until deadline: MonotonicInstant? = nil, onlyIfUnsent: Bool = false
    ) async throws(LambdaError) -> HTTPResponse {
        if let socket, onlyIfUnsent, socket.isClosedByPeer { close() }
        if let socket {
            do throws(LambdaError) {
                return try await exchange(head, body, on: socket, until: deadline)
            } catch {
                let isUnanswered = error.code == .connection && !parser.hasStarted
                close()
                guard isUnanswered, !onlyIfUnsent else { throw error }
            }
        }
        let fresh = try await RuntimeSocket.connect(to: address, on: loop)
        socket = fresh
        do throws(LambdaError) {
            return try await exchange(head, body, on: fresh, until: deadline)
        } catch {
            close()
            throw error
        }
    }

    // MARK: In parts

    /// Makes sure that there is a connection for a request that is sent in parts.
    func refresh() async throws(LambdaError) {
        if let socket, socket.isClosedByPeer { close() }
        if socket == nil { socket = try await RuntimeSocket.connect(to: address, on: loop) }
    }

    /// Sends a part of a request; returns the response if it comes before that, and `nil` otherwise.
    ///
    /// Such a response ends the request: the connection is closed, since nobody reads the rest.
    func send(
        _ head: [UInt8], _ body: [UInt8], until deadline: MonotonicInstant
    ) async throws(LambdaError) -> HTTPResponse? {
        try await closingOnFailure { socket throws(LambdaError) in
            var sent = 0
            while true {
                if try socket.hasInput() {
                    let early = try await response(on: socket, until: deadline)
                    close()
                    return early
                }
                sent += try socket.send(head, body, from: sent)
                if sent == head.count + body.count { return nil }
                try checkTime(deadline)
                do {
                    try await loop.writableOrReadable(socket.descriptor, until: deadline)
                } catch {
                    throw Self.cancelled
                }
            }
        }
    }

    /// Waits for the response to a request that was sent in parts.
    func response(until deadline: MonotonicInstant) async throws(LambdaError) -> HTTPResponse {
        try await closingOnFailure { socket throws(LambdaError) in
            try await response(on: socket, until: deadline)
        }
    }

    private func closingOnFailure<Answer>(
        _ work: (RuntimeSocket) async throws(LambdaError) -> Answer
    ) async throws(LambdaError) -> Answer {
        guard let socket else { throw LambdaError(.connection, "the connection to the Runtime API is closed") }
        do throws(LambdaError) {
            return try await work(socket)
        } catch {
            close()
            throw error
        }
    }

    /// Closes the connection; the next exchange opens another one.
    func close() {
        socket = nil
        parser = HTTPResponseParser()
    }

    private func exchange(
        _ head: [UInt8], _ body: [UInt8], on socket: RuntimeSocket, until deadline: MonotonicInstant?
    ) async throws(LambdaError) -> HTTPResponse {
        try await send(head, body, on: socket, until: deadline)
        return try await response(on: socket, until: deadline)
    }

    private func send(
        _ head: [UInt8], _ body: [UInt8], on socket: RuntimeSocket, until deadline: MonotonicInstant?
    ) async throws(LambdaError) {
        var sent = try socket.send(head, body, from: 0)
        while sent < head.count + body.count {
            try checkTime(deadline)
            do { try await loop.writable(socket.descriptor, until: deadline) } catch { throw Self.cancelled }
            sent += try socket.send(head, body, from: sent)
        }
    }

    private func response(
        on socket: RuntimeSocket, until deadline: MonotonicInstant?
    ) async throws(LambdaError) -> HTTPResponse {
        while true {
            do { try await loop.readableUncancelled(socket.descriptor, until: deadline) } catch { throw Self.cancelled }
            if let response = try receive(from: socket) {
                if !response.keepsAlive { close() }
                return response
            }
            // Not before reading: in a process that was frozen the time is over, and the response there all the same.
            try checkTime(deadline)
        }
    }

    /// Reads what has arrived; `nil` when the response is not complete yet.
    private func receive(from socket: RuntimeSocket) throws(LambdaError) -> HTTPResponse? {
        while true {
            let count = try socket.receive(into: &received)
            guard count > 0 else { return nil }
            let outcome = received.withUnsafeBufferPointer { buffer in
                Result { () throws(LambdaError) in
                    try parser.feed(UnsafeBufferPointer(rebasing: buffer[..<count]))
                }
            }
            if let response = try outcome.get() { return response }
            // A buffer that isn't full was all there was: polling is cheaper than being told so once more.
            guard count == received.count else { return nil }
            if count < Self.largestBuffer { received = [UInt8](repeating: 0, count: Self.largestBuffer) }
        }
    }

    private func checkTime(_ deadline: MonotonicInstant?) throws(LambdaError) {
        guard let deadline, deadline <= loop.now else { return }
        throw LambdaError(.timeout, "the Runtime API did not answer in time")
    }

    private static let cancelled = LambdaError(.connection, "the wait for the Runtime API was cancelled")
}
