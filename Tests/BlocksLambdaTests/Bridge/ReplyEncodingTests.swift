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

    @Test(arguments: [
        ([], #"{"X-A":"1"}"#), (["a=1"], #"{"X-A":"1","Set-Cookie":"a=1"}"#),
        (["a=1", "b=2", "c=3"], #"{"X-A":"1","Set-Cookie":"a=1","set-Cookie":"b=2","SEt-Cookie":"c=3"}"#),
    ])
    func `a load balancer with single values gets spellings of one name`(_ cookies: [String], _ headers: String) throws
    {
        #expect(
            try encoded(.singleValues, cookies: cookies)
                == #"{"statusCode":200,"statusDescription":"200 OK","headers":\#(headers),"body":"hi","isBase64Encoded":false}"#
        )
    }

    @Test(arguments: [
        ([], #"{"X-A":["1"]}"#), (["a=1"], #"{"X-A":["1"],"Set-Cookie":["a=1"]}"#),
        (["a=1", "b=2"], #"{"X-A":["1"],"Set-Cookie":["a=1","b=2"]}"#),
    ])
    func `a load balancer with multiple values gets arrays only`(_ cookies: [String], _ headers: String) throws {
        #expect(
            try encoded(.multipleValues, cookies: cookies)
                == #"{"statusCode":200,"statusDescription":"200 OK","multiValueHeaders":\#(headers),"body":"hi","isBase64Encoded":false}"#
        )
    }

    @Test func `a cookie's name has 512 spellings and no more`() {
        let names = (0..<512).compactMap(CookieName.variant)
        #expect(names.count == 512 && Set(names).count == 512)
        #expect(names[0] == "Set-Cookie" && names[511] == "sET-cOOKIE")
        #expect(names.allSatisfy { $0.lowercased() == "set-cookie" })
        #expect(CookieName.variant(512) == nil && CookieName.variant(-1) == nil)
        #expect(throws: LambdaError(.malformedReply, "")) {
            try encoded(.singleValues, cookies: (0...512).map { "c\($0)=1" })
        }
    }

    @Test(arguments: [
        (100, "Continue"), (204, "No Content"), (299, "Success"), (451, "Client Error"), (599, "Server Error"),
    ])
    func `a load balancer gets the name of a status`(_ status: Int, _ phrase: String) throws {
        #expect(try encoded(.singleValues, status: status).contains(#""statusDescription":"\#(status) \#(phrase)""#))
    }

    @Test(arguments: [99, 0, -1, 600, 1_000, Int.max, Int.min])
    func `a status that is none is refused`(_ status: Int) {
        for shape in ReplyShape.allCases {
            #expect(throws: LambdaError(.malformedReply, "")) { try encoded(shape, status: status) }
        }
    }

    @Test(arguments: ReplyShape.allCases)
    func `what must have no body has none`(_ shape: ReplyShape) throws {
        let end = #""body":"","isBase64Encoded":false}"#
        for body in [[0xFF], Array("hi".utf8)] {
            #expect(try encoded(shape, status: 204, body: body).hasSuffix(end))
            #expect(try encoded(shape, status: 304, body: body).hasSuffix(end))
            #expect(try encoded(shape, isHead: true, body: body).hasSuffix(end))
            #expect(try !encoded(shape, status: 205, body: body).hasSuffix(end))
        }
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
        _ shape: ReplyShape, status: Int = 200, isHead: Bool = false, cookies: [String] = [],
        body: [UInt8] = Array("hi".utf8)
    ) throws -> String {
        let header = try #require(BlocksReply.Header(checking: "X-A", "1"))
        let reply = BlocksReply(status: status, headers: [header], cookies: cookies, body: body)
        return String(decoding: try reply.encoded(shape, isHead: isHead), as: UTF8.self)
    }
}
