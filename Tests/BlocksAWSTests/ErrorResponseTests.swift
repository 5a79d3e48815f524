// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct ErrorResponseTests {
    @Test(arguments: [
        (
            #"{"__type":"NotAuthorizedException","message":"Incorrect username or password."}"#,
            "NotAuthorizedException",
            "Incorrect username or password."
        ),
        (
            #"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"m"}"#,
            "ResourceNotFoundException", "m"
        ),
        (#"{"__type":"a#b#CodeMismatchException:http://internal/","Message":"M"}"#, "CodeMismatchException", "M"),
        (#"{"code":"x.y#FooError","message":7}"#, "FooError", ""),
        (#"{"__type":"A","code":"B"}"#, "A", ""),
        (#"{"__type":"","code":"B"}"#, "B", ""),
    ])
    func `name and text come from the body`(_ body: String, _ name: String, _ message: String) {
        let error = ErrorResponse(.json(body, status: 400))
        #expect(error.name == name)
        #expect(error.message == message)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "<html>502 Bad Gateway</html>", #"{"__type":7}"#, ##"{"__type":"#"}"##,
        #"{"__type":"a b"}"#,
        #"{"__type":"<script>"}"#, #"{"__type":"A\nB"}"#, "{\"__type\":\"" + String(repeating: "A", count: 129) + "\"}",
        #"{"__type":"NotAuthorizedException""#, String(repeating: "[", count: 100_000),
    ])
    func `an answer without a proper name has none`(_ body: String) {
        let response = InboundResponse.json(body, status: 502)
        #expect(ErrorResponse(response).name == nil)
        let error = ErrorResponse(response).error(response, service: .cognito)
        #expect(error.name == "UnrecognizedResponseError")
        #expect(error.kind == .malformedResponse)
        #expect(error.status == 502)
    }

    @Test func `the header's name wins and its address is cut off`() {
        let response = InboundResponse.json(
            #"{"__type":"Other"}"#, status: 400,
            headers: [
                ("X-Amzn-ErrorType", "ns#ValidationException:http://internal.amazon.com/coral/"),
                ("x-amzn-RequestId", "r-1"),
            ])
        let error = ErrorResponse(response).error(response, service: .dynamoDB)
        #expect(error == AWSError(name: "ValidationException", kind: .service))
        #expect(error.requestID == "r-1")
    }

    @Test(arguments: [
        ("NotAuthorizedException", AWSError.Kind.service), ("LimitExceededException", .service),
        ("TooManyRequestsException", .throttled), ("ExpiredTokenException", .credentials),
        ("InvalidSignatureException", .credentials), ("AccessDeniedException", .service),
    ])
    func `the kind follows from the name`(_ name: String, _ kind: AWSError.Kind) {
        let response = InboundResponse.awsError(name)
        #expect(ErrorResponse(response).error(response, service: .cognito).kind == kind)
    }

    @Test func `an error shows its name only`() {
        let error = AWSError(name: "UsernameExistsException", message: "alice exists", status: 400, requestID: "r")
        #expect("\(error)" == "UsernameExistsException")
        #expect(String(reflecting: error) == "UsernameExistsException (service, status 400, request r): alice exists")
    }
}
