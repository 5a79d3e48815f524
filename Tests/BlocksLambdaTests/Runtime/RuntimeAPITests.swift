// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksLambda

@Suite struct RuntimeAPITests {
    @Test(arguments: [
        ("127.0.0.1:9001", "127.0.0.1", 9001, "", "127.0.0.1:9001"),
        ("127.0.0.1:9001/prefix", "127.0.0.1", 9001, "/prefix", "127.0.0.1:9001"),
        ("localhost:80/a/b//", "localhost", 80, "/a/b", "localhost:80"),
        ("runtime.internal", "runtime.internal", 80, "", "runtime.internal:80"),
        ("[::1]:9001/x", "::1", 9001, "/x", "[::1]:9001"),
    ])
    func `an address has a host, a port and perhaps a path`(
        _ text: String, _ host: String, _ port: Int, _ prefix: String, _ field: String
    ) throws {
        let address = try RuntimeAPIAddress(parsing: text)
        #expect(address.host == host)
        #expect(address.port == UInt16(port))
        #expect(address.pathPrefix == prefix)
        #expect(address.hostField == field)
    }

    @Test(arguments: [
        "", ":9001", "host:", "host:0", "host:65536", "host:+1", "host:9001x", "http://host:9001", "ho st:1",
        "host:1\r\nX: y",
        "[::1:9001", "[]:1", "user@host:1", "host:1/\u{e9}", "[::1]9001",
    ])
    func `anything else is no address`(_ text: String) {
        #expect(throws: LambdaError(.invalidAddress, "")) { try RuntimeAPIAddress(parsing: text) }
    }

    @Test func `requests are rendered whole`() throws {
        let requests = RuntimeAPIRequests(address: try RuntimeAPIAddress(parsing: "127.0.0.1:9001/prefix"))
        var head: [UInt8] = Array("left over".utf8)
        let fields = "Host: 127.0.0.1:9001\r\nUser-Agent: aws-lambda-swift/blocks\r\n"
        #expect(
            String(decoding: requests.next, as: UTF8.self)
                == "GET /prefix/2018-06-01/runtime/invocation/next HTTP/1.1\r\n\(fields)\r\n")
        requests.response(to: "id-1", length: 1_234_567_890, into: &head)
        #expect(
            String(decoding: head, as: UTF8.self)
                == "POST /prefix/2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n\(fields)"
                + "Content-Type: application/json\r\nContent-Length: 1234567890\r\n\r\n")
        requests.error(for: "id-1", type: "Runtime.MalformedEvent", length: 0, into: &head)
        #expect(
            String(decoding: head, as: UTF8.self)
                == "POST /prefix/2018-06-01/runtime/invocation/id-1/error HTTP/1.1\r\n\(fields)"
                + "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: Runtime.MalformedEvent\r\n"
                + "Content-Length: 0\r\n\r\n")
        requests.initError(type: "Runtime.InvalidConfiguration", length: 7, into: &head)
        #expect(
            String(decoding: head, as: UTF8.self).hasPrefix("POST /prefix/2018-06-01/runtime/init/error HTTP/1.1\r\n"))
    }

    @Test func `an invocation carries everything its fields say`() throws {
        let response = try parsed([
            "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "Lambda-Runtime-Deadline-Ms: 1542409706888",
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-2:123456789012:function:custom-runtime",
            "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
            #"Lambda-Runtime-Client-Context: {"client":{}}"#, #"Lambda-Runtime-Cognito-Identity: {"identityId":"x"}"#,
        ])
        let invocation = try Invocation(response)
        #expect(invocation.requestID == "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        #expect(invocation.deadline == Timestamp(milliseconds: 1_542_409_706_888))
        #expect(invocation.invokedFunctionARN == "arn:aws:lambda:us-east-2:123456789012:function:custom-runtime")
        #expect(invocation.traceID == "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1")
        #expect(invocation.clientContext == #"{"client":{}}"#)
        #expect(invocation.cognitoIdentity == #"{"identityId":"x"}"#)
        #expect(invocation.event == Array("{}".utf8))
    }

    @Test(arguments: [
        [], ["Lambda-Runtime-Aws-Request-Id:"], ["Lambda-Runtime-Aws-Request-Id: a/../b"],
        ["Lambda-Runtime-Aws-Request-Id: a b"],
        ["Lambda-Runtime-Aws-Request-Id: \(String(repeating: "a", count: 129))"],
    ])
    func `an invocation without a usable request id is malformed`(_ fields: [String]) {
        #expect(throws: LambdaError(.malformedResponse, "")) { try Invocation(parsed(fields)) }
    }

    private func parsed(_ fields: [String]) throws -> HTTPResponse {
        let text = (["HTTP/1.1 200 OK"] + fields + ["Content-Length: 2", "", "{}"]).joined(separator: "\r\n")
        var parser = HTTPResponseParser()
        let outcome = Array(text.utf8).withUnsafeBufferPointer { buffer in
            Result { () throws(LambdaError) in try parser.feed(buffer) }
        }
        return try #require(try outcome.get())
    }
}
