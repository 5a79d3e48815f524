// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksLambda

@Suite struct HTTPResponseParserTests {
    static let event = """
        HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 8476a536\r\n\
        Lambda-Runtime-Deadline-Ms:  1795428000000 \r\nContent-Length: 13\r\n\r\n{"event": 42}
        """
    static let chunked = """
        HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nLambda-Runtime-Aws-Request-Id: 8476a536\r\n\r\n\
        6;note=ignored\r\n{"even\r\n0007\r\nt": 42}\r\n0\r\nX-Trailer: seen\r\n\r\n
        """
    static let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nOK"

    @Test(arguments: [event, chunked])
    func `length and chunks give the same response`(_ text: String) throws {
        let response = try #require(try parse(text))
        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"event": 42}"#)
        #expect(response.fields.value("lambda-runtime-aws-request-id") == "8476a536")
        #expect(response.keepsAlive)
    }

    @Test func `a field is found by its name in any case and its blanks are trimmed`() throws {
        let response = try #require(try parse(Self.event))
        #expect(response.fields.number("lambda-runtime-deadline-ms") == 1_795_428_000_000)
        #expect(response.fields.value("lambda-runtime-trace-id") == nil)
        #expect(response.fields.number("content-type") == nil)
    }

    @Test(arguments: [event, chunked, interim])
    func `where the bytes are cut makes no difference`(_ text: String) throws {
        let whole = try #require(try parse(text))
        for size in [1, 2, 3, 7, 16] {
            let pieces = try #require(try parse(text, pieces: size))
            #expect(pieces.status == whole.status && pieces.body == whole.body)
        }
        let bytes = Array(text.utf8)
        for cut in 1..<bytes.count {
            var parser = HTTPResponseParser()
            #expect(try parser.feed(bytes[..<cut]) == nil)
            #expect(parser.hasStarted)
            #expect(try parser.feed(bytes[cut...])?.body == whole.body)
        }
    }

    @Test func `interim answers are skipped`() throws {
        let response = try #require(try parse(Self.interim))
        #expect(response.status == 202)
        #expect(response.body == Array("OK".utf8))
    }

    @Test(arguments: ["204 No Content", "304 Not Modified", "204"])
    func `no body is read where none can be`(_ status: String) throws {
        let response = try #require(try parse("HTTP/1.1 \(status)\r\nContent-Length: 5\r\n\r\n"))
        #expect(response.body.isEmpty)
    }

    @Test func `a parser is ready for the next response`() throws {
        var parser = HTTPResponseParser()
        for text in [Self.event, Self.chunked, Self.interim, Self.event] {
            #expect(try parser.feed(Array(text.utf8)[...]) != nil)
            #expect(!parser.hasStarted)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    ])
    func `a closing answer is told`(_ text: String) throws {
        #expect(try parse(text)?.keepsAlive == false)
    }

    @Test(arguments: [
        "HTP/1.1 200 OK\r\n\r\n", "HTTP/2 200\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 200 O\u{1}K\r\n\r\n", "\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        "HTTP/1.1 200 OK\r\nBlank : before colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: folded\r\n line\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nunstated length",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\na\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nbad trailer\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
    ])
    func `what is not HTTP is malformed`(_ text: String) {
        for pieces in [text.utf8.count, 1] {
            #expect(throws: LambdaError(.malformedResponse, "")) { try parse(text, pieces: pieces) }
        }
    }

    @Test func `limits hold to the byte`() throws {
        let limits = HTTPResponseParser.Limits(head: 64, body: 8)
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n"
        let fitting = "X: \(String(repeating: "x", count: 64 - head.utf8.count - 7))\r\n\r\n"
        #expect((head + fitting).utf8.count == 64)
        #expect(try parse(head + fitting + "12345678", limits: limits)?.body.count == 8)
        let oversized = [
            head + "X" + fitting,
            String(repeating: "H", count: 65),
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 3),
        ]
        for text in oversized {
            for pieces in [text.utf8.count, 1] {
                #expect(throws: LambdaError(.oversizedResponse, "")) { try parse(text, limits: limits, pieces: pieces) }
            }
        }
    }

    @Test func `chunks together can't exceed the body's limit`() {
        let limits = HTTPResponseParser.Limits(head: 4096, body: 8)
        let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n4\r\n"
        #expect(throws: LambdaError(.oversizedResponse, "")) { try parse(text, limits: limits) }
    }

    @Test(arguments: [event, chunked, interim])
    func `mutated bytes are refused or parsed the same however they are cut`(_ text: String) {
        var random = SeededRandom(seed: 20_261_124)
        let original = Array(text.utf8)
        var differing: [[UInt8]] = []
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                default: bytes.append(contentsOf: bytes[at...])
                }
            }
            if outcome(bytes, pieces: bytes.count) != outcome(bytes, pieces: 1) { differing.append(bytes) }
        }
        #expect(differing.isEmpty)
    }

    // MARK: -

    private func parse(
        _ text: String, limits: HTTPResponseParser.Limits = .init(), pieces: Int = .max
    ) throws -> HTTPResponse? {
        try parse(Array(text.utf8), limits: limits, pieces: pieces)
    }

    private func parse(_ bytes: [UInt8], limits: HTTPResponseParser.Limits = .init(), pieces: Int) throws
        -> HTTPResponse?
    {
        var parser = HTTPResponseParser(limits: limits)
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieces)
            rest = rest.dropFirst(piece.count)
            guard let response = try parser.feed(piece) else { continue }
            // What follows in a later read answers nothing, just as what follows in the same read.
            guard rest.isEmpty else { throw LambdaError(.malformedResponse, "") }
            return response
        }
        return nil
    }

    private func outcome(_ bytes: [UInt8], pieces: Int) -> String {
        do {
            guard let response = try parse(bytes, pieces: pieces) else { return "incomplete" }
            return "\(response.status) \(response.body) \(response.keepsAlive)"
        } catch let error as LambdaError {
            return error.code.rawValue
        } catch {
            return "\(error)"
        }
    }
}

extension HTTPResponseParser {
    fileprivate mutating func feed(_ bytes: ArraySlice<UInt8>) throws(LambdaError) -> HTTPResponse? {
        try bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(LambdaError) in try self.feed(buffer) }
        }.get()
    }
}
