// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A Runtime API on a real socket that answers each request with the bytes a script chooses.
public final class ScriptedRuntimeAPI: Sendable {
    /// A request as it was read.
    public struct Request: Sendable {
        /// `GET` or `POST`.
        public let method: String
        /// The request target.
        public let path: String
        /// Field values by lower-case name, those of trailers among them.
        public let fields: [String: String]
        /// The chunks that the body came in; empty when it stated its length.
        public let chunks: [[UInt8]]
        /// The body.
        public let body: [UInt8]
        /// On which connection it came, counted from 0.
        public let connection: Int
        /// How many requests came before it, on any connection.
        public let index: Int

        /// The body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
        /// What the path ends in: `next`, `response` or `error`.
        public var call: String { path.split(separator: "/").last.map(String.init) ?? "" }
    }

    /// What a script does with a request.
    public enum Answer: Sendable {
        /// Sends these bytes.
        case bytes([UInt8])
        /// Sends these bytes and closes the connection.
        case last([UInt8])
        /// Sends each piece on its own, so that they arrive apart.
        case pieces([[UInt8]])
        /// Closes the connection without a byte.
        case close
        /// Reads nothing more, answers nothing, and keeps the connection.
        case stall
        /// Resets the connection.
        case reset
    }

    private struct State {
        var requests: [Request] = []
        var connections: [Int32] = []
    }

    private let listener: Int32
    private let state = Mutex(State())
    private let script: @Sendable (Request) -> Answer
    private let atHead: @Sendable (Request) -> Answer?
    /// `127.0.0.1:port`, as `AWS_LAMBDA_RUNTIME_API` has it.
    public let address: String

    /// Listens on a free port of the loopback interface and answers as `script` says.
    ///
    /// `atHead` sees each request before its body is read; with what it returns the request is over, whatever else of it comes.
    public init(
        atHead: @escaping @Sendable (Request) -> Answer? = { _ in nil },
        _ script: @escaping @Sendable (Request) -> Answer
    ) throws {
        self.script = script
        self.atHead = atHead
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let status = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 128) == 0
                    ? getsockname(descriptor, address, &length) : -1
            }
        }
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        address = "127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
        Thread.detachNewThread { [self] in accept() }
    }

    /// What has been asked so far.
    public var requests: [Request] { state.withLock { $0.requests } }
    /// How many connections were opened.
    public var connectionCount: Int { state.withLock { $0.connections.count } }

    /// Closes the listener and ends every connection; requests in progress are not answered.
    public func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in state.withLock({ $0.connections }) { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            var on: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            let number = state.withLock { state in
                state.connections.append(descriptor)
                return state.connections.count - 1
            }
            Thread.detachNewThread { [self] in serve(descriptor, number) }
        }
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        defer { shutdown(descriptor, Int32(SHUT_RDWR)) }
        var buffer: [UInt8] = []
        while let (request, early) = read(descriptor, &buffer, number) {
            switch early ?? script(request) {
            case .bytes(let bytes):
                guard send(bytes, descriptor) else { return }
            case .last(let bytes):
                _ = send(bytes, descriptor)
                return
            case .pieces(let pieces):
                for piece in pieces { guard send(piece, descriptor) else { return } }
            case .close:
                return
            case .stall:
                // No event is asked for: only the end of the connection, which is always told, ends this.
                var end = pollfd(fd: descriptor, events: 0, revents: 0)
                poll(&end, 1, -1)
                return
            case .reset:
                // Dissolving the association resets the connection; the descriptor stays, for stop() to find.
                var nobody = sockaddr(
                    sa_family: sa_family_t(AF_UNSPEC), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                connect(descriptor, &nobody, socklen_t(MemoryLayout<sockaddr>.size))
                return
            }
        }
    }

    private func send(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// The next request, with the answer that `atHead` has for it; `nil` at the end of the connection.
    private func read(
        _ descriptor: Int32, _ buffer: inout [UInt8], _ connection: Int
    ) -> (request: Request, early: Answer?)? {
        let blank = Data("\r\n\r\n".utf8)
        var hasAsked = false
        while true {
            if let end = Data(buffer).firstRange(of: blank) {
                let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                var fields: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    if parts.count == 2 {
                        fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
                    }
                }
                let start = lines[0].split(separator: " ")
                func note(_ body: ReceivedBody) -> Request {
                    state.withLock { state in
                        let request = Request(
                            method: String(start[0]), path: String(start[1]),
                            fields: fields.merging(body.trailers) { $1 }, chunks: body.chunks, body: body.bytes,
                            connection: connection, index: state.requests.count)
                        state.requests.append(request)
                        return request
                    }
                }
                if !hasAsked {
                    hasAsked = true
                    let head = Request(
                        method: String(start[0]), path: String(start[1]), fields: fields, chunks: [], body: [],
                        connection: connection, index: state.withLock { $0.requests.count })
                    if let early = atHead(head) { return (note(ReceivedBody()), early) }
                }
                let received =
                    fields["transfer-encoding"] == "chunked"
                    ? ReceivedBody(chunked: buffer[end.upperBound...])
                    : ReceivedBody(buffer[end.upperBound...], length: Int(fields["content-length"] ?? "0") ?? 0)
                if let received {
                    buffer.removeFirst(end.upperBound + received.length)
                    return (note(received), nil)
                }
            }
            var piece = [UInt8](repeating: 0, count: 64 * 1024)
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer.append(contentsOf: piece[..<count])
        }
    }
}

extension ScriptedRuntimeAPI.Answer {
    /// An invocation as Lambda hands it over; `fields` are more field lines, each with its line end.
    public static func event(
        _ id: String, _ event: [UInt8], deadline: Int64? = nil, chunked: Bool = false, closing: Bool = false,
        fields: String = ""
    ) -> Self {
        var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: \(id)\r\n"
        if let deadline { head += "Lambda-Runtime-Deadline-Ms: \(deadline)\r\n" }
        head += fields
        if closing { head += "Connection: close\r\n" }
        let bytes: [UInt8]
        if chunked {
            let half = event.count / 2
            bytes =
                Array("\(head)Transfer-Encoding: chunked\r\n\r\n".utf8)
                + [event[..<half], event[half...]].flatMap { piece in
                    piece.isEmpty
                        ? [] : Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
                } + Array("0\r\n\r\n".utf8)
        } else {
            bytes = Array("\(head)Content-Length: \(event.count)\r\n\r\n".utf8) + event
        }
        return closing ? .last(bytes) : .bytes(bytes)
    }

    /// An answer with a status and a short JSON body.
    public static func status(_ status: Int) -> Self {
        .bytes(Array("HTTP/1.1 \(status) Status\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}".utf8))
    }

    /// 202: the answer was taken.
    public static let accepted = status(202)
}
