// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLambda

@Suite struct ReplyEncodingTests {
    @Test(arguments: [
        ([], #"{"statusCode":200,"headers":{"X-A":"1"},"body":"hi","isBase64Encoded":false}"#),
        (["a=1"], #"{"statusCode":200,"headers":{"X-A":"1"},"cookies":["a=1"],"body":"hi","isBase64Encoded":false}"#),
        (
            ["a=1; Path=/", "b=\"2\""],
            #"{"statusCode":200,"headers":{"X-A":"1"},"cookies":["a=1; Path=/","b=\"2\""],"body":"hi","isBase64Encoded":false}"#
        ),
        (
            ["a=1", "b=2", "c=3"],
            #"{"statusCode":200,"headers":{"X-A":"1"},"cookies":["a=1","b=2","c=3"],"body":"hi","isBase64Encoded":false}"#
        ),
    ])
    func `payload 2 replies list their cookies`(_ cookies: [String], _ expected: String) throws {
        #expect(try encoded(.cookies, cookies: cookies) == expected)
    }

    @Test(arguments: [
        ([], #"{"statusCode":200,"headers":{"X-A":"1"},"body":"hi","isBase64Encoded":false}"#),
        (
            ["a=1"],
            #"{"statusCode":200,"headers":{"X-A":"1"},"multiValueHeaders":{"Set-Cookie":["a=1"]},"body":"hi","isBase64Encoded":false}"#
        ),
        (
            ["a=1", "b=2", "c=3"],
            #"{"statusCode":200,"headers":{"X-A":"1"},"multiValueHeaders":{"Set-Cookie":["a=1","b=2","c=3"]},"body":"hi","#
                + #""isBase64Encoded":false}"#
        ),
    ])
    func `payload 1 replies keep every cookie`(_ cookies: [String], _ expected: String) throws {
        #expect(try encoded(.multiValueHeaders, cookies: cookies) == expected)
    }

    @Test func `text is escaped once`() throws {
        let body = Array("{\"a\":\"\\n\"}\u{7}é\u{1F600}".utf8)
        #expect(
            try encoded(.cookies, body: body)
                == #"{"statusCode":200,"headers":{"X-A":"1"},"body":"{\"a\":\"\\n\"}\u0007é😀","isBase64Encoded":false}"#
        )
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x61, 0x80], [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func `a body that is not UTF-8 goes in Base64`(_ body: [UInt8]) throws {
        let text = Base64.encode(body)
        #expect(
            try encoded(.cookies, body: body)
                == #"{"statusCode":200,"headers":{"X-A":"1"},"body":"\#(text)","isBase64Encoded":true}"#)
        #expect(Base64.decode(Array(text.utf8)) == body)
    }

    @Test(arguments: ["a=1\r\nX: y", "a=1\n", "a=\u{0}", "a=\u{7F}"])
    func `a cookie can't end its line`(_ cookie: String) {
        for shape in ReplyShape.allCases {
            #expect(throws: LambdaError(.malformedReply, "")) { try encoded(shape, cookies: [cookie]) }
        }
    }

    @Test(arguments: ["1\r\nX: y", "1\n", "\u{0}"])
    func `a header can't end its line`(_ value: String) {
        #expect(BlocksReply.Header(checking: "X-A", value) == nil)
    }

    private func encoded(
        _ shape: ReplyShape, cookies: [String] = [], body: [UInt8] = Array("hi".utf8)
    ) throws -> String {
        let header = try #require(BlocksReply.Header(checking: "X-A", "1"))
        let reply = BlocksReply(status: 200, headers: [header], cookies: cookies, body: body)
        return String(decoding: try reply.encoded(shape), as: UTF8.self)
    }
}
