// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import FlyingSocks
import Foundation

@testable import BlocksTool

/// A browser's part: one cookie jar, one request at a time, over a socket of its own so that each header line can be seen.
struct ServedClient {
    let port: Int
    private var jar = CookieJar()

    init(port: Int) {
        self.port = port
    }

    /// The result of an action of the state machine.
    mutating func state(_ action: String, _ fields: JSONObject) async throws -> JSONValue? {
        var input = fields
        input["action"] = .string(action)
        return try await post("authApi.setAuthState", [.object(input)]).json?["result"]
    }

    /// The whole JSON-RPC answer to a call.
    mutating func call(_ method: String, _ parameters: [JSONValue] = []) async throws -> JSONValue {
        try await post(method, parameters).json ?? nil
    }

    /// The HTTP answer to a call.
    mutating func post(_ method: String, _ parameters: [JSONValue]) async throws -> GatewayReply {
        try await post(
            (["jsonrpc": "2.0", "method": .string(method), "params": .array(parameters), "id": 1] as JSONValue)
                .encoded())
    }

    /// The HTTP answer to a body on the JSON-RPC path.
    mutating func post(_ body: [UInt8]) async throws -> GatewayReply {
        try await exchange(
            "POST", "/aws-blocks/api", ["content-type: application/json", "content-length: \(body.count)"], body)
    }

    /// The HTTP answer to a GET.
    mutating func get(_ path: String, headers: [String] = []) async throws -> GatewayReply {
        try await exchange("GET", path, headers, [])
    }

    private mutating func exchange(
        _ method: String, _ path: String, _ headers: [String], _ body: [UInt8]
    ) async throws -> GatewayReply {
        var lines = ["\(method) \(path) HTTP/1.1", "host: localhost:\(port)", "connection: close"] + headers
        if !jar.pairs.isEmpty { lines.append("cookie: " + jar.pairs.joined(separator: "; ")) }
        let reply = try Self.parse(
            try await Self.roundTrip(port: port, Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body))
        for cookie in reply.cookies.compactMap(ReceivedCookie.init) { jar.receive(cookie) }
        return reply
    }

    private static func roundTrip(port: Int, _ request: [UInt8]) async throws -> [UInt8] {
        let socket = try Socket(domain: Int32(AF_INET))
        defer { try? socket.close() }
        try socket.connect(to: sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port)))
        var sent = 0
        while sent < request.count { sent = try socket.write(Data(request), from: sent) }
        var answer: [UInt8] = []
        while let chunk = try? socket.read(atMost: 65_536) { answer += chunk }
        return answer
    }

    private static func parse(_ bytes: [UInt8]) throws -> GatewayReply {
        guard let end = Data(bytes).firstRange(of: Data("\r\n\r\n".utf8)) else {
            throw ServedProcess.StartError(output: "no answer")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        func isCookie(_ name: String) -> Bool { name.lowercased() == "set-cookie" }
        return GatewayReply(
            status: status, headers: headers.filter { !isCookie($0.name) },
            cookies: headers.filter { isCookie($0.name) }.map(\.value),
            body: Array(bytes[end.upperBound...]))
    }
}
