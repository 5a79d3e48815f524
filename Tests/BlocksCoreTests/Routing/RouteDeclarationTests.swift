// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// What is wrong with a route is told at start: spec/http-and-rpc.md §9.
struct RouteDeclarationTests {
    static let root =
        "Cannot register RawRoute at '/' — root path is not supported (API Gateway proxy resource doesn't handle root). "
        + "Use a sub-path like '/health'."
    static let reserved =
        "Cannot register RawRoute at /aws-blocks or /aws-blocks/api/* — these paths are reserved for RPC dispatch"

    @Test(arguments: ["", "/", "//", "///"]) func `the root is no route`(path: String) throws {
        #expect(try DeclarationTests.mistake { app, _ in app.route(RawRoute(.get, path) { _ in }) } == Self.root)
    }

    @Test(arguments: [
        "/aws-blocks", "/AWS-Blocks/", "/aws-blocks/api", "//aws-blocks//API", "/aws-blocks/api/x",
        "/aws-blocks/api/{x}",
        "/Aws-Blocks/Api/*",
    ]) func `the API's own paths are reserved`(path: String) throws {
        #expect(try DeclarationTests.mistake { app, _ in app.route(RawRoute(.get, path) { _ in }) } == Self.reserved)
    }

    @Test(arguments: [
        ("health", "must begin with '/'."), ("*", "must begin with '/'."), ("{x}", "must begin with '/'."),
        ("/a{b", "has a '{' without a '}' after it."), ("/a{", "has a '{' without a '}' after it."),
        ("/a}b", "has a '}' without a '{' before it."), ("/{a}}", "has a '}' without a '{' before it."),
        ("/a*b", "may have one '*', as its last character."), ("/**", "may have one '*', as its last character."),
        ("/*/a", "may have one '*', as its last character."), ("/{}", "can't have a parameter ''"),
        ("/{1a}", "can't have a parameter '1a'"), ("/{a-b}", "can't have a parameter 'a-b'"),
        ("/{a/b}", "can't have a parameter 'a/b'"), ("/{a{b}", "can't have a parameter 'a{b'"),
        ("/{é}", "can't have a parameter 'é'"), ("/{ a}", "can't have a parameter ' a'"),
        ("/{*}", "can't have a parameter '*'"), ("/{__proto__}", "the name is reserved."),
        ("/{constructor}", "the name is reserved."), ("/x/{prototype}", "the name is reserved."),
        ("/{a}/{a}", "has two parameters 'a'."),
    ]) func `a path outside the grammar is refused`(path: String, problem: String) throws {
        let message = try DeclarationTests.mistake { app, _ in app.route(RawRoute(.get, path) { _ in }) }
        #expect(message.hasPrefix("The path '\(path)' of a RawRoute "))
        #expect(message.contains(problem))
    }

    @Test(arguments: ["CONNECT", "TRACE", "get", "QUERY"]) func `an unroutable method is refused`(method: String) throws
    {
        let method = try #require(HTTPRequest.Method(method))
        let message = try DeclarationTests.mistake { app, _ in app.route(RawRoute(method, "/x") { _ in }) }
        #expect(
            message
                == "Invalid HTTP method: \(method). Must be one of: GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS")
    }

    @Test(arguments: [("/a/{x}", "//a//{x}/"), ("/files/*", "/files/*"), ("/a", "/a/")])
    func `a second route of the same method and path is refused`(first: String, second: String) throws {
        let message = try DeclarationTests.mistake { app, _ in
            app.route(RawRoute(.get, first) { _ in })
            app.route(RawRoute(.get, second) { _ in })
        }
        #expect(message == "DuplicateRouteException: GET \(first) is already registered")
    }

    @Test func `another method, another name or another case make another route`() async throws {
        let harness = try AppHarness { app in
            for path in ["/a/{x}", "/a/{y}", "/A/{x}", "/aws-blocks/auth/{provider}", "/aws-blocksy"] {
                app.route(RawRoute(.get, path) { $0.response.send(path) })
                app.route(RawRoute(.post, path) { $0.response.send(path) })
            }
        }
        let reply = await harness.send(BlocksRequest(method: .get, path: "/aws-blocks/auth/oidc"))
        #expect(reply.text == "/aws-blocks/auth/{provider}")
    }

    @Test(
        arguments: [
            ([], "health", "/health"), (["v1"], "users", "/v1/users"), (["v1", "b"], "users", "/v1/b/users"),
            (["v1"], "a b/c", "/v1/a%20b%2Fc"), ([], "é{x}", "/%C3%A9%7Bx%7D"),
            ([], "~a.b_c-d!('e')", "/~a.b_c-d!('e')"),
            (["v1"], "files*", "/v1/files*"),
        ] as [([String], String, String)])
    func `a route without a path gets it from its scopes`(below: [String], id: String, path: String) throws {
        var route: RawRoute?
        _ = try AppHarness(environment: ["BLOCKS_STACK_NAME": "stack"]) { app in
            route = RawRoute(below.reduce(app.scope("app")) { $0.scope($1) }, id, .get) { _ in }
            if let route { app.route(route) }
        }
        #expect(route?.path == path)
    }

    @Test func `a pattern, however odd, is refused or matches what it says`() async throws {
        var random = SeededRandom(seed: 9)
        var accepted = 0
        for _ in 0..<5_000 {
            let parts = ["/", "/", "{a}", "{b}", "{", "}", "*", "-", "é", "%", "1"]
            let text = "/" + (0..<4).map { _ in parts.randomElement(using: &random) ?? "-" }.joined()
            let pattern = RawRoute(.get, text) { _ in }.path
            let harness: AppHarness
            do {
                harness = try AppHarness { app in
                    app.route(
                        RawRoute(.get, text) { context in
                            context.response.send(["a", "b", "*"].map { context.parameters[$0] ?? "-" }.joined())
                        })
                }
            } catch {
                #expect(!error.message.isEmpty)
                continue
            }
            accepted += 1
            let path = pattern.replacing("{a}", with: "q").replacing("{b}", with: "q").replacing("*", with: "")
            let expected = ["{a}", "{b}"].map { pattern.contains($0) ? "q" : "-" }.joined()
            let reply = await harness.send(BlocksRequest(method: .get, path: path))
            #expect(reply.text == expected + (pattern.contains("*") ? "" : "-"), "\(text)")
        }
        #expect(accepted > 500)
    }
}
