// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksHTTP

@Suite struct `Response collector` {
    private func collect(
        _ lines: [String], body: [String] = [], limit: Int = 100
    ) -> (response: InboundResponse, taken: [Bool]) {
        var collector = ResponseCollector(maximumBodyBytes: limit)
        var taken: [Bool] = []
        for line in lines { taken.append(Array(line.utf8).withUnsafeBytes { collector.receiveHeader($0) }) }
        for piece in body { taken.append(Array(piece.utf8).withUnsafeBytes { collector.receiveBody($0) }) }
        return (collector.response(status: 200), taken)
    }

    @Test func `fields keep their order and spelling, values lose the blanks around them`() {
        let lines = ["HTTP/1.1 200 OK\r\n", "B:  1 \t\r\n", "a: x y\n", "B:\r\n", "C: d:e\r\n", "\r\n"]
        let response = collect(lines).response
        #expect(response.headers.map(\.name) == ["B", "a", "B", "C"])
        #expect(response.headers.map(\.value) == ["1", "x y", "", "d:e"])
        #expect(response.header("b") == "1")
        #expect(response.header("c") == "d:e")
        #expect(response.header("missing") == nil)
    }

    @Test func `an interim response leaves nothing behind`() {
        let lines = ["HTTP/1.1 103 Early\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n"]
        #expect(collect(lines).response.headers.map(\.name) == ["A"])
    }

    @Test func `trailer fields and lines without a colon are dropped`() {
        let lines = ["HTTP/1.1 200 OK\r\n", "A: b\r\n", "nonsense\r\n", "\r\n", "Set-Cookie: late\r\n"]
        #expect(collect(lines).response.headers.map(\.name) == ["A"])
    }

    @Test func `a body up to the limit is taken, a byte more is not`() {
        #expect(collect([], body: ["12345", "67890"], limit: 10).taken == [true, true])
        #expect(collect([], body: ["12345", "678901"], limit: 10).taken == [true, false])
        #expect(collect([], body: ["1"], limit: 0).taken == [false])
    }

    @Test func `too many header bytes stop the transfer`() {
        let line = "A: " + String(repeating: "b", count: 1000) + "\r\n"
        let taken = collect(Array(repeating: line, count: 66)).taken
        #expect(taken.prefix(65).allSatisfy { $0 })
        #expect(taken.last == false)
    }
}
