// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAWS

/// Smithy's 165 protocol tests in botocore's form: 157 run here, 8 are skipped, for what no service we call needs.
///
/// Skipped are the host prefixes of `EndpointOperation` and `EndpointWithHostLabelOperation` (4) and the compressed bodies of
/// `PutWithContentEncoding` (4). Our clients write and read members of their own operations only, never a shape's whole model: for
/// requests the published members are written as they are, and what is checked is everything around them.
@Suite(.needsVectors("aws-json-protocols")) struct ProtocolVectorTests {
    @Test func `sixty-seven requests are sent as published`() async throws {
        var count = 0
        for file in ["input-json.json", "input-json_1_0.json"] {
            for suite in try Vectors.json("aws-json-protocols/" + file, as: [VectorSuite].self) {
                for test in suite.cases where !Self.skipped.contains(test.given.name) {
                    count += 1
                    try await check(test, of: suite)
                }
            }
        }
        #expect(count == 67)
    }

    private static let skipped: Set = ["EndpointOperation", "EndpointWithHostLabelOperation", "PutWithContentEncoding"]

    private func check(_ test: VectorSuite.Case, of suite: VectorSuite) async throws {
        let expected = try #require(test.serialized, "\(test.id)")
        let host = expected.host ?? "localhost"
        let transport = RecordingTransport(.json("{}"))
        let environment = Surroundings.credentials.merging(["AWS_ENDPOINT_URL": "https://" + host]) { $1 }
        let client = try AWSClient(
            signing: AWSService(
                hostPrefix: "test", variableSuffix: "TEST", targetPrefix: try #require(suite.metadata.targetPrefix),
                contentType: "application/x-amz-json-\(try #require(suite.metadata.jsonVersion))",
                backoff: Backoff(base: .zero), limitExceededIsThrottling: true, attemptTimeout: .seconds(1)),
            configuration: Surroundings(transport, environment: environment).configuration)
        let body = try JSONDocument(Array((expected.body.flatMap { $0.isEmpty ? nil : $0 } ?? "{}").utf8)).root
        _ = try await client.call(.once(test.given.name)) { writer in
            for member in body.members {
                writer.key(member.key)
                writer.raw(member.value.raw)
            }
        }
        let request = try #require(transport.requests.first)
        #expect(request.method.rawValue == expected.method, "\(test.id)")
        #expect(request.url.hasPrefix("https://" + host) && request.url.hasSuffix(expected.uri ?? "/"), "\(test.id)")
        for (name, value) in expected.headers ?? [:] { #expect(request.header(name) == value, "\(test.id)") }
        #expect(try JSONValue(parsing: request.body) == body.value, "\(test.id)")
    }

    @Test func `twenty-four error answers are named as published`() throws {
        var count = 0
        for test in try answers() {
            guard let code = test.errorCode, let response = test.response else { continue }
            count += 1
            let error = ErrorResponse(
                InboundResponse(
                    status: response.statusCode, headers: (response.headers ?? [:]).map { ($0.key, $0.value) },
                    body: Array((response.body ?? "").utf8)))
            #expect(error.name == code, "\(test.id)")
            #expect(error.message == test.errorMessage ?? "", "\(test.id)")
        }
        #expect(count == 24)
    }

    @Test func `sixty-six successful answers are read, and none disturbs`() async throws {
        var count = 0
        for test in try answers() {
            guard test.errorCode == nil, let response = test.response else { continue }
            count += 1
            let transport = RecordingTransport(.json(response.body ?? "", status: response.statusCode))
            let client = try SSMClient(Surroundings(transport).configuration)
            // None of them is a parameter: the answer is understood, and refused for what it lacks.
            let error = await #expect(throws: AWSError.self, "\(test.id)") {
                try await client.getParameter("/x", decrypt: false)
            }
            #expect(error?.kind == .malformedResponse)
            #expect(transport.requests.count == 1, "a well-formed answer is not asked for again: \(test.id)")
        }
        #expect(count == 66)
    }

    private func answers() throws -> [VectorSuite.Case] {
        try ["output-json.json", "output-json_1_0.json"].flatMap {
            try Vectors.json("aws-json-protocols/" + $0, as: [VectorSuite].self).flatMap(\.cases)
        }
    }
}

/// The cases of one operation, as far as they are used here.
private struct VectorSuite: Decodable {
    struct Metadata: Decodable {
        let jsonVersion: String?
        let targetPrefix: String?
    }

    struct Operation: Decodable {
        let name: String
    }

    struct Request: Decodable {
        let method: String?
        let uri: String?
        let host: String?
        let headers: [String: String]?
        let body: String?
    }

    struct Response: Decodable {
        let statusCode: Int
        let headers: [String: String]?
        let body: String?

        enum CodingKeys: String, CodingKey {
            case statusCode = "status_code"
            case headers, body
        }
    }

    struct Case: Decodable {
        let id: String
        let given: Operation
        let serialized: Request?
        let errorCode: String?
        let errorMessage: String?
        let response: Response?
    }

    let metadata: Metadata
    let cases: [Case]
}
