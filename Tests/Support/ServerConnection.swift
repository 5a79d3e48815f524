// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One connection of a ``ScriptedHTTPServer``: blocking reads of whole requests, blocking writes of scripted replies.
struct ServerConnection {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The next request; `nil` when the client has gone or what it sent is no request with a known length.
    mutating func readRequest() -> ScriptedRequest? {
        guard let end = readHead() else { return nil }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count == 3 else { return nil }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (String(line[..<colon]), String(value))
        }
        buffer.removeFirst(end + 4)
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        while buffer.count < length {
            guard receive() else { return nil }
        }
        let body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        return ScriptedRequest(method: String(words[0]), target: String(words[1]), headers: headers, body: body)
    }

    /// Sends a reply; `false` when the connection is to be closed.
    mutating func send(_ reply: ScriptedReply) -> Bool {
        switch reply {
        case .response(let status, let headers, let body):
            let fields = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
            return write("HTTP/1.1 \(status) Scripted\r\n\(fields)Content-Length: \(body.count)\r\n\r\n", body)
        case .chunked(let pieces):
            var text: [UInt8] = []
            for piece in pieces where !piece.isEmpty {
                text += Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
            }
            return write("HTTP/1.1 200 Scripted\r\nTransfer-Encoding: chunked\r\n\r\n", text + Array("0\r\n\r\n".utf8))
        case .raw(let text, let keepOpen):
            return write(text, []) && keepOpen
        case .drip(let body, let milliseconds):
            guard write("HTTP/1.1 200 Scripted\r\nContent-Length: \(body.count)\r\n\r\n", []) else { return false }
            for byte in body {
                // Waits for the client to go away at most this long, which is also the pause.
                var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&watched, 1, Int32(milliseconds)) == 0, write("", [byte]) else { return false }
            }
            return true
        case .hang:
            while receive() {}
            return false
        case .close:
            return false
        }
    }

    /// Reads up to the end of the head and returns the offset of its empty line.
    private mutating func readHead() -> Int? {
        while true {
            if let end = buffer.indices.first(where: { buffer[$0...].starts(with: "\r\n\r\n".utf8) }) { return end }
            guard buffer.count < 1 << 20, receive() else { return nil }
        }
    }

    private mutating func receive() -> Bool {
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { return false }
        buffer.append(contentsOf: piece.prefix(count))
        return true
    }

    private func write(_ head: String, _ body: [UInt8]) -> Bool {
        let bytes = Array(head.utf8) + body
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
