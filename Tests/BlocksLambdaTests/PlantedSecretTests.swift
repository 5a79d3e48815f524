// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksBootstrap
@testable import BlocksLambda

/// Events carry cookies and passwords, the environment keys.
struct PlantedSecretTests {
    private static let mark = "planted-in-lambda-0001"

    @Test func `no textual form of a start or of the environment shows a key`() {
        let variables = ["AWS_SECRET_ACCESS_KEY": Self.mark]
        let start = LambdaStart(arguments: [], environment: variables, logger: CapturedLog().logger) { _ in
            throw CancellationError()
        }
        expectNoTrace(of: Self.mark, in: start)
        expectNoTrace(of: Self.mark, in: Environment(variables: variables, arguments: []))
    }

    @Test func `no textual form of an invocation shows its event`() throws {
        let text = #"""
            {"version":"2.0","rawPath":"/","rawQueryString":"","cookies":["\#(Self.mark)"],"headers":{"cookie":"\#(Self.mark)"},
             "body":"\#(Self.mark)","isBase64Encoded":false,"multiValueHeaders":{"cookie":["\#(Self.mark)"]},
             "requestContext":{"stage":"$default","http":{"method":"POST","path":"/","sourceIp":"203.0.113.1"}}}
            """#
        let root = try JSONDocument(Array(text.utf8)).root
        let event: HTTPEvent = try #require(try HTTPEvent(root))
        for value in [
            event, Invocation(requestID: "r", deadline: nil, event: Array(text.utf8)),
            HTTPResponse(status: 200, body: Array(text.utf8)), try EventHeaders(root),
        ] as [Any] {
            expectNoTrace(of: Self.mark, in: value)
        }
    }
}
