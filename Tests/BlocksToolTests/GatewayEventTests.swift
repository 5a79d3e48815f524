// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksTool

struct GatewayEventTests {
    private func event(_ request: InboundRequest) -> JSONValue {
        GatewayEvent(request, requestID: "r-1", time: Timestamp(milliseconds: 1_795_496_726_123)).value
    }

    @Test func `a request becomes the event of an HTTP API`() {
        let event = event(
            InboundRequest(
                method: "POST", path: "/a%20b//c", query: "x=1&x=%26",
                headers: [("Host", "localhost:3000"), ("Content-Type", "text/plain"), ("User-Agent", "curl/8")],
                body: Array("héllo".utf8), peer: "127.0.0.1", port: 3000))
        #expect(event["version"] == "2.0")
        #expect(event["rawPath"] == "/a%20b//c")
        #expect(event["rawQueryString"] == "x=1&x=%26")
        #expect(event["headers"]?["content-type"] == "text/plain")
        #expect(event["headers"]?["x-forwarded-proto"] == "http")
        #expect(event["headers"]?["x-forwarded-port"] == "3000")
        #expect(event["body"] == "héllo")
        #expect(event["isBase64Encoded"] == false)
        let context = event["requestContext"]
        #expect(context?["http"]?["method"] == "POST")
        #expect(context?["http"]?["path"] == "/a%20b//c")
        #expect(context?["http"]?["sourceIp"] == "127.0.0.1")
        #expect(context?["http"]?["userAgent"] == "curl/8")
        #expect(context?["stage"] == "$default")
        #expect(context?["requestId"] == "r-1")
        #expect(context?["time"] == "24/Nov/2026:05:05:26 +0000")
        #expect(context?["timeEpoch"] == 1_795_496_726_123)
    }

    @Test func `cookies are taken out of the headers, one an element`() {
        let event = event(InboundRequest(method: "GET", path: "/", headers: [("Cookie", "a=1; b=2;c=3; ")]))
        #expect(event["cookies"] == ["a=1", "b=2", "c=3"])
        #expect(event["headers"]?["cookie"] == nil)
    }

    @Test func `a request without cookies and body has neither member`() {
        let event = event(InboundRequest(method: "GET", path: "/"))
        #expect(event["cookies"] == nil)
        #expect(event["body"] == nil)
    }

    @Test func `header lines of one name are joined and a forwarded address is kept`() {
        let event = event(
            InboundRequest(
                method: "GET", path: "/", headers: [("X-A", "1"), ("x-a", "2"), ("X-Forwarded-For", "10.0.0.1")],
                peer: "::1"))
        #expect(event["headers"]?["x-a"] == "1,2")
        #expect(event["headers"]?["x-forwarded-for"] == "10.0.0.1, ::1")
    }

    @Test(arguments: [[0xFF, 0xFE], [0x7B, 0x80], [0xC3]] as [[UInt8]])
    func `a body that is not UTF-8 travels as Base64`(body: [UInt8]) {
        let event = event(InboundRequest(method: "POST", path: "/", body: body))
        #expect(event["isBase64Encoded"] == true)
        #expect(EventFile(path: "e", event: event).body == body)
    }

    @Test func `a long body costs a third more at most`() {
        let body = [UInt8](repeating: 1, count: 100_000)  // a control character: six bytes when escaped
        let event = event(InboundRequest(method: "POST", path: "/", body: body))
        #expect(event.encoded().count < 140_000)
        #expect(EventFile(path: "e", event: event).body == body)
    }
}
