// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct S3ClientTests {
    private func client(
        _ transport: RecordingTransport, bucket: String = "configs", _ variables: [String: String] = [:]
    ) throws -> S3Client {
        let environment = Surroundings.credentials.merging(variables) { $1 }
        return try S3Client(bucket: bucket, Surroundings(transport, environment: environment).configuration)
    }

    @Test(arguments: [
        ("configs", "app/prod.json", "https://configs.s3.eu-west-1.amazonaws.com/app/prod.json"),
        ("my.configs", "prod.json", "https://s3.eu-west-1.amazonaws.com/my.configs/prod.json"),
        ("configs", "a b+c/ü?.json", "https://configs.s3.eu-west-1.amazonaws.com/a%20b%2Bc/%C3%BC%3F.json"),
        ("configs", "//x/../y", "https://configs.s3.eu-west-1.amazonaws.com///x/../y"),
    ])
    func `an object is fetched from its bucket's host, its key encoded once`(
        _ bucket: String, _ key: String, _ url: String
    ) async throws {
        let transport = RecordingTransport(.json("{}"))
        _ = try await client(transport, bucket: bucket).object(key, limit: 100)
        let request = try #require(transport.requests.first)
        #expect(request.method == .get)
        #expect(request.url == url)
        #expect(request.maximumResponseBytes == 100)
        #expect(request.header("content-type") == nil)
        #expect(request.header("x-amz-target") == nil)
    }

    @Test func `the digest of the empty body is sent and signed, as S3 requires`() async throws {
        let transport = RecordingTransport(.json("{}"))
        _ = try await client(transport).object("k", limit: 100)
        let request = try #require(transport.requests.first)
        #expect(
            request.header("x-amz-content-sha256")
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let authorization = try #require(request.header("authorization"))
        #expect(authorization.contains("/eu-west-1/s3/aws4_request"))
        #expect(authorization.contains("x-amz-content-sha256"))
    }

    @Test func `behind an override the bucket is part of the path`() async throws {
        let transport = RecordingTransport(.json("{}"))
        _ = try await client(transport, ["AWS_ENDPOINT_URL_S3": "http://127.0.0.1:5000/"]).object("k.json", limit: 100)
        #expect(transport.requests.map(\.url) == ["http://127.0.0.1:5000/configs/k.json"])
    }

    @Test(arguments: [
        "", "ab", "Configs", "a/b", "a_b", "configs@evil.example", "c\r\nx", String(repeating: "a", count: 64),
    ])
    func `a name that is no bucket's never becomes part of a host`(_ bucket: String) {
        let error = #expect(throws: ConfigurationError.self) { try client(RecordingTransport(), bucket: bucket) }
        #expect(error?.message.contains("bucket") == true)
    }

    @Test(arguments: [
        (404, "NoSuchKey", 1), (403, "AccessDenied", 1), (301, "PermanentRedirect", 1), (503, "SlowDown", 3),
        (500, "InternalError", 3),
    ])
    func `S3's errors keep their names, and the passing ones are tried again`(
        _ status: Int, _ name: String, _ attempts: Int
    ) async throws {
        let xml = "<?xml version=\"1.0\"?>\n<Error><Code>\(name)</Code><Message>no</Message></Error>"
        let answer = InboundResponse(status: status, body: Array(xml.utf8))
        let transport = RecordingTransport([.success(answer), .success(answer), .success(answer)])
        let error = await #expect(throws: AWSError.self) { try await client(transport).object("k", limit: 100) }
        #expect(error?.name == name)
        #expect(error?.status == status)
        #expect(transport.requests.count == attempts)
    }

    @Test(arguments: ["", "<", "<Error>", "<Error><Code>", "<Error><Code></Code>", "<Error><Code>a b</Code>", "no"])
    func `an error without a usable name has one of ours`(_ body: String) async throws {
        let transport = RecordingTransport(InboundResponse(status: 404, body: Array(body.utf8)))
        let error = await #expect(throws: AWSError.self) { try await client(transport).object("k", limit: 100) }
        #expect(error?.name == "UnrecognizedResponseError")
    }
}
