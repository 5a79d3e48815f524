// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import HTTPTypes
import Testing

@testable import BlocksLambda

@Suite struct EventDecodingTests {
    @Test func `an HTTP API event becomes a request`() throws {
        let request = try request(EventSamples.httpAPI)
        #expect(request.method == .post)
        #expect(request.path == "/aws-blocks/api")
        #expect(request.rawQuery == "a=1&b=%20x&a=2")
        #expect(request.cookieHeader == "theme=dark; auth_my-app-auth=s%3Aid.sig")
        #expect(request.cookies(named: "auth_my-app-auth") == ["s%3Aid.sig"])
        #expect(request.headerList.map(\.name) == ["accept", "content-type", "x-forwarded-proto", "x-many"])
        #expect(request.header("x-many") == "one,two")
        #expect(request.text == #"{"id":1,"text":"hé"}"#)
        #expect(request.clientIP == "203.0.113.10")
        #expect(request.stagePrefix == "")
    }

    @Test func `a function URL event becomes a request`() throws {
        let request = try request(EventSamples.functionURL)
        #expect(request.method == .get)
        #expect(request.path == "/health")
        #expect(request.rawQuery == "")
        #expect(request.cookieHeader == nil)
        #expect(request.body.isEmpty)
        #expect(request.clientIP == "203.0.113.11")
    }

    @Test func `a REST API event becomes a request`() throws {
        let request = try request(EventSamples.restAPI)
        #expect(request.method == .post)
        #expect(request.path == "/aws-blocks/api")
        #expect(request.rawQuery == "z=first&z=last&name=a%20b%26c%3D%C3%A9")
        #expect(request.cookieHeader == "a=1; b=2")
        let lines = request.headerList.map { "\($0.name): \($0.value)" }
        #expect(lines == ["accept: */*", "cookie: a=1", "cookie: b=2", "x-many: one", "x-many: two", "x-single: only"])
        #expect(request.text == #"{"id":1}"#)
        #expect(request.clientIP == "203.0.113.12")
        #expect(request.stagePrefix == "/prod")
    }

    @Test(arguments: [
        ("prod", "/prod/x", "/x"), ("prod", "/prod", "/"), ("prod", "/prod/", "/"),
        ("prod", "/production/x", "/production/x"),
        ("prod", "/x/prod", "/x/prod"), ("$default", "/$default/x", "/$default/x"), ("", "/x", "/x"),
        ("v1", "/v1/v1", "/v1"),
    ])
    func `payload 2 paths lose the name of their stage and nothing else`(
        _ stage: String, _ path: String, _ expected: String
    ) throws {
        let event = """
            {"rawPath":"\(path)","requestContext":{"stage":"\(stage)","http":{"method":"GET"}}}
            """
        #expect(try request(event).path == expected)
        // The same path stands in the context; it counts where there is no other.
        for member in ["", #""rawPath":null,"#] {
            let event = """
                {\(member)"requestContext":{"stage":"\(stage)","http":{"method":"GET","path":"\(path)"}}}
                """
            #expect(try request(event).path == expected)
        }
    }

    @Test(arguments: [
        (#""queryStringParameters":{"a":"1","b":null,"c":""}"#, "a=1&c="),
        (#""multiValueQueryStringParameters":null,"queryStringParameters":{"a b":"~-._/"}"#, "a%20b=~-._%2F"),
        (#""multiValueQueryStringParameters":{"a":[],"b":["","x"]}"#, "b=&b=x"),
        (#""queryStringParameters":null"#, ""),
    ])
    func `payload 1 queries are encoded again in document order`(_ members: String, _ expected: String) throws {
        let event = #"{"httpMethod":"GET","path":"/x","requestContext":{},\#(members)}"#
        #expect(try request(event).rawQuery == expected)
    }

    @Test(arguments: [
        (#"["a=1"]"#, "a=1"), (#"["a=1","b=2","c=3"]"#, "a=1; b=2; c=3"), ("[]", nil), ("null", nil),
    ])
    func `payload 2 cookies are joined`(_ cookies: String, _ expected: String?) throws {
        let event = #"{"rawPath":"/x","cookies":\#(cookies),"requestContext":{"http":{"method":"GET"}}}"#
        #expect(try request(event).cookieHeader == expected)
    }

    @Test func `a cookie header of a local front door counts when there is no array`() throws {
        let event = #"{"rawPath":"/x","headers":{"Cookie":"a=1; b=2"},"requestContext":{"http":{"method":"GET"}}}"#
        #expect(try request(event).cookieHeader == "a=1; b=2")
    }

    @Test func `header names that differ in case only are one name`() throws {
        let event = #"""
            {"httpMethod":"GET","path":"/x","requestContext":{},"headers":{"X-A":"second","X-B":"b"},
            "multiValueHeaders":{"x-a":["first","second"],"X-C":null}}
            """#
        let lines = try request(event).headerList.map { "\($0.name): \($0.value)" }
        #expect(lines == ["x-a: first", "x-a: second", "x-b: b"])
    }

    @Test(arguments: [1, 31, 32, 33, 64])
    func `however many lines there are, those of one name come from one member`(_ count: Int) throws {
        let multiple = (0..<count).map { #""X-\#($0)":["a\#($0)","b"]"# }.joined(separator: ",")
        let single = (0..<count).map { #""x-\#($0)":"c","y-\#($0)":"d""# }.joined(separator: ",")
        let event = #"""
            {"httpMethod":"GET","path":"/x","requestContext":{},"headers":{\#(single)},"multiValueHeaders":{\#(multiple)}}
            """#
        let list = try request(event).headerList
        #expect(list.prefix(2 * count).map(\.name) == (0..<count).flatMap { ["x-\($0)", "x-\($0)"] })
        #expect(list.dropFirst(2 * count).map(\.name) == (0..<count).map { "y-\($0)" })
        #expect(!list.contains { $0.value == "c" })
    }

    @Test func `thousands of lines in both members are merged at once`() throws {
        let names = (0..<20_000).map { "x-\($0)" }
        let multiple = names.map { #""\#($0)":["a"],"cookie-\#($0)":["b"]"# }.joined(separator: ",")
        let single = names.map { #""\#($0)":"a","z\#($0)":"c""# }.joined(separator: ",")
        let cookies = names.map { #""\#($0)=1""# }.joined(separator: ",")
        let event = #"""
            {"httpMethod":"GET","path":"/x","requestContext":{},"headers":{\#(single)},
            "multiValueHeaders":{\#(multiple),"Cookie":[\#(cookies)]}}
            """#
        let start = ContinuousClock.now
        let request = try request(event)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(request.headerList.count == 80_000)
        #expect(request.cookieHeader?.utf8.count == names.reduce(-2) { $0 + $1.utf8.count + 4 })
    }

    @Test func `a body in Base64 keeps every byte`() throws {
        let bytes = (0...255).map { UInt8($0) }
        for count in [0, 1, 2, 3, 256] {
            let text = Base64.encode(Array(bytes.prefix(count)))
            let body = #""body":"\#(text)","isBase64Encoded":true"#
            for event in [
                #"{"httpMethod":"PUT","path":"/x","requestContext":{},"#,
                #"{"rawPath":"/x","requestContext":{"http":{"method":"PUT"}},"#,
                #"{"httpMethod":"PUT","path":"/x","requestContext":{"elb":{}},"headers":{},"#,
            ] {
                #expect(try request("\(event)\(body)}").body == Array(bytes.prefix(count)))
            }
        }
    }

    private func request(_ event: String) throws -> BlocksRequest {
        guard case .http(let event) = try LambdaEvent(Array(event.utf8)) else {
            throw LambdaError(.unsupportedEvent, "not a request")
        }
        return event.request
    }
}
