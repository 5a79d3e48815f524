// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksTool

struct ExpectationTests {
    private static let reply = GatewayReply(
        status: 200, headers: [("Content-Type", "application/json"), ("Vary", "Origin")],
        cookies: ["auth=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=900"],
        body: Array(
            #"{"id":1,"user":{"name":"alice","sub":"1b4e28ba-2fa1-4d2b-883f-0016d3cca427"},"list":[1,2],"at":"2026-11-24T05:05:26.123Z","none":null,"empty":""}"#
                .utf8))

    private func mismatches(_ expectation: JSONValue, _ reply: GatewayReply = reply) throws -> [String] {
        try Expectation(expectation).mismatches(in: reply).map(\.path)
    }

    @Test(
        arguments: [
            [:],
            ["status": 200],
            ["status": "<number>"],
            ["headers": ["content-type": "application/json", "x-none": "<absent>"]],
            ["cookies": ["auth": ["value": "<string>", "HttpOnly": true, "max-age": "900", "Domain": "<absent>"]]],
            ["body": ["id": 1]],
            ["body": ["user": ["name": "alice", "sub": "<uuid>"]]],
            ["body": ["list": [1, "<number>"], "at": "<time>", "none": nil, "other": "<absent>"]],
            ["body": ["none": "<any>", "empty": ""]],
            ["body": "<any>"],
        ] as [JSONValue])
    func `an answer with at least what is expected holds`(expectation: JSONValue) throws {
        #expect(try mismatches(expectation) == [])
    }

    @Test(
        arguments: [
            (["status": 201], "status"),
            (["headers": ["vary": "Accept"]], "headers.vary"),
            (["headers": ["x-none": "<any>"]], "headers.x-none"),
            (["cookies": [:]], "cookies.auth"),
            (["cookies": ["auth": [:], "other": [:]]], "cookies.other"),
            (["cookies": ["auth": ["value": "ab"]]], "cookies.auth.value"),
            (["cookies": ["auth": ["Secure": "<absent>"]]], "cookies.auth.Secure"),
            (["cookies": ["auth": ["Partitioned": true]]], "cookies.auth.Partitioned"),
            (["cookies": ["auth": ["Max-Age": true]]], "cookies.auth.Max-Age"),
            (["body": ["id": "1"]], "body.id"),
            (["body": ["id": "<string>"]], "body.id"),
            (["body": ["id": "<absent>"]], "body.id"),
            (["body": ["missing": "<any>"]], "body.missing"),
            (["body": ["user": ["name": "Alice"]]], "body.user.name"),
            (["body": ["user": ["name": "<uuid>"]]], "body.user.name"),
            (["body": ["user": ["name": "<time>"]]], "body.user.name"),
            (["body": ["user": ["name": "<boolean>"]]], "body.user.name"),
            (["body": ["user": []]], "body.user"),
            (["body": ["list": [1]]], "body.list"),
            (["body": ["list": [2, 1]]], "body.list[0]"),
            (["body": ["list": ["0": 1]]], "body.list"),
            (["body": ["none": "<string>"]], "body.none"),
            (["body": ["empty": "<string>"]], "body.empty"),
            (["body": ["empty": nil]], "body.empty"),
            (["body": ["id": "<numbr>"]], "body.id"),
            (["body": "text"], "body"),
            (["body": "<absent>"], "body"),
        ] as [(JSONValue, String)])
    func `an answer that differs is named by its place`(expectation: JSONValue, path: String) throws {
        #expect(try mismatches(expectation).first == path)
    }

    @Test func `two cookies of one name are a difference`() throws {
        let twice = GatewayReply(status: 200, headers: [], cookies: ["a=1", "a=2"], body: [])
        #expect(try mismatches(["cookies": ["a": ["value": "1"]]], twice) == ["cookies.a"])
    }

    @Test func `a body that is no JSON is compared as text`() throws {
        let plain = GatewayReply(status: 200, headers: [], body: Array("ok".utf8))
        #expect(try mismatches(["body": "ok"], plain) == [])
        #expect(try mismatches(["body": "no"], plain) == ["body"])
        #expect(try mismatches(["body": ["a": 1]], plain) == ["body"])
    }

    @Test(arguments: [["statuscode": 200], ["status": 200, "bodies": 1], [1], "text", nil] as [JSONValue])
    func `an expectation with a part that is never compared is refused`(value: JSONValue) {
        #expect(throws: ToolError(.expectation, "")) { try Expectation(value) }
    }

    @Test func `a capture keeps a text of the body, and nothing where there is none`() throws {
        let expectation = try Expectation([
            "captures": ["name": "user.name", "none": "user.nothing", "number": "id", "odd": 1]
        ])
        #expect(expectation.captures(from: Self.reply) == ["name": "alice"])
        #expect(expectation.mismatches(in: Self.reply) == [])
    }
}
