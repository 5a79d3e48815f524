// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// Which request reaches what: spec/http-and-rpc.md §2, §8 and §9.
struct DispatcherTests {
    static func harness(_ environment: [String: String] = [:]) throws -> AppHarness {
        try AppHarness(environment: environment) { app in
            let scope = app.scope("my-app")
            app.export("api", ApiNamespace(scope, "api") { Method("ping") { _ in "pong" } })
            app.route(RawRoute(.get, "/health") { $0.response.send("ok") })
            app.route(RawRoute(.get, "/throws") { _ in throw ApiError("no", status: 418) })
            app.route(RawRoute(streaming: .get, "/pieces") { _, body in try await body.write("piece") })
            app.route(
                RawRoute(.get, "//v1///users/") { context in
                    try context.response.setHeader("content-type", "text/plain")
                    context.response.status = 201
                    context.response.send("users")
                })
        }
    }

    @Test func `a success carries the headers that keep caches out`() async throws {
        let reply = try await Self.harness().rpc(#"{"jsonrpc":"2.0","method":"api.ping","id":1}"#)
        #expect(
            reply.headers.map { "\($0.name): \($0.value)" } == [
                "Content-Type: application/json", "Vary: Origin", "Strict-Transport-Security: max-age=31536000",
                "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin",
                "Cache-Control: no-store, no-cache, must-revalidate, proxy-revalidate", "Pragma: no-cache",
                "Expires: 0",
            ])
    }

    @Test
    func `every HTTP answer tells browsers to keep to https, to types as they are said, and referrers to themselves`()
        async throws
    {
        let harness = try Self.harness()
        let other = [("origin", "https://other.example"), ("content-type", "application/json")]
        var replies = [
            await harness.rpc(#"{"jsonrpc":"2.0","method":"api.ping","id":1}"#),
            await harness.rpc(#"{"jsonrpc":"2.0","method":"api.nothing","id":1}"#), await harness.rpc("no JSON"),
            await harness.rpc("{}", headers: other),
        ]
        for (method, path) in [
            (HTTPRequest.Method.get, "/health"), (.get, "/nowhere"), (.get, RPC.path), (.options, RPC.path),
            (.head, "/nowhere"),
        ] {
            replies.append(await harness.send(BlocksRequest(method: method, path: path)))
        }
        for path in ["/throws", "/pieces"] {
            replies.append(await harness.send(BlocksRequest(method: .get, path: path)))
        }
        replies.append(harness.application.oversizedReply(to: BlocksRequest(method: .get, path: "/")))
        for (index, reply) in replies.enumerated() {
            #expect(reply.header("strict-transport-security") == "max-age=31536000", "\(index)")
            #expect(reply.header("x-content-type-options") == "nosniff", "\(index)")
            #expect(reply.header("referrer-policy") == "same-origin", "\(index)")
        }
    }

    @Test(arguments: [
        ("/aws-blocks/api", HTTPRequest.Method.get, 405), ("/aws-blocks/api", .put, 405),
        ("/aws-blocks/apifoo", .post, 404),
        ("/aws-blocks/api/anything", .post, 404), ("/", .get, 404), ("/definitely/not/here", .post, 404),
        ("/health", .post, 404), ("/HEALTH", .get, 404), ("/health", .head, 404), ("/healthy", .get, 404),
        ("/aws-blocks/api//", .post, 404),
    ]) func `a request that nothing serves is refused`(path: String, method: HTTPRequest.Method, status: Int)
        async throws
    {
        let reply = try await Self.harness().send(BlocksRequest(method: method, path: path, body: Array("{}".utf8)))
        #expect(reply.status == status)
        #expect(method == .head ? reply.body.isEmpty : reply.text.hasPrefix(#"{"error":"#))
        #expect(reply.header("Cache-Control") == "no-store, no-cache, must-revalidate, proxy-revalidate")
    }

    @Test(arguments: [
        ("/health", 200, "ok"), ("/health/", 200, "ok"), ("//health", 200, "ok"), ("/v1/users", 201, "users"),
    ])
    func `a raw route matches its normalised path`(path: String, status: Int, body: String) async throws {
        let reply = try await Self.harness().send(BlocksRequest(method: .get, path: path))
        #expect(reply.status == status)
        #expect(reply.text == body)
    }

    @Test func `a raw route's own content type replaces the default`() async throws {
        let reply = try await Self.harness().send(BlocksRequest(method: .get, path: "/v1/users"))
        #expect(reply.header("Content-Type") == "text/plain")
    }

    @Test func `a trailing slash on the API's path is served`() async throws {
        let body = Array(#"{"jsonrpc":"2.0","method":"api.ping","id":1}"#.utf8)
        let reply = try await Self.harness().send(BlocksRequest(method: .post, path: "/aws-blocks/api/", body: body))
        #expect(reply.text == #"{"jsonrpc":"2.0","result":"pong","id":1}"#)
    }

    @Test(arguments: [
        ("content-type", "text/plain", 415), ("content-type", "application/x-www-form-urlencoded", 415),
        ("content-type", "application/jsonp", 415), ("content-type", "", 415), ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403), ("sec-fetch-site", "", 403), ("origin", "https://evil.example", 403),
        ("origin", "null", 403), ("origin", "https://api.example.com.evil.example", 403),
    ]) func `a call that another site's page could have made is refused`(
        name: String, value: String, status: Int
    ) async throws {
        let reply = try await Self.harness().rpc(
            #"{"jsonrpc":"2.0","method":"api.ping","id":1}"#, headers: [("host", "api.example.com"), (name, value)],
            cookie: "auth=x")
        #expect(reply.status == status)
        #expect(!reply.text.contains("pong"))
    }

    @Test(arguments: [
        ("content-type", "application/json; charset=utf-8"), ("content-type", "Application/JSON"),
        ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none"), ("origin", "https://api.example.com"),
        ("origin", "https://API.example.com"), ("user-agent", "a native client"),
    ]) func `a call of our own page or of a native client passes`(name: String, value: String) async throws {
        let reply = try await Self.harness().rpc(
            #"{"jsonrpc":"2.0","method":"api.ping","id":1}"#, headers: [("host", "api.example.com"), (name, value)],
            cookie: "auth=x")
        #expect(reply.text == #"{"jsonrpc":"2.0","result":"pong","id":1}"#)
    }
}
