// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import Testing

@testable import BlocksLambda

@Suite struct FrontDoorTests {
    @Test(
        arguments: [
            (EventSamples.httpAPI, .httpAPI, .cookies), (EventSamples.functionURL, .functionURL, .cookies),
            (EventSamples.restAPI, .restAPI, .multiValueHeaders),
            (EventSamples.singleValueLoadBalancer, .loadBalancer, .singleValues),
            (EventSamples.multipleValueLoadBalancer, .loadBalancer, .multipleValues),
            (
                #"{"version":"1.0","httpMethod":"GET","path":"/","requestContext":{"stage":"$default"}}"#, .httpAPI,
                .multiValueHeaders
            ),
            // Without a domain it is the developer's server, which behaves as an HTTP API.
            (#"{"rawPath":"/","requestContext":{"http":{"method":"GET"}}}"#, .httpAPI, .cookies),
            (
                #"{"rawPath":"/","requestContext":{"domainName":"lambda-url.test","http":{"method":"GET"}}}"#, .httpAPI,
                .cookies
            ),
            (
                #"{"httpMethod":"GET","path":"/","requestContext":{"elb":{}},"headers":{},"multiValueHeaders":{}}"#,
                .loadBalancer, .singleValues
            ),
        ] as [(String, FrontDoor, ReplyShape)])
    func `each front door is told by the members of its events`(
        _ event: String, _ door: FrontDoor, _ shape: ReplyShape
    ) throws {
        let event = try httpEvent(event)
        #expect(event.frontDoor == door)
        #expect(event.shape == shape)
    }

    @Test func `an event of a load balancer with single values becomes a request`() throws {
        let request = try httpEvent(EventSamples.singleValueLoadBalancer).request
        #expect(request.method == .post && request.path == "/aws-blocks/api")
        #expect(request.rawQuery == "a=1%2B&b%20=x+y")
        #expect(request.cookieHeader == "a=1; b=2")
        #expect(request.header("x-forwarded-for") == "198.51.100.7")
        #expect(request.text == #"{"id":1}"#)
        #expect(request.stagePrefix == "")
    }

    @Test func `an event of a load balancer with multiple values becomes a request`() throws {
        let request = try httpEvent(EventSamples.multipleValueLoadBalancer).request
        #expect(request.method == .post && request.path == "/aws-blocks/api")
        #expect(request.rawQuery == "z=1&z=%32&a=")
        #expect(request.cookieHeader == "a=1; b=2")
        let many = request.headerList.filter { $0.name == "x-many" }.map(\.value)
        #expect(many == ["one", "two"])
        #expect(request.text == #"{"id":1}"#)
    }

    @Test(arguments: EventSamples.all)
    func `the client's address is never taken from a header`(_ sample: String) throws {
        let forged = #""x-forwarded-for":"203.0.113.66","forwarded":"for=203.0.113.66","x-real-ip":"203.0.113.66""#
        let multiple = forged.replacing(#":"2"#, with: #":["2"#).replacing(#":"f"#, with: #":["f"#)
            .replacing(#"66""#, with: #"66"]"#)
        let event = sample.replacing(#""headers":{"#, with: #""headers":{\#(forged),"#)
            .replacing(#""multiValueHeaders":{"#, with: #""multiValueHeaders":{\#(multiple),"#)
        let request = try httpEvent(event).request
        #expect(request.header("x-forwarded-for")?.contains("203.0.113.66") == true)
        #expect(request.clientIP == (try httpEvent(sample).request.clientIP))
    }

    @Test func `a load balancer does not say who the client is`() throws {
        #expect(try httpEvent(EventSamples.singleValueLoadBalancer).request.clientIP == nil)
        #expect(try httpEvent(EventSamples.multipleValueLoadBalancer).request.clientIP == nil)
    }

    @Test(arguments: [
        ("dev", "/dev/x", "/x", ""), ("$default", "/x", "/x", ""), ("dev", "/x", "/x", ""), ("dev", "/dev", "/", ""),
    ])
    func `an HTTP API's paths begin with the stage in payload 1 too`(
        _ stage: String, _ path: String, _ expected: String, _ prefix: String
    ) throws {
        let event = #"{"version":"1.0","httpMethod":"GET","path":"\#(path)","requestContext":{"stage":"\#(stage)"}}"#
        let request = try httpEvent(event).request
        #expect(request.path == expected && request.stagePrefix == prefix)
    }

    @Test(arguments: [
        (EventSamples.httpAPI, "https://localhost/aws-blocks/api?a=1&b=%20x&a=2"),
        (EventSamples.functionURL, "https://id.lambda-url.us-east-1.on.aws/health"),
        (EventSamples.restAPI, "https://localhost/prod/aws-blocks/api?z=first&z=last&name=a%20b%26c%3D%C3%A9"),
        (EventSamples.singleValueLoadBalancer, "https://lb.example.com/aws-blocks/api?a=1%2B&b%20=x+y"),
        (EventSamples.multipleValueLoadBalancer, "https://lb.example.com/aws-blocks/api?z=1&z=%32&a="),
    ])
    func `absolute URLs have the stage of a REST API and no other`(_ event: String, _ expected: String) throws {
        #expect(try httpEvent(event).request.url.description == expected)
    }

    @Test(arguments: EventSamples.all)
    func `a developer's front door is believed on loopback only`(_ sample: String) throws {
        func url(forwarded: String) throws -> RequestURL {
            let event = sample.replacing(#""headers":{"#, with: #""headers":{"x-forwarded-host":"\#(forwarded)","#)
                .replacing(
                    #""multiValueHeaders":{"#, with: #""multiValueHeaders":{"x-forwarded-host":["\#(forwarded)"],"#)
            return try httpEvent(event).request.url
        }
        let local = try url(forwarded: "localhost:3000")
        #expect(local.scheme == "http" && local.authority == "localhost:3000")
        #expect(!local.path.contains("prod"))
        #expect(try url(forwarded: "evil.test") == httpEvent(sample).request.url)
    }

    @Test(arguments: [
        "/a%2Fb", "/a//b/", "/%zz", "/é", "/a;b=c", "/a?b", "//", "/..", "/a%00b", "/A", "/a+b",
    ])
    func `a path reaches the router as received`(_ path: String) throws {
        let two = #"{"rawPath":"\#(path)","requestContext":{"http":{"method":"GET","path":"/other"}}}"#
        let one = #"{"httpMethod":"GET","path":"\#(path)","requestContext":{"stage":"prod","path":"/prod/other"}}"#
        let balanced = #"{"httpMethod":"GET","path":"\#(path)","requestContext":{"elb":{}},"headers":{}}"#
        for event in [two, one, balanced] { #expect(try httpEvent(event).request.path == path) }
    }

    @Test(arguments: ["a=1&a=2&a=1", "b=2&a=1", "a=%20&b=+", "a", "a=&b", "&&", "a=b=c", "%zz", "a=%C3%A9", "?", ""])
    func `a query of payload 2 reaches the router as received`(_ query: String) throws {
        let event =
            #"{"rawPath":"/","rawQueryString":"\#(query)","queryStringParameters":{"x":"y"},"requestContext":{"http":{"method":"GET"}}}"#
        #expect(try httpEvent(event).request.rawQuery == query)
    }

    @Test(arguments: [
        #"{"httpMethod":"GET","requestContext":{"elb":{}},"headers":{}}"#,
        #"{"httpMethod":"GET","path":"x","requestContext":{"elb":{}},"headers":{}}"#,
        #"{"httpMethod":"","path":"/","requestContext":{"elb":{}},"headers":{}}"#,
        #"{"httpMethod":"GET","path":"/","requestContext":{"elb":{}},"headers":{"a":["b"]}}"#,
        #"{"httpMethod":"GET","path":"/","requestContext":{"elb":{}},"multiValueHeaders":{"a":"b"}}"#,
        #"{"httpMethod":"GET","path":"/","requestContext":{"elb":{}},"headers":{},"queryStringParameters":{"a":["1"]}}"#,
        #"{"httpMethod":"GET","path":"/","requestContext":{"elb":{}},"headers":{},"body":1}"#,
        #"{"httpMethod":"GET","path":"/","requestContext":{"elb":{}},"headers":{},"body":"%","isBase64Encoded":true}"#,
    ])
    func `a mistyped member of a load balancer's event is malformed`(_ event: String) {
        #expect(throws: LambdaError(.malformedEvent, "")) { try LambdaEvent(Array(event.utf8)) }
    }
}

func httpEvent(_ text: String) throws -> HTTPEvent {
    guard case .http(let event) = try LambdaEvent(Array(text.utf8)) else {
        throw LambdaError(.unsupportedEvent, "not a request")
    }
    return event
}
