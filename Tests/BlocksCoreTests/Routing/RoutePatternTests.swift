// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// What a pattern matches: spec/http-and-rpc.md §9.
struct RoutePatternTests {
    /// What `name` matched in `path`; `nil` when `pattern` doesn't match.
    private func match(_ pattern: String, _ path: String, _ names: [String]) async throws -> [String?]? {
        let harness = try AppHarness { app in
            app.route(
                RawRoute(.get, pattern) { context in
                    try context.response.send(json: names.map { context.parameters[$0] })
                })
        }
        let reply = await harness.send(BlocksRequest(method: .get, path: path))
        guard reply.status == 200 else { return nil }
        return try JSONDecoder().decode([String?].self, from: Data(reply.body))
    }

    @Test(
        arguments: [
            ("/users/{id}", "/users/42", ["id": "42"]), ("/users/{id}", "/users/42/", ["id": "42"]),
            ("//users///{id}//", "/users/42", ["id": "42"]), ("/users/{id}", "//users//42", ["id": "42"]),
            ("/users/{id}/notes/{note}", "/users/a/notes/b", ["id": "a", "note": "b"]),
            ("/v{major}", "/v2", ["major": "2"]), ("/v{major}.{minor}", "/v1.2.3", ["major": "1.2", "minor": "3"]),
            ("/{a}-{b}", "/x-y-z", ["a": "x-y", "b": "z"]), ("/{a}-{b}", "/---", ["a": "-", "b": "-"]),
            ("/{a}{b}", "/xyz", ["a": "xy", "b": "z"]), ("/{a}{b}{c}", "/xyz", ["a": "x", "b": "y", "c": "z"]),
            ("/{a}.tar.{b}", "/x.tar.tar.gz", ["a": "x.tar", "b": "gz"]), ("/{a}aa", "/aaaa", ["a": "aa"]),
            ("/{a}aa{b}", "/xaaab", ["a": "xa", "b": "b"]),
            ("/{_x9}", "/~", ["_x9": "~"]), ("/a/{b}c", "/a/bcc", ["b": "bc"]), ("/é{x}", "/éa", ["x": "a"]),
            ("/files/*", "/files/a/b.txt", ["*": "a/b.txt"]), ("/files/*", "/files/", ["*": ""]),
            ("/files/*", "/files/a/", ["*": "a/"]), ("/files/*", "/files//a//b", ["*": "a/b"]),
            ("/files*", "/files", ["*": ""]), ("/files*", "/filesystem/x", ["*": "ystem/x"]),
            ("/*", "/a/b", ["*": "a/b"]), ("/*", "/", ["*": ""]), ("/{a}*", "/ab/c", ["a": "ab", "*": "/c"]),
            ("/{a}-*", "/x-y-z/w-v", ["a": "x-y", "*": "z/w-v"]), ("/{a}/*", "/x/y", ["a": "x", "*": "y"]),
            ("/{a}{b}*", "/xyz", ["a": "xy", "b": "z", "*": ""]),
        ] as [(String, String, [String: String])])
    func `a parameter takes as much as those after it allow`(
        pattern: String, path: String, expected: [String: String]
    ) async throws {
        let names = expected.keys.sorted()
        #expect(try await match(pattern, path, names) == names.map { expected[$0] })
    }

    @Test(arguments: [
        ("/users/{id}", "/users"), ("/users/{id}", "/users/"), ("/users/{id}", "/users/a/b"),
        ("/users/{id}", "/Users/a"), ("/users/{id}", "/users%2Fa"), ("/users/{id}", "users/a"), ("/users/{id}", ""),
        ("/v{major}", "/v"), ("/v{major}", "/w2"), ("/{a}-{b}", "/-x"), ("/{a}-{b}", "/x-"), ("/{a}-{b}", "/x"),
        ("/{a}-{b}", "/x/-y"), ("/{a}{b}", "/x"), ("/{a}{b}{c}", "/xy"), ("/{a}aa", "/aa"), ("/{a}.js", "/.js"),
        ("/{a}aa{b}", "/aab"), ("/{a}.js", "/a.jsx"), ("/{a}.js", "/a.j"), ("/files/*", "/files"),
        ("/files/*", "/file"), ("/{a}/*", "//"), ("/{a}/*", "/a"), ("/{a}-*", "/a/-"), ("/{a}*", "/"),
        ("/a/b", "/a"), ("/a/b", "/a/b/c"), ("/a/b", "/a/bc"), ("/é", "/e\u{301}"), ("/a", "/a//b"),
    ])
    func `anything else is no match`(pattern: String, path: String) async throws {
        #expect(try await match(pattern, path, []) == nil)
    }

    @Test(arguments: [
        ("a%20b", "a b"), ("a%2Fb", "a/b"), ("%252F", "%2F"), ("%C3%A9", "é"), ("a+b", "a+b"), ("%", "%"),
        ("%zz", "%zz"), ("%C3", "%C3"), ("%20%C3", "%20%C3"), ("%ff", "%ff"), ("%00", "\u{0}"), ("%0d%0a", "\r\n"),
    ])
    func `a parameter is decoded once, and left as it is where that can't be`(sent: String, value: String) async throws
    {
        #expect(try await match("/{x}", "/\(sent)", ["x"]) == [value])
        #expect(try await match("/f/*", "/f/\(sent)", ["*"]) == [sent])
    }

    @Test func `a name that the pattern doesn't have has no value`() async throws {
        #expect(try await match("/{x}", "/a", ["y", "*", "", "X"]) == [nil, nil, nil, nil])
        #expect(try await match("/a", "/a", ["a"]) == [nil])
    }

    @Test func `of several routes that match, the first one registered answers`() async throws {
        let harness = try AppHarness { app in
            for path in ["/a/{x}", "/a/b", "/a/*", "/{y}/b", "/*"] {
                app.route(RawRoute(.get, path) { $0.response.send(path) })
            }
            app.route(RawRoute(.post, "/a/b") { $0.response.send("POST") })
        }
        for (path, route) in [
            ("/a/b", "/a/{x}"), ("/a/b/c", "/a/*"), ("/c/b", "/{y}/b"), ("/c/d", "/*"), ("/a/b/", "/a/*"),
        ] {
            #expect(await harness.send(BlocksRequest(method: .get, path: path)).text == route)
        }
        #expect(await harness.send(BlocksRequest(method: .post, path: "/a/b")).text == "POST")
    }

    @Test func `every pattern matches what an expression of the same meaning matches`() async throws {
        var random = SeededRandom(seed: 4)
        let parts = ["/", "a", "b", "-", "aa", "{}", "{}", "{}", "/{}"]
        for _ in 0..<3000 {
            var names: [String] = []
            var pattern = "/"
            for _ in 0..<Int.random(in: 1...7, using: &random) {
                let part = parts.randomElement(using: &random) ?? "a"
                if part.hasSuffix("{}") {
                    names.append("p\(names.count)")
                    pattern += part.dropLast(2) + "{\(names[names.count - 1])}"
                } else {
                    pattern += part
                }
            }
            while pattern.contains("//") { pattern = pattern.replacingOccurrences(of: "//", with: "/") }
            while pattern.hasSuffix("/") { pattern.removeLast() }
            guard !pattern.isEmpty else { continue }
            if Bool.random(using: &random) { pattern += ["*", "/*"].randomElement(using: &random) ?? "*" }
            let path = "/" + String((0..<8).map { _ in "aab-/".randomElement(using: &random) ?? "a" }) + "a"

            var expression = pattern
            for name in names { expression = expression.replacingOccurrences(of: "{\(name)}", with: "([^/]+)") }
            if expression.hasSuffix("*") { expression = expression.dropLast() + "(.*)" }
            let collapsed = path.replacingOccurrences(of: "/+", with: "/", options: .regularExpression)
            let regex = try NSRegularExpression(pattern: "^\(expression)$")
            let found = regex.firstMatch(
                in: collapsed, range: NSRange(collapsed.startIndex..., in: collapsed))
            let keys = names + (pattern.hasSuffix("*") ? ["*"] : [])
            let expected = found.map { found in
                keys.indices.map { String(collapsed[Range(found.range(at: $0 + 1), in: collapsed)!]) as String? }
            }
            #expect(try await match(pattern, path, keys) == expected, "\(pattern) on \(path)")
        }
    }

    @Test func `a pattern that makes others backtrack for ever is answered at once`() async throws {
        let pattern = "/" + (0..<40).map { "{p\($0)}a" }.joined() + "b"
        let start = ContinuousClock.now
        for tail in ["", "a", "aab"] {
            #expect(try await match(pattern, "/" + String(repeating: "a", count: 100_000) + tail + "c", []) == nil)
        }
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(try await match(pattern, "/" + String(repeating: "a", count: 100_000) + "b", ["p39"]) == ["a"])
    }
}
