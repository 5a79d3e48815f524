// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import TestSupport
import Testing

@testable import BlocksHTTP

/// Requests and responses carry passwords and tokens.
struct PlantedSecretTests {
    @Test func `no textual form of a request, a response or one that is arriving shows what is in it`() {
        let mark = "planted-in-http-0001"
        var collector = ResponseCollector(maximumBodyBytes: 1000)
        for line in ["HTTP/1.1 200 OK\r\n", "Set-Cookie: \(mark)\r\n", "\r\n"] {
            _ = Array(line.utf8).withUnsafeBytes { collector.receiveHeader($0) }
        }
        _ = Array(mark.utf8).withUnsafeBytes { collector.receiveBody($0) }
        let response: InboundResponse = collector.response(status: 200)
        let request = OutboundRequest(
            method: .post, url: "https://a/?\(mark)", headers: [("Authorization", mark)], body: Array(mark.utf8))
        for value in [collector, response, request] as [Any] {
            expectNoTrace(of: mark, in: value)
        }
    }
}
