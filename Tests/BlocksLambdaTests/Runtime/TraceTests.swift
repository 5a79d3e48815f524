// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc
import TestSupport
import Testing

@testable import BlocksLambda

/// The X-Ray header of an invocation, until it is needed.
@Suite(.serialized) struct TraceTests {
    private static let root = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"

    @Test(
        arguments: [
            (root, root), (" \(root) ", root), (String(repeating: "x", count: 256), String(repeating: "x", count: 256)),
            (String(repeating: "x", count: 257), nil), ("", nil), ("Root=1\u{e9}", nil), ("Root=1\tx", nil),
        ] as [(String, String?)])
    func `a trace header that can be sent on is kept, any other is left out`(
        _ value: String, _ expected: String?
    ) throws {
        let text = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\nLambda-Runtime-Trace-Id:\(value)\r\n"
        var parser = HTTPResponseParser()
        let outcome = Array((text + "Content-Length: 2\r\n\r\n{}").utf8).withUnsafeBufferPointer { buffer in
            Result { () throws(LambdaError) in try parser.feed(buffer) }
        }
        let correlation = try Invocation(#require(try outcome.get())).correlation
        #expect(correlation.trace?.description == expected)
        #expect(correlation.requestID == "a")
    }

    @Test func `the environment variable follows the invocations and goes with them`() throws {
        func value() -> String? { getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) } }
        func header(_ text: String) -> TraceHeader? { TraceHeader(ArraySlice(Array(text.utf8))) }
        let variable = TraceVariable()
        #expect(value() == nil)
        for text in [Self.root, "Root=2", String(repeating: "x", count: 256), "Root=3"] {
            variable.set(header(text))
            #expect(value() == text)
        }
        variable.set(nil)
        #expect(value() == nil)
        variable.set(header("Root=4"))
        #expect(value() == "Root=4")
        variable.set(nil)
        #expect(value() == nil)
    }

    @Test func `the variable is set in a process of one worker only`() throws {
        let event = HandlerFixture.call("traceVariable", "[]")
        let fields = "Lambda-Runtime-Trace-Id: \(Self.root)\r\n"
        let alone = try Probe.serving([event, event], fields: fields)
        #expect(alone.api.requests.filter { $0.text.contains(Self.root) }.count == 2)
        let without = try Probe.serving([event])
        #expect(without.api.requests.count { $0.text.contains(#"\"result\":\"unset\""#) } == 1)
        let several = try Probe.serving([event], ["AWS_LAMBDA_MAX_CONCURRENCY": "2"], fields: fields)
        #expect(several.api.requests.contains { $0.text.contains(#"\"result\":\"unset\""#) })
        #expect(!several.api.requests.contains { $0.text.contains(Self.root) })
    }
}
