// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct TraceFieldTests {
    private static let root = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"

    private func correlated<R>(_ trace: String?, _ body: () async throws -> R) async rethrows -> R {
        let trace = trace.flatMap { TraceHeader(ArraySlice(Array($0.utf8))) }
        return try await Correlation.$current.withValue(Correlation(requestID: "r", trace: trace), operation: body)
    }

    @Test func `every attempt of a signed call carries the trace, outside of the signature`() async throws {
        let transport = RecordingTransport(.awsError("InternalServerError", status: 500), .json("{}"))
        let client = try DynamoDBClient(Surroundings(transport).configuration)
        try await correlated(Self.root) { _ = try await client.getItem(table: "t", key: ["pk": .string("k")]) }
        #expect(transport.requests.count == 2)
        for request in transport.requests {
            #expect(request.headers.filter { $0.name.lowercased() == "x-amzn-trace-id" }.map(\.value) == [Self.root])
            let authorization = try #require(request.header("authorization"))
            #expect(authorization.contains("SignedHeaders=") && !authorization.contains("x-amzn-trace-id"))
        }
    }

    @Test func `a call without a signature carries it too`() async throws {
        let transport = RecordingTransport(.json(#"{"keys":[]}"#))
        let configuration = Surroundings(transport).configuration
        let endpoint = try AWSEndpoint(.cognito, region: "eu-west-1", environment: [:])
        let client = AWSClient(unsigned: .cognito, endpoint: endpoint, configuration: configuration)
        try await correlated(Self.root) { _ = try await client.get(endpoint.base + "/pool/.well-known/jwks.json") }
        #expect(transport.requests.map { $0.header("x-amzn-trace-id") } == [Self.root])
    }

    @Test func `an invocation without a trace, and a call outside of one, carry none`() async throws {
        let transport = RecordingTransport(.json("{}"), .json("{}"))
        let client = try DynamoDBClient(Surroundings(transport).configuration)
        try await correlated(nil) { _ = try await client.getItem(table: "t", key: ["pk": .string("k")]) }
        _ = try await client.getItem(table: "t", key: ["pk": .string("k")])
        #expect(transport.requests.map { $0.header("x-amzn-trace-id") } == [nil, nil])
    }

    @Test func `credentials that are missing or halved are a key that is bad`() {
        for environment in [[:], ["AWS_ACCESS_KEY_ID": "AKID"], ["AWS_PROFILE": "nobody"]] {
            #expect {
                _ = try CredentialSources(environment: environment, readFile: { _ in nil }).resolve()
            } throws: { ($0 as? ConfigurationError)?.kind == .key }
        }
    }
}
