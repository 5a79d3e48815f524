// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import HTTPTypes
import TestSupport
import Testing

@Suite struct `Curl transport` {
    /// Runs `body` with a transport on a loop of its own against a scripted server.
    private func withServer(
        _ replies: [ScriptedReply], _ body: (CurlTransport, ScriptedHTTPServer) async throws -> Void
    ) async throws {
        let server = try ScriptedHTTPServer(replies: replies)
        defer { server.stop() }
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let transport = CurlTransport(loop: loop, trust: TrustRoots(environment: [:]), usesEnvironmentProxies: false)
        try await body(transport, server)
    }

    @Test func `status, fields and body arrive as they were sent`() async throws {
        let headers = [
            (name: "X-Amzn-RequestId", value: "abc"), (name: "Set-Cookie", value: "a=1"),
            (name: "Set-Cookie", value: "b=2"),
        ]
        try await withServer([.response(status: 418, headers: headers, body: [0, 255, 10])]) { transport, server in
            let response = try await transport.send(OutboundRequest(method: .get, url: server.url + "/a%2Fb?c=d"))
            #expect(response.status == 418)
            #expect(response.body == [0, 255, 10])
            #expect(response.header("x-amzn-requestid") == "abc")
            #expect(response.headers.filter { $0.name == "Set-Cookie" }.map(\.value) == ["a=1", "b=2"])
            #expect(server.requests.map(\.target) == ["/a%2Fb?c=d"])
        }
    }

    @Test func `nothing is added to the fields of a request but its framing`() async throws {
        try await withServer([.text("ok")]) { transport, server in
            _ = try await transport.send(
                OutboundRequest(
                    method: .post, url: server.url, headers: [("X-Empty", ""), ("X-B", "1"), ("X-B", "2")],
                    body: Array("{}".utf8)))
            let request = try #require(server.requests.first)
            #expect(request.headers.map(\.name).sorted() == ["Content-Length", "Host", "X-B", "X-B", "X-Empty"])
            #expect(request.headers.filter { $0.name == "X-B" }.map(\.value) == ["1", "2"])
            #expect(request.body == Array("{}".utf8))
        }
    }

    @Test(
        arguments: [
            (HTTPRequest.Method.get, 0, nil), (.get, 3, "3"), (.delete, 0, nil), (.delete, 3, "3"), (.post, 0, "0"),
            (.post, 3_000_000, "3000000"), (.put, 0, "0"), (.put, 3, "3"), (.patch, 3, "3"),
        ] as [(HTTPRequest.Method, Int, String?)])
    func `a method and its body survive`(method: HTTPRequest.Method, size: Int, length: String?) async throws {
        try await withServer([.text("ok")]) { transport, server in
            let body = [UInt8](repeating: 7, count: size)
            _ = try await transport.send(OutboundRequest(method: method, url: server.url, body: body))
            let request = try #require(server.requests.first)
            #expect(request.method == method.rawValue)
            #expect(request.header("Content-Length") == length)
            #expect(request.body == body)
        }
    }

    @Test func `nothing of one request is left for the next on the same handle`() async throws {
        try await withServer([
            .text("ok"), .raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", keepOpen: true), .text("x"),
        ]) {
            transport, server in
            _ = try await transport.send(
                OutboundRequest(method: .put, url: server.url, headers: [("X-A", "1")], body: [1, 2, 3]))
            let head = try await transport.send(OutboundRequest(method: .head, url: server.url))
            let get = try await transport.send(OutboundRequest(method: .get, url: server.url))
            #expect(head.header("Content-Length") == "9")
            #expect(head.body.isEmpty)
            #expect(get.body == Array("x".utf8))
            #expect(server.requests.map(\.method) == ["PUT", "HEAD", "GET"])
            #expect(server.requests.last?.headers.map(\.name) == ["Host"])
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `a chunked body is put together`() async throws {
        try await withServer([.chunked([Array("ab".utf8), Array("c".utf8)])]) { transport, server in
            let response = try await transport.send(OutboundRequest(method: .get, url: server.url))
            #expect(response.body == Array("abc".utf8))
        }
    }

    @Test func `a thousand requests in a row share one connection`() async throws {
        try await withServer([.text("ok")]) { transport, server in
            for _ in 0..<1000 {
                let response = try await transport.send(OutboundRequest(method: .get, url: server.url))
                #expect(response.status == 200)
            }
            #expect(server.requests.count == 1000)
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `fifty requests at once each get their own answer`() async throws {
        let server = try ScriptedHTTPServer { .text($0.target) }
        defer { server.stop() }
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let transport = CurlTransport(loop: loop, trust: TrustRoots(environment: [:]), usesEnvironmentProxies: false)
        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let response = try await transport.send(
                        OutboundRequest(method: .get, url: "\(server.url)/\(number)"))
                    return response.body == Array("/\(number)".utf8)
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(right == 50)
        #expect(server.connectionCount <= 50)
    }

    @Test func `a redirect is an answer like any other`() async throws {
        let headers = [(name: "Location", value: "http://127.0.0.1:1/")]
        try await withServer([.response(status: 302, headers: headers)]) { transport, server in
            let response = try await transport.send(OutboundRequest(method: .get, url: server.url))
            #expect(response.status == 302)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a request that finds its connection closed is sent on a new one`() async throws {
        try await withServer([.raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), .text("again")]) {
            transport, server in
            _ = try await transport.send(OutboundRequest(method: .get, url: server.url))
            for await event in server.events where event == .disconnected { break }
            let second = try await transport.send(OutboundRequest(method: .get, url: server.url))
            #expect(second.body == Array("again".utf8))
            #expect(server.connectionCount == 2)
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .post])
    func `a request whose answer is lost with a kept connection is not sent again`(method: HTTPRequest.Method)
        async throws
    {
        try await withServer([.text("first"), .close, .text("third")]) { transport, server in
            let request = OutboundRequest(method: method, url: server.url)
            #expect(try await transport.send(request).body == Array("first".utf8))
            let error = try await #require(throws: TransportError.self) { try await transport.send(request) }
            #expect(error.code == .reset)
            #expect(server.requests.count == 2)
            #expect(try await transport.send(request).body == Array("third".utf8))
            #expect(server.requests.count == 3)
        }
    }
}
