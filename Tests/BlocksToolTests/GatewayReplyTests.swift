// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksTool

struct GatewayReplyTests {
    private func reply(_ text: String) throws -> GatewayReply { try GatewayReply(parsing: Array(text.utf8)) }

    @Test func `payload 2 brings its cookies in a list`() throws {
        let reply = try reply(#"{"statusCode":201,"headers":{"A":"1"},"cookies":["a=1; Path=/","b=2"],"body":"hi"}"#)
        #expect(reply.status == 201)
        #expect(reply.header("a") == "1")
        #expect(reply.cookies == ["a=1; Path=/", "b=2"])
        #expect(reply.text == "hi")
    }

    @Test func `payload 1 brings them among the headers`() throws {
        let reply = try reply(
            #"{"statusCode":200,"headers":{"set-cookie":"z=0"},"multiValueHeaders":{"Set-Cookie":["a=1","b=2"],"X":["1","2"]}}"#
        )
        #expect(reply.cookies == ["z=0", "a=1", "b=2"])
        #expect(reply.headers.map(\.value) == ["1", "2"])
        #expect(reply.body.isEmpty)
    }

    @Test func `a Base64 body is decoded`() throws {
        #expect(try reply(#"{"statusCode":200,"body":"/w==","isBase64Encoded":true}"#).body == [0xFF])
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"statusCode":"200"}"#, #"{"statusCode":20}"#, #"{"statusCode":1000}"#,
        #"{"statusCode":200.5}"#, #"{"statusCode":200,"body":"*","isBase64Encoded":true}"#,
    ])
    func `anything else is no reply`(text: String) {
        #expect(throws: ToolError(.reply, "")) { try reply(text) }
    }
}
