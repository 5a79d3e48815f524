// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import Glibc

/// A connected, non-blocking TCP socket; closed when the last reference goes.
final class RuntimeSocket: Sendable {
    let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// How often a refused connection is tried in all: the API may come up a moment after this process.
    private static let attempts = 3
    private static let pause = Duration.milliseconds(50)

    /// Connects to the first of the address's endpoints that accepts.
    ///
    /// Throws `connection` when the name is unknown or every attempt failed.
    static func connect(to address: RuntimeAPIAddress, on loop: CurlLoop) async throws(LambdaError) -> RuntimeSocket {
        let endpoints = try RuntimeEndpoint.resolve(address)
        var failure = ECONNREFUSED
        for attempt in 1...attempts {
            for endpoint in endpoints {
                do throws(SystemFailure) {
                    return try await connect(to: endpoint, on: loop)
                } catch {
                    failure = error.number
                }
            }
            guard failure == ECONNREFUSED, attempt < attempts else { break }
            do {
                try await loop.sleep(for: pause)
            } catch {
                break
            }
        }
        throw LambdaError(.connection, "no connection to the Runtime API: \(SystemFailure(number: failure))")
    }

    private static func connect(
        to endpoint: RuntimeEndpoint, on loop: CurlLoop
    ) async throws(SystemFailure) -> RuntimeSocket {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(endpoint.family, kind, Int32(IPPROTO_TCP))
        guard descriptor >= 0 else { throw SystemFailure(number: errno) }
        let socket = RuntimeSocket(descriptor: descriptor)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        guard endpoint.connect(descriptor) != 0 else { return socket }
        guard errno == EINPROGRESS else { throw SystemFailure(number: errno) }
        do {
            try await loop.writable(descriptor)
        } catch {
            throw SystemFailure(number: ECANCELED)
        }
        var status: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &status, &length)
        guard status == 0 else { throw SystemFailure(number: status) }
        return socket
    }

    /// Whether the peer has closed the connection, or broken its silence: there is nothing that it could have to say.
    var isClosedByPeer: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) >= 0
            || errno != EAGAIN
    }

    /// Whether the peer has said something that was not read yet.
    ///
    /// Throws `connection` when it never will again.
    func hasInput() throws(LambdaError) -> Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        if count > 0 { return true }
        guard count < 0 else { throw LambdaError(.connection, "the Runtime API closed the connection") }
        guard errno == EAGAIN || errno == EINTR else { throw broken(errno) }
        return false
    }

    /// Sends `head` and `body` as one message, beginning `offset` bytes into it; returns how many bytes were taken.
    ///
    /// Throws `connection` when the peer is gone.
    func send(_ head: [UInt8], _ body: [UInt8], from offset: Int) throws(LambdaError) -> Int {
        let sent = head.withUnsafeBytes { head in
            body.withUnsafeBytes { body in
                withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { parts in
                    // sendmsg only reads what the vectors point to.
                    let headLeft = head.dropFirst(offset)
                    let bodyLeft = body.dropFirst(max(0, offset - head.count))
                    parts[0] = Self.vector(headLeft)
                    parts[1] = Self.vector(bodyLeft)
                    var message = msghdr()
                    message.msg_iov = parts.baseAddress
                    message.msg_iovlen = 2
                    return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
                }
            }
        }
        if sent >= 0 { return sent }
        guard errno == EAGAIN || errno == EINTR else { throw broken(errno) }
        return 0
    }

    /// Reads what has arrived; 0 when nothing has.
    ///
    /// Throws `connection` at the end of the stream: a response says how long it is, so that is never its end.
    func receive(into buffer: inout [UInt8]) throws(LambdaError) -> Int {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return count }
        guard count < 0 else { throw LambdaError(.connection, "the Runtime API closed the connection") }
        guard errno == EAGAIN || errno == EINTR else { throw broken(errno) }
        return 0
    }

    private static func vector(_ bytes: Slice<UnsafeRawBufferPointer>) -> iovec {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        return iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
    }

    private func broken(_ number: Int32) -> LambdaError {
        LambdaError(.connection, "the connection to the Runtime API broke: \(SystemFailure(number: number))")
    }
}

/// A system call's failure.
struct SystemFailure: Error, CustomStringConvertible {
    /// The value of `errno`.
    let number: Int32

    var description: String { String(cString: strerror(number)) }
}
