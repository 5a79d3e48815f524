// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksHTTP
import HTTPTypes
import TestSupport

@testable import BlocksAuthCognito

extension Twin {
    /// tests/unit/https.test.ts: how a set is fetched.
    static let fetching: [Twin] = [
        fact("https: happy flow") { try await fetched(.success(.json(goodKeys))) == 1 },
        fact("https: status 404", "not tried again") { try await failed(.success(.json("", status: 404))) == 1 },
        fact("https: TCP error", "three attempts, then none more") { try await failed(.failure(.init(.reset))) == 3 },
        fact("https: response timeout") { try await failed(.failure(.init(.timeout))) == 3 },
        fact("https: retries", "once") {
            try await fetched(.failure(.init(.reset)), .success(.json(goodKeys))) == 2
        },
        fact("https: retries", "twice, which they don't") {
            try await fetched(.failure(.init(.reset)), .failure(.init(.reset)), .success(.json(goodKeys))) == 3
        },
        fact("https: retries no further") {
            try await failed(
                .failure(.init(.reset)), .failure(.init(.reset)), .failure(.init(.reset)), .success(.json(goodKeys)))
                == 3
        },
        fact("https: what can't pass is not retried", "status 403") {
            try await failed(.success(.json("Nope!", status: 403))) == 1
        },
        fact("https: status 500", "retried, as AWS's own clients do") {
            try await fetched(.success(.json("Nope!", status: 500)), .success(.json(goodKeys))) == 2
        },
        fact("https: a redirect is no answer") {
            try await failed(.success(.json("", status: 302, headers: [("Location", "https://evil.example/")]))) == 1
        },
        fact("https: defaults of the request", "a GET within 15 seconds, of 1 MiB at most") {
            let bed = try TwinBed(.json(goodKeys))
            _ = await bed.code(of: "key-1")
            let request = bed.transport.requests.first
            return request?.method == .get && request?.timeout == .seconds(15)
                && request?.maximumResponseBytes == 1 << 20
        },
        fact("jwksUri: defaults from the issuer") { try await url() == TestTokenIssuer.pool.issuers[0] + path },
        fact("jwksUri: the other issuer's") { try await url(1) == TestTokenIssuer.pool.issuers[1] + path },
        fact("jwksUri: us-east-1") {
            try await url(of: "us-east-1_1") == "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_1" + path
        },
        fact("jwksUri: eu-west-2") {
            try await url(of: "eu-west-2_1") == "https://cognito-idp.eu-west-2.amazonaws.com/eu-west-2_1" + path
        },
        fact("jwksUri: us-gov-west-1") {
            try await url(of: "us-gov-west-1_1")
                == "https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_1" + path
        },
        fact("jwksUri: us-gov-east-1") {
            try await url(of: "us-gov-east-1_1")
                == "https://cognito-idp.us-gov-east-1.amazonaws.com/us-gov-east-1_1" + path
        },
        fact("jwksUri: cn-north-1") {
            try await url(of: "cn-north-1_1") == "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_1" + path
        },
        fact("jwksUri: custom", "the endpoint of an emulator, by variable") {
            let transport = RecordingTransport(.json(goodKeys))
            let client = try CognitoClient(
                TestTokenIssuer.pool,
                configuration: AWSConfiguration(
                    environment: ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://localhost:5000"],
                    transport: transport, clock: .fixed, sleep: { _ in }))
            _ = try await client.jwks(issuer: TestTokenIssuer.pool.issuers[0])
            return transport.requests.map(\.url) == ["http://localhost:5000/eu-west-1_TestPool1" + path]
        },
        fact("jwksUri: issuer not configured") {
            let bed = try TwinBed(.json(goodKeys))
            let code = await bed.code(of: "key-1", issuer: "https://example-3.com")
            return code == .keysUnavailable && bed.transport.requests.isEmpty
        },
    ]

    private static let path = "/.well-known/jwks.json"

    /// How many requests it took to have the key; `nil` when it can't be had.
    private static func fetched(_ answers: RecordingTransport.Outcome...) async throws -> Int? {
        let bed = try TwinBed(answers)
        return await bed.code(of: "key-1") == nil ? bed.transport.requests.count : nil
    }

    /// How many requests it took to give up; `nil` when the key was had.
    private static func failed(_ answers: RecordingTransport.Outcome...) async throws -> Int? {
        // What is left over once the script has ended is a failure too, and must not be reached.
        let bed = try TwinBed(answers.count == 1 ? Array(repeating: answers[0], count: 9) : answers)
        return await bed.code(of: "key-1") == .keysUnavailable ? bed.transport.requests.count : nil
    }

    /// Where the keys of an issuer of the pool are fetched from.
    private static func url(of userPoolID: String? = nil, _ index: Int = 0) async throws -> String? {
        let pool = userPoolID.map { UserPoolIdentity(userPoolID: $0, clientID: "client") } ?? TestTokenIssuer.pool
        let bed = try TwinBed(pool: pool, .json(goodKeys))
        _ = await bed.code(of: "key-1", issuer: pool.issuers[index])
        return bed.transport.requests.first?.url
    }

    private static func url(_ index: Int) async throws -> String? { try await url(of: nil, index) }
}
