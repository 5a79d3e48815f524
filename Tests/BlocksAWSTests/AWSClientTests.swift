// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct AWSClientTests {
    private static let item: DynamoDBClient.Item = ["pk": .string("k")]

    @Test func `a request carries the protocol's fields and a signature with the session token`() async throws {
        let transport = RecordingTransport(.json("{}"))
        let client = try DynamoDBClient(Surroundings(transport).configuration)
        _ = try await client.getItem(table: "t", key: Self.item)
        let request = try #require(transport.requests.first)
        #expect(request.method == .post)
        #expect(request.url == "https://dynamodb.eu-west-1.amazonaws.com/")
        #expect(request.header("content-type") == "application/x-amz-json-1.0")
        #expect(request.header("x-amz-target") == "DynamoDB_20120810.GetItem")
        #expect(request.header("amz-sdk-request") == "attempt=1; max=3")
        #expect(request.header("user-agent")?.hasPrefix("aws-blocks/") == true)
        #expect(request.header("x-amz-security-token") == "session-token")
        #expect(request.header("x-amz-date") == "20270115T080000Z")
        let authorization = try #require(request.header("authorization"))
        #expect(
            authorization.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/eu-west-1/dynamodb/aws4_request, SignedHeaders="))
        #expect(authorization.contains("x-amz-security-token"))
        #expect(request.timeout == .seconds(5))
    }

    @Test func `every attempt is signed and counted anew`() async throws {
        let transport = RecordingTransport([
            .failure(TransportError(.timeout)), .success(.awsError("ThrottlingException")), .success(.json("{}")),
        ])
        let surroundings = Surroundings(transport)
        let client = try DynamoDBClient(surroundings.configuration)
        _ = try await client.getItem(table: "t", key: Self.item)
        #expect(
            transport.requests.map { $0.header("amz-sdk-request") } == [
                "attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3",
            ])
        #expect(
            transport.requests.allSatisfy { $0.headers.filter { $0.name.lowercased() == "authorization" }.count == 1 })
        #expect(surroundings.sleep.durations == [.milliseconds(25), .seconds(2)])
    }

    @Test func `the third failure is the caller's`() async throws {
        let transport = RecordingTransport(
            .awsError("A", status: 500), .awsError("B", status: 503), .awsError("InternalServerError", status: 500),
            .json("{}"))
        let client = try DynamoDBClient(Surroundings(transport).configuration)
        let error = await #expect(throws: AWSError.self) { try await client.getItem(table: "t", key: Self.item) }
        #expect(error == AWSError(name: "InternalServerError", kind: .service))
        #expect(error?.mayHaveTakenEffect == true)
        #expect(transport.requests.count == 3)
    }

    @Test(arguments: [
        (TransportError.Code.timeout, "TimeoutError", AWSError.Kind.transport), (.resolve, "NetworkError", .transport),
        (.reset, "NetworkError", .transport), (.tls, "NetworkError", .transport),
        (.malformedResponse, "MalformedResponseError", .malformedResponse), (.cancelled, "CancelledError", .transport),
        (.tooLarge, "MalformedResponseError", .malformedResponse), (.trustRoots, "NetworkError", .transport),
    ])
    func `a missing answer has a name of ours`(_ code: TransportError.Code, _ name: String, _ kind: AWSError.Kind)
        async throws
    {
        let transport = RecordingTransport(Array(repeating: .failure(TransportError(code, detail: "host")), count: 3))
        let client = try SSMClient(Surroundings(transport).configuration)
        let error = await #expect(throws: AWSError.self) { try await client.getParameter("/p", decrypt: true) }
        #expect(error == AWSError(name: name, kind: kind))
        #expect(error?.message.contains("host") == false)
    }

    @Test(arguments: [
        ("0", Duration.milliseconds(25)), ("100", .milliseconds(100)), ("999999", .milliseconds(5025)),
        ("x", .milliseconds(25)),
        ("-1", .milliseconds(25)), ("99999999999999999999", .milliseconds(25)),
    ])
    func `x-amz-retry-after is honoured within bounds`(_ value: String, _ wait: Duration) async throws {
        let transport = RecordingTransport(
            .awsError("A", status: 503, headers: [("x-amz-retry-after", value)]), .json("{}"))
        let surroundings = Surroundings(transport)
        _ = try await DynamoDBClient(surroundings.configuration).getItem(table: "t", key: Self.item)
        #expect(surroundings.sleep.durations == [wait])
    }

    // The clock stands at 2027-01-15T08:00:00Z.
    @Test(arguments: [
        ("Fri, 15 Jan 2027 08:06:00 GMT", "20270115T080600Z"), ("Fri, 15 Jan 2027 07:54:00 GMT", "20270115T075400Z"),
        ("Sun, 17 Jan 2027 08:00:00 GMT", "20270117T080000Z"), ("Wed, 13 Jan 2027 08:00:00 GMT", "20270113T080000Z"),
    ])
    func `a clock that is off is put right and stays so`(_ date: String, _ signed: String) async throws {
        let transport = RecordingTransport(
            .awsError("InvalidSignatureException", headers: [("Date", date)]), .json("{}"), .json("{}"))
        let surroundings = Surroundings(transport)
        let client = try DynamoDBClient(surroundings.configuration)
        _ = try await client.getItem(table: "t", key: Self.item)
        _ = try await client.getItem(table: "t", key: Self.item)
        #expect(transport.requests.map { $0.header("x-amz-date") } == ["20270115T080000Z", signed, signed])
        #expect(surroundings.sleep.durations == [])
    }

    @Test(arguments: [nil, "Fri, 15 Jan 2027 08:04:59 GMT", "yesterday"])
    func `a refused signature under a right clock is final`(_ date: String?) async throws {
        let transport = RecordingTransport(
            .awsError("SignatureDoesNotMatch", status: 403, headers: date.map { [("Date", $0)] } ?? []), .json("{}"))
        let client = try DynamoDBClient(Surroundings(transport).configuration)
        let error = await #expect(throws: AWSError.self) { try await client.getItem(table: "t", key: Self.item) }
        #expect(error == AWSError(name: "SignatureDoesNotMatch", kind: .credentials))
        #expect(transport.requests.count == 1)
    }

    @Test func `a corrupted answer is detected and asked for again`() async throws {
        let body = #"{"Item":{"pk":{"S":"k"}}}"#
        let transport = RecordingTransport(
            .json(body, headers: [("x-amz-crc32", "1")]), .json(body, headers: [("x-amz-crc32", "nonsense")]),
            .json(body, headers: [("x-amz-crc32", String(CRC32.checksum(Array(body.utf8))))]))
        let client = try DynamoDBClient(Surroundings(transport).configuration)
        let item = try await client.getItem(table: "t", key: Self.item)
        #expect(item == Self.item)
        #expect(transport.requests.count == 3)
    }

    @Test func `an answer that is no JSON is no answer`() async throws {
        let transport = RecordingTransport(.json("<html>"), .json("{"), .json(#"{"Item":}"#))
        let client = try DynamoDBClient(Surroundings(transport).configuration)
        let error = await #expect(throws: AWSError.self) { try await client.getItem(table: "t", key: Self.item) }
        #expect(error == AWSError(name: "MalformedResponseError", kind: .malformedResponse))
    }

    @Test func `nothing is sent once the deadline has passed`() async throws {
        let transport = RecordingTransport(.json("{}"))
        let surroundings = Surroundings(transport)
        let client = try DynamoDBClient(surroundings.configuration)
        let deadline = Deadline(expires: Timestamp(seconds: 1_800_000_000), clock: surroundings.configuration.clock)
        let error = await #expect(throws: AWSError.self) {
            try await Deadline.$current.withValue(deadline) { try await client.getItem(table: "t", key: Self.item) }
        }
        #expect(error == AWSError(name: "DeadlineExceededError", kind: .deadline))
        #expect(transport.requests.isEmpty)
    }

    @Test func `an attempt lasts no longer than the invocation, and no retry begins behind its end`() async throws {
        let transport = RecordingTransport(.awsError("ThrottlingException"), .json("{}"))
        let surroundings = Surroundings(transport)
        let client = try DynamoDBClient(surroundings.configuration)
        let deadline = Deadline(
            expires: Timestamp(milliseconds: 1_800_000_000_900), clock: surroundings.configuration.clock)
        let error = await #expect(throws: AWSError.self) {
            try await Deadline.$current.withValue(deadline) { try await client.getItem(table: "t", key: Self.item) }
        }
        #expect(error == AWSError(name: "ThrottlingException", kind: .throttled))
        #expect(transport.requests.map(\.timeout) == [.milliseconds(900)])
        #expect(transport.requests.map(\.connectTimeout) == [.milliseconds(900)])
        #expect(surroundings.sleep.durations == [])
    }

    @Test func `a cancelled wait ends the call`() async throws {
        let transport = RecordingTransport(.awsError("ThrottlingException"), .json("{}"))
        var configuration = Surroundings(transport).configuration
        configuration.sleep = { _ in throw CancellationError() }
        let client = try DynamoDBClient(configuration)
        let error = await #expect(throws: AWSError.self) { try await client.getItem(table: "t", key: Self.item) }
        #expect(error == AWSError(name: "CancelledError", kind: .transport))
        #expect(transport.requests.count == 1)
    }

    @Test func `a client without region or credentials is a configuration error`() throws {
        for (missing, setting) in [("AWS_REGION", "AWS_REGION"), ("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID")] {
            var environment = Surroundings.credentials
            environment[missing] = nil
            let configuration = Surroundings(RecordingTransport(), environment: environment).configuration
            let error = #expect(throws: ConfigurationError.self) { try DynamoDBClient(configuration) }
            #expect(error?.setting == setting)
        }
    }
}

@Suite struct ChecksumAndDateTests {
    @Test(arguments: [("", 0), ("123456789", 0xCBF4_3926), ("{}", 0xA3A6_BF43)] as [(String, UInt32)])
    func `the checksum is that of zip and DynamoDB`(_ text: String, _ checksum: UInt32) {
        #expect(CRC32.checksum(Array(text.utf8)) == checksum)
    }

    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:60 GMT", 1_709_251_200), ("Sat, 01 Mar 2025 00:00:00 GMT", 1_740_787_200),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ] as [(String, Int64)])
    func `a date is read to the second`(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate.parse(text) == Timestamp(seconds: seconds))
    }

    @Test(arguments: [
        "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 06 Nov +994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:3x GMT", "Sun, 06 Nov 1994 08-49-37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
    ])
    func `any other form is no date`(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }
}
