// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import HTTPTypes
import TestSupport
import Testing

@Suite struct `Curl transport failures` {
    private func failure(
        of request: OutboundRequest, environmentProxies: Bool = false
    ) async throws -> TransportError.Code? {
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let transport = CurlTransport(
            loop: loop, trust: TrustRoots(environment: [:]), usesEnvironmentProxies: environmentProxies)
        do throws(TransportError) {
            _ = try await transport.send(request)
            return nil
        } catch {
            return error.code
        }
    }

    private func failure(
        answering reply: ScriptedReply, timeout: Duration = .seconds(20), limit: Int = 1000
    ) async throws -> TransportError.Code? {
        let server = try ScriptedHTTPServer(replies: [reply])
        defer { server.stop() }
        return try await failure(
            of: OutboundRequest(method: .get, url: server.url, timeout: timeout, maximumResponseBytes: limit))
    }

    @Test func `an answer that never comes is a timeout`() async throws {
        #expect(try await failure(answering: .hang, timeout: .milliseconds(50)) == .timeout)
    }

    @Test func `a body that drips in does not stretch the total time`() async throws {
        let reply = ScriptedReply.drip(body: Array(repeating: 120, count: 1000), milliseconds: 20)
        #expect(try await failure(answering: reply, timeout: .milliseconds(100)) == .timeout)
    }

    @Test func `a port nobody listens on refuses`() async throws {
        let server = try ScriptedHTTPServer(replies: [.close])
        server.stop()
        for await _ in server.events {}
        #expect(try await failure(of: OutboundRequest(method: .get, url: "http://127.0.0.1:1")) == .connect)
    }

    @Test func `a reserved name has no address`() async throws {
        let code = try await failure(of: OutboundRequest(method: .get, url: "http://nowhere.invalid/"))
        #expect(code == .resolve)
    }

    @Test(arguments: [
        ScriptedReply.response(status: 200, body: Array(repeating: 0, count: 1001)),
        .chunked([Array(repeating: 0, count: 600), Array(repeating: 0, count: 401)]),
        .raw("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1001)),
        .raw("HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n", keepOpen: true),
    ])
    func `a body above the limit is refused`(reply: ScriptedReply) async throws {
        #expect(try await failure(answering: reply) == .tooLarge)
    }

    @Test(arguments: [
        ScriptedReply.response(status: 200, body: Array(repeating: 0, count: 1000)),
        .chunked([Array(repeating: 0, count: 600), Array(repeating: 0, count: 400)]),
        .raw("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1000)),
    ])
    func `a body of exactly the limit is accepted`(reply: ScriptedReply) async throws {
        #expect(try await failure(answering: reply) == nil)
    }

    @Test func `fields without end are refused`() async throws {
        let field = "X-Filler: " + String(repeating: "x", count: 1000) + "\r\n"
        let text = "HTTP/1.1 200 OK\r\n" + String(repeating: field, count: 100) + "Content-Length: 0\r\n\r\n"
        #expect(try await failure(answering: .raw(text)) == .tooLarge)
    }

    @Test(arguments: [
        "garbage\r\n\r\n", "\u{16}\u{3}\u{1}", "HTTP/0.9\r\n\r\n", "<html>hello</html>", "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 abc OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n",
    ])
    func `what is not HTTP is a malformed response`(text: String) async throws {
        #expect(try await failure(answering: .raw(text)) == .malformedResponse)
    }

    @Test(arguments: [
        ScriptedReply.close, .raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"),
        .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
    ])
    func `an answer that breaks off is a reset`(reply: ScriptedReply) async throws {
        #expect(try await failure(answering: reply) == .reset)
    }

    @Test(arguments: [
        ("X-A", "a\r\nX-Evil: 1"), ("X-A", "a\nb"), ("X-A", "a\u{0}b"), ("X-A", "\u{7F}"), ("X A", "b"), ("X:A", "b"),
        ("", "b"), ("X-Ä", "b"), ("X-A\r\nX-Evil", "1"), ("Content-Length", "7"), ("transfer-encoding", "chunked"),
        ("CONNECTION", "close"),
    ])
    func `a field that would break the framing is not sent`(name: String, value: String) async throws {
        let server = try ScriptedHTTPServer(replies: [.text("ok")])
        defer { server.stop() }
        let request = OutboundRequest(method: .post, url: server.url, headers: [(name, value)])
        #expect(try await failure(of: request) == .invalidHeader)
        #expect(server.connectionCount == 0)
    }

    @Test func `a URL that is not plain is not sent`() async throws {
        #expect(try await failure(of: OutboundRequest(method: .get, url: "file:///etc/passwd")) == .invalidURL)
    }

    @Test func `cancelling closes the connection at once and frees the handle`() async throws {
        let server = try ScriptedHTTPServer { $0.target == "/hang" ? .hang : .text("ok") }
        defer { server.stop() }
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let transport = CurlTransport(loop: loop, trust: TrustRoots(environment: [:]), usesEnvironmentProxies: false)
        let task = Task {
            try await transport.send(
                OutboundRequest(method: .get, url: server.url + "/hang", timeout: .seconds(600)))
        }
        var events = server.events.makeAsyncIterator()
        #expect(await events.next() == .connected)
        #expect(await events.next() == .request(method: "GET", target: "/hang"))
        task.cancel()
        await #expect(throws: TransportError(.cancelled)) { try await task.value }
        #expect(await events.next() == .disconnected)
        let response = try await transport.send(OutboundRequest(method: .get, url: server.url))
        #expect(response.status == 200)
    }

    @Test func `cancelling at any moment neither hangs nor crashes`() async throws {
        let server = try ScriptedHTTPServer { _ in .text("ok") }
        defer { server.stop() }
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let transport = CurlTransport(loop: loop, trust: TrustRoots(environment: [:]), usesEnvironmentProxies: false)
        var random = SeededRandom(seed: 7)
        for _ in 0..<300 {
            let task = Task { try await transport.send(OutboundRequest(method: .get, url: server.url)) }
            for _ in 0..<Int.random(in: 0...40, using: &random) { await Task.yield() }
            task.cancel()
            switch await task.result {
            case .success(let response): #expect(response.status == 200)
            case .failure(let error): #expect(error as? TransportError == TransportError(.cancelled))
            }
        }
    }

    @Test func `stopping the loop ends a transfer as cancelled`() async throws {
        let server = try ScriptedHTTPServer(replies: [.hang])
        defer { server.stop() }
        let loop = try CurlLoop.onOwnThread()
        let transport = CurlTransport(loop: loop, trust: TrustRoots(environment: [:]), usesEnvironmentProxies: false)
        let task = Task { try await transport.send(OutboundRequest(method: .get, url: server.url)) }
        var events = server.events.makeAsyncIterator()
        while let event = await events.next(), event == .connected {}
        loop.stop()
        await #expect(throws: TransportError(.cancelled)) { try await task.value }
    }
}
