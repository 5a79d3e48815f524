// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 that answers as a test says, and tells what happened to it.
///
/// It has threads of its own and speaks over real sockets. It lives until ``stop()``.
public final class ScriptedHTTPServer: Sendable {
    /// What the server saw, in order.
    public enum Event: Sendable, Equatable {
        case connected
        case request(method: String, target: String)
        case disconnected
    }

    private struct State {
        var requests: [ScriptedRequest] = []
        var connections = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    /// The port the server listens on.
    public let port: UInt16
    /// Everything that happens; one reader, which misses nothing.
    public let events: AsyncStream<Event>

    private let listener: Int32
    private let answer: @Sendable (ScriptedRequest) -> ScriptedReply
    private let report: AsyncStream<Event>.Continuation
    private let state = Mutex(State())

    /// Starts a server that asks `answer` for each reply, on the connection's own thread.
    public init(_ answer: @escaping @Sendable (ScriptedRequest) -> ScriptedReply) throws {
        self.answer = answer
        (events, report) = AsyncStream.makeStream()
        (listener, port) = try openListener()
        Thread.detachNewThread { self.acceptConnections() }
    }

    /// Starts a server that gives these replies in turn, and the last one from then on.
    public convenience init(replies: [ScriptedReply]) throws {
        let left = Mutex(replies)
        try self.init { _ in
            left.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .close }
        }
    }

    /// `http://127.0.0.1:port`, without a slash at the end.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Every request received so far.
    public var requests: [ScriptedRequest] { state.withLock { $0.requests } }

    /// How many connections were accepted so far.
    public var connectionCount: Int { state.withLock { $0.connections } }

    /// Closes the listener and every connection; ends ``events``.
    public func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.open
        }
        for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        shutdown(listener, Int32(SHUT_RDWR))
        report.finish()
    }

    private func acceptConnections() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let isWelcome = state.withLock { state in
                if state.isStopped { return false }
                state.connections += 1
                state.open.insert(descriptor)
                return true
            }
            guard isWelcome else {
                close(descriptor)
                break
            }
            report.yield(.connected)
            Thread.detachNewThread { self.serve(descriptor) }
        }
        close(listener)
    }

    private func serve(_ descriptor: Int32) {
        var connection = ServerConnection(descriptor)
        while let request = connection.readRequest() {
            state.withLock { $0.requests.append(request) }
            report.yield(.request(method: request.method, target: request.target))
            guard connection.send(answer(request)) else { break }
        }
        state.withLock { _ = $0.open.remove(descriptor) }
        close(descriptor)
        report.yield(.disconnected)
    }
}

/// One request as it arrived.
public struct ScriptedRequest: Sendable {
    /// The method of the request line.
    public let method: String
    /// The target of the request line, as sent.
    public let target: String
    /// The fields in order, names as sent.
    public let headers: [(name: String, value: String)]
    /// The body.
    public let body: [UInt8]

    /// The first value of a field, its name compared without regard to case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// How a ``ScriptedHTTPServer`` answers one request.
public enum ScriptedReply: Sendable {
    /// A complete response with `Content-Length`; the connection stays open.
    case response(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [])
    /// A complete response in chunks of the given sizes.
    case chunked([[UInt8]])
    /// These bytes as they are; then the connection is closed, or kept if `keepOpen`.
    case raw(String, keepOpen: Bool = false)
    /// A response whose body comes one byte at a time, each after this many milliseconds.
    case drip(body: [UInt8], milliseconds: Int)
    /// No answer: the connection stays open until the client closes it.
    case hang
    /// The connection is closed without an answer.
    case close

    /// A response with a text body.
    public static func text(_ text: String, status: Int = 200) -> ScriptedReply {
        .response(status: status, body: Array(text.utf8))
    }

    /// A response with a JSON body.
    public static func json(_ text: String, status: Int = 200) -> ScriptedReply {
        .response(status: status, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
    }
}

private func openListener() throws -> (Int32, UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(listener, address, length) == 0 && listen(listener, 128) == 0
                && getsockname(listener, address, &length) == 0
        }
    }
    guard status else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return (listener, UInt16(bigEndian: address.sin_port))
}
