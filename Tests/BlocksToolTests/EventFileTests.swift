// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import Testing

@testable import BlocksTool

struct EventFileTests {
    private static let http: JSONValue = [
        "rawPath": "/p", "rawQueryString": "q=1", "requestContext": ["http": ["method": "GET", "path": "/p"]],
    ]
    private static let rest: JSONValue = [
        "httpMethod": "POST", "path": "/r", "headers": ["Host": "h"], "multiValueHeaders": [:],
    ]
    private static let restQuery: JSONValue = [
        "httpMethod": "GET", "path": "/r", "queryStringParameters": ["a": "2", "b c": "&"],
        "multiValueQueryStringParameters": ["a": ["1", "2"], "b c": ["&"]], "requestContext": ["stage": "prod"],
    ]
    private static let balancer: JSONValue = [
        "httpMethod": "GET", "path": "/r", "queryStringParameters": ["a": "%26", "b": ""],
        "requestContext": ["elb": [:]],
    ]

    @Test(
        arguments: [
            (http, EventFile.Shape.httpAPI, "GET /p?q=1"),
            (rest, .restAPI, "POST /r"), (restQuery, .restAPI, "GET /r?a=1&a=2&b%20c=%26"),
            (balancer, .loadBalancer, "GET /r?a=%26&b="),
            (
                ["version": "1.0", "httpMethod": "GET", "path": "/r", "queryStringParameters": .null], .httpAPIOne,
                "GET /r"
            ),
            (["source": "blocks.jobs", "jobName": "c", "Records": []], .direct, "blocks.jobs c"),
            ([:], .other, ""), (["Records": []], .records, "0 of nothing"),
            (
                ["Records": [["eventSourceARN": "arn:aws:sqs:r:1:q"], [:]]], .records, "2 of arn:aws:sqs:r:1:q"
            ),
            (["Records": [["Sns": ["TopicArn": "t"]]]], .records, "1 of t"),
            (["requestContext": ["connectionId": "c", "routeKey": "$connect"]], .webSocket, "$connect"),
            (["source": "a", "detail-type": "b"], .bus, "a b"),
            (["source": "blocks.jobs", "id": "c"], .direct, "blocks.jobs c"), (["source": "a"], .other, ""),
            (
                [
                    "requestContext": [
                        "domainName": "x.lambda-url.eu-west-1.on.aws", "http": ["method": "GET", "path": "/f"],
                    ]
                ],
                .functionURL, "GET /f"
            ),
        ] as [(JSONValue, EventFile.Shape, String)])
    func `the front door and the request line are recognised`(event: JSONValue, shape: EventFile.Shape, line: String) {
        let file = EventFile(path: "e.json", event: event)
        #expect(file.shape == shape)
        #expect(file.requestLine == line)
    }

    @Test(
        arguments: [
            (["body": #"{"method":"api.greet"}"#], "api.greet"),
            (
                ["body": #"{"method":"authApi.setAuthState","params":[{"action":"signIn"}]}"#],
                "authApi.setAuthState signIn"
            ),
            (["body": "eyJtZXRob2QiOiJhLmIifQ==", "isBase64Encoded": true], "a.b"),
            (["body": "%", "isBase64Encoded": true], nil),
            (["body": "not JSON"], nil), (["body": "[1]"], nil), ([:], nil),
        ] as [(JSONValue, String?)])
    func `the called method is read from the body`(event: JSONValue, method: String?) {
        #expect(EventFile(path: "e.json", event: event).rpcMethod == method)
    }

    @Test func `the jar's cookies go where the front door puts them`() {
        var jar = CookieJar()
        for cookie in ["a=1", "b=2"].compactMap(ReceivedCookie.init) { jar.receive(cookie) }
        #expect(EventCookies.adding(jar, to: Self.http)["cookies"] == ["a=1", "b=2"])
        let rest = EventCookies.adding(jar, to: Self.rest)
        #expect(rest["headers"]?["Cookie"] == "a=1; b=2")
        #expect(rest["multiValueHeaders"]?["Cookie"] == ["a=1; b=2"])
    }

    @Test(
        arguments: [
            ["requestContext": ["http": [:]], "cookies": []],
            ["requestContext": ["http": [:]], "cookies": ["own=1"]],
            ["httpMethod": "GET", "headers": ["cookie": "own=1"]],
            ["httpMethod": "GET", "multiValueHeaders": ["Cookie": []]],
            ["Records": []],
        ] as [JSONValue])
    func `an event with cookies of its own, or without a place for them, stays as it is`(event: JSONValue) {
        var jar = CookieJar()
        for cookie in ["a=1"].compactMap(ReceivedCookie.init) { jar.receive(cookie) }
        #expect(EventCookies.adding(jar, to: event) == event)
    }

    @Test func `a folder stands for its events by name, without expectations`() throws {
        let folder = try ScratchFolder([
            "b.json": "{}", "a.json": "{}", "a.expected.json": "{}", "note.txt": "", "in/c.json": "{}",
        ])
        let files = try EventFile.select([folder.path])
        #expect(files.map(\.path) == ["\(folder.path)/a.json", "\(folder.path)/b.json"])
        #expect(files[0].expectationPath == "\(folder.path)/a.expected.json")
        #expect(files[1].expectationPath == nil)
        #expect(try EventFile.search(folder.path).count == 3)
    }

    @Test func `an expectation that a shell pattern matched is passed over`() throws {
        let folder = try ScratchFolder(["a.json": "{}", "a.expected.json": "{}"])
        #expect(try EventFile.select(["\(folder.path)/a.expected.json", "\(folder.path)/a.json"]).count == 1)
        #expect(throws: ToolError(.usage, "")) { try EventFile.select(["\(folder.path)/a.expected.json"]) }
    }

    @Test(arguments: [
        ("missing.json", ToolError.Code.usage), ("list.json", .event), ("broken.json", .event), ("in", .usage),
    ])
    func `what is no event is refused with what to do`(name: String, code: ToolError.Code) throws {
        let folder = try ScratchFolder(["list.json": "[]", "broken.json": "{", "in/readme.txt": ""])
        #expect(throws: ToolError(code, "")) { try EventFile.select(["\(folder.path)/\(name)"]) }
    }

    @Test func `a folder of folders says which of them to name`() throws {
        let folder = try ScratchFolder(["flow/a.json": "{}"])
        let error = #expect(throws: ToolError.self) { try EventFile.select([folder.path]) }
        #expect(error?.description.contains("\(folder.path)/flow") == true)
    }
}
