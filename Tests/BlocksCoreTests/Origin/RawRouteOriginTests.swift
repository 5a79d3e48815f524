// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// Pages of other sites can't act through a visitor's cookies: decision 0018.
struct RawRouteOriginTests {
    static func status(
        _ method: HTTPRequest.Method, _ headers: [(String, String)], path: String = "/form", cookie: String? = "auth=x",
        patterns: String? = nil
    ) async throws -> Int {
        let harness = try AppHarness(environment: patterns.map { ["CORS_ALLOWED_ORIGINS": $0] } ?? [:]) { app in
            for method in [HTTPRequest.Method.get, .head, .post, .put, .delete, .patch] {
                app.route(RawRoute(method, "/form") { $0.response.status = 202 })
            }
            app.route(RawRoute(unsafeFromAnySite: .post, "/callback") { $0.response.status = 202 })
            app.route(RawRoute(app.scope("a"), "hook", unsafeFromAnySite: .post) { $0.response.status = 202 })
        }
        let lines = ([("host", "api.example.com")] + headers).map { BlocksRequest.Header(name: $0.0, value: $0.1) }
        let request = BlocksRequest(
            method: method, path: path, headerList: lines, cookieHeader: cookie, body: Array("a=b".utf8))
        let reply = await harness.send(request)
        if reply.status == 403 {
            #expect(reply.text == #"{"error":"Forbidden: cross-origin request rejected"}"#)
            #expect(
                reply.headers.map(\.name) == [
                    "Content-Type", "Vary", "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy",
                ])
        }
        return reply.status
    }

    static let foreign = [
        [("sec-fetch-site", "cross-site")], [("sec-fetch-site", "same-site")], [("sec-fetch-site", "")],
        [("sec-fetch-site", "cross-site"), ("origin", "https://api.example.com")],
        [("origin", "https://evil.example")], [("origin", "null")],
        [("origin", "https://api.example.com.evil.example")],
        [("origin", "https://api.example.com:8443")], [("origin", "/")],
    ]

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .patch], foreign)
    func `a page of another site can't change anything`(
        method: HTTPRequest.Method, headers: [(String, String)]
    ) async throws {
        #expect(try await Self.status(method, headers) == 403)
    }

    @Test(arguments: foreign)
    func `what changes nothing, carries no cookies, or asked for it, passes`(headers: [(String, String)]) async throws {
        #expect(try await Self.status(.get, headers) == 202)
        #expect(try await Self.status(.head, headers) == 202)
        #expect(try await Self.status(.post, headers, cookie: nil) == 202)
        #expect(try await Self.status(.post, headers, path: "/callback") == 202)
        #expect(try await Self.status(.post, headers, path: "/hook") == 202)
    }

    @Test(arguments: [
        [], [("sec-fetch-site", "same-origin")], [("sec-fetch-site", "none")], [("origin", "https://api.example.com")],
        [("origin", "https://API.example.com")], [("origin", "")], [("content-type", "text/plain")],
        [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")],
        [("sec-fetch-site", "same-origin"), ("origin", "https://site-behind-a-cdn.example")],
    ])
    func `our own page and a client that is no browser pass, with any content type`(
        headers: [(String, String)]
    ) async throws {
        for method in [HTTPRequest.Method.post, .put, .delete, .patch] {
            #expect(try await Self.status(method, headers) == 202)
        }
    }

    @Test func `a page that the patterns allow passes, and one that they don't is refused everywhere`() async throws {
        let site = ("sec-fetch-site", "cross-site")
        let patterns = "https://app.example.com"
        #expect(try await Self.status(.post, [site, ("origin", patterns)], patterns: patterns) == 202)
        for path in ["/form", "/callback"] {
            let headers = [site, ("origin", "https://evil.example")]
            #expect(try await Self.status(.post, headers, path: path, cookie: nil, patterns: patterns) == 403)
        }
    }

    @Test func `a path that no route has is not found, whoever asks`() async throws {
        #expect(try await Self.status(.post, [("sec-fetch-site", "cross-site")], path: "/nowhere") == 404)
    }
}
