// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// What an origin leads to, whatever is asked: spec/http-and-rpc.md §8, row by row.
struct CORSAnswerTests {
    static let patterns = [
        "CORS_ALLOWED_ORIGINS": "https://app.example.com", "CORS_HOSTING_ORIGINS": " https://x.test ,",
    ]
    static let requests: [(HTTPRequest.Method, String, Int)] = [
        (.post, "/aws-blocks/api", 200), (.get, "/aws-blocks/api", 405), (.get, "/r", 200), (.get, "/fails", 418),
        (.get, "/nowhere", 404), (.options, "/r", 200), (.options, "/nowhere", 200), (.head, "/r", 404),
    ]

    static func send(
        _ method: HTTPRequest.Method, _ path: String, origin: String?, patterns: [String: String]
    ) async throws -> BlocksReply {
        let harness = try AppHarness(environment: patterns) { app in
            app.export("api", ApiNamespace(app.scope("a"), "api") { Method("ping") { _ in "pong" } })
            app.route(RawRoute(.get, "/r") { $0.response.send("r") })
            app.route(RawRoute(.get, "/fails") { _ in throw ApiError("Short and stout", status: 418) })
        }
        return await harness.send(
            BlocksRequest(
                method: method, path: path, headerList: origin.map { [.init(name: "origin", value: $0)] } ?? [],
                body: Array(#"{"jsonrpc":"2.0","method":"api.ping","id":1}"#.utf8)))
    }

    @Test(
        arguments: requests,
        [(nil, patterns), ("", patterns), (nil, [:]), ("https://evil.example", [:])] as [(String?, [String: String])])
    func `without an origin or without patterns a request proceeds and is granted nothing`(
        request: (HTTPRequest.Method, String, Int), situation: (String?, [String: String])
    ) async throws {
        let reply = try await Self.send(request.0, request.1, origin: situation.0, patterns: situation.1)
        #expect(reply.status == request.2)
        #expect(reply.header("Vary") == "Origin")
        #expect(reply.header("Access-Control-Allow-Origin") == nil)
        #expect(reply.header("Access-Control-Allow-Credentials") == nil)
    }

    /// What every answer tells browsers.
    private static let browser = [
        "Strict-Transport-Security: max-age=31536000", "X-Content-Type-Options: nosniff",
        "Referrer-Policy: same-origin",
    ]

    @Test(arguments: requests, ["https://app.example.com", "https://x.test"])
    func `an origin that matches is granted by name, with credentials`(
        request: (HTTPRequest.Method, String, Int), origin: String
    ) async throws {
        let reply = try await Self.send(request.0, request.1, origin: origin, patterns: Self.patterns)
        #expect(reply.status == request.2)
        #expect(reply.header("Vary") == "Origin")
        #expect(reply.header("Access-Control-Allow-Origin") == origin)
        #expect(reply.header("Access-Control-Allow-Credentials") == "true")
    }

    @Test(arguments: requests, ["https://evil.example", "null", "https://app.example.com.evil.example"])
    func `any other origin is refused before anything else`(
        request: (HTTPRequest.Method, String, Int), origin: String
    ) async throws {
        let reply = try await Self.send(request.0, request.1, origin: origin, patterns: Self.patterns)
        #expect(reply.status == 403)
        #expect(
            reply.headers.map { "\($0.name): \($0.value)" } == ["Content-Type: application/json", "Vary: Origin"]
                + Self.browser)
        #expect(reply.text == (request.0 == .head ? "" : #"{"error":"Forbidden: cross-origin request rejected"}"#))
    }

    @Test(arguments: ["/aws-blocks/api", "/r", "/nowhere", "/"])
    func `a preflight has these headers and no others`(path: String) async throws {
        let reply = try await Self.send(.options, path, origin: "https://x.test", patterns: Self.patterns)
        #expect(
            reply.headers.map { "\($0.name): \($0.value)" } == [
                "Vary: Origin", "Access-Control-Allow-Methods: GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS",
                "Access-Control-Allow-Headers: Content-Type, Authorization", "Access-Control-Max-Age: 7200",
            ] + Self.browser + [
                "Access-Control-Allow-Origin: https://x.test", "Access-Control-Allow-Credentials: true",
            ])
        #expect(reply.body.isEmpty)
    }

    @Test func `an allowed page may call from another site`() async throws {
        let reply = try await DispatcherTests.harness(Self.patterns).rpc(
            #"{"jsonrpc":"2.0","method":"api.ping","id":1}"#,
            headers: [
                ("origin", "https://x.test"), ("sec-fetch-site", "cross-site"), ("content-type", "application/json"),
            ],
            cookie: "auth=x")
        #expect(reply.status == 200)
    }

    @Test func `a refused origin is logged once, and no more than a hundred are`() async throws {
        let harness = try DispatcherTests.harness(Self.patterns)
        for _ in 0..<3 {
            for number in 0..<150 {
                let origin = BlocksRequest.Header(name: "origin", value: "https://evil-\(number).example")
                _ = await harness.send(BlocksRequest(method: .get, path: "/health", headerList: [origin]))
            }
        }
        let lines = harness.log.text.split(separator: "\n").filter { $0.contains("CORS_ALLOWED_ORIGINS") }
        #expect(lines.count == 100)
        #expect(lines.filter { $0.contains(#""origin":"https://evil-7.example""#) }.count == 1)
        #expect(!harness.log.text.contains("evil-100.example"))
    }

    @Test func `a page that the guard refuses is logged too, and a client's long text is cut`() async throws {
        let harness = try DispatcherTests.harness()
        let long = "https://" + String(repeating: "é", count: 4000)
        for origin in [long, "https://evil.example"] {
            let reply = await harness.rpc(
                "{}", headers: [("origin", origin), ("sec-fetch-site", "cross-site"), ("host", "api.example.com")])
            #expect(reply.status == 403)
        }
        #expect(harness.log.text.utf8.count < 2000)
        #expect(harness.log.text.contains(#""origin":"https://evil.example""#))
    }
}
