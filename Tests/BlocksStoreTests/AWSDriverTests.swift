// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksStore

private func configuration(_ transport: RecordingTransport) -> AWSConfiguration {
    AWSConfiguration(
        environment: ["AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "sk"],
        transport: transport, clock: WallClock { Timestamp(seconds: 1_800_000_000) }, sleep: { _ in }, jitter: { 0 })
}

@Suite struct DynamoDBDriverTests {
    private func driver(_ transport: RecordingTransport) throws -> DynamoDBDriver {
        DynamoDBDriver(try DynamoDBClient(configuration(transport)), table: "t")
    }

    @Test(
        arguments: [
            (nil, ""),
            (
                .notExists,
                ##","ConditionExpression":"attribute_not_exists(#pk) OR #ttl <= :now","##
                    + ##""ExpressionAttributeNames":{"#pk":"pk","#ttl":"ttl"},"ExpressionAttributeValues":{":now":{"N":"7"}}"##
            ),
            (
                .exists,
                ##","ConditionExpression":"attribute_exists(#pk) AND (attribute_not_exists(#ttl) OR #ttl > :now)","##
                    + ##""ExpressionAttributeNames":{"#pk":"pk","#ttl":"ttl"},"ExpressionAttributeValues":{":now":{"N":"7"}}"##
            ),
            (
                .valueEquals(#"{"a":1}"#),
                ##","ConditionExpression":"#value = :expected AND (attribute_not_exists(#ttl) OR #ttl > :now)","##
                    + ##""ExpressionAttributeNames":{"#ttl":"ttl","#value":"value"},"##
                    + ##""ExpressionAttributeValues":{":expected":{"S":"{\"a\":1}"},":now":{"N":"7"}}"##
            ),
        ] as [(KVCondition?, String)])
    func `conditions count ended items as absent`(_ condition: KVCondition?, _ members: String) async throws {
        let transport = RecordingTransport(.json("{}"), .json("{}"))
        let driver = try driver(transport)
        try await driver.put(KVItem(key: "k", value: "1", expires: 9), if: condition, now: 7)
        try await driver.delete("k", if: condition, now: 7)
        #expect(
            transport.bodies == [
                #"{"TableName":"t","Item":{"pk":{"S":"k"},"ttl":{"N":"9"},"value":{"S":"1"}}\#(members)}"#,
                #"{"TableName":"t","Key":{"pk":{"S":"k"}}\#(members)}"#,
            ])
    }

    @Test func `an entry that never ends has no ttl`() async throws {
        let transport = RecordingTransport(.json("{}"))
        try await driver(transport).put(KVItem(key: "k", value: "1"), if: nil, now: 7)
        #expect(transport.bodies == [#"{"TableName":"t","Item":{"pk":{"S":"k"},"value":{"S":"1"}}}"#])
    }

    @Test(arguments: [
        (#"{"pk":{"S":"k"},"value":{"S":"1"},"ttl":{"N":"9"}}"#, KVItem(key: "k", value: "1", expires: 9)),
        (#"{"pk":{"S":"k"},"value":{"S":"1"},"ttl":{"N":"9.9"}}"#, KVItem(key: "k", value: "1", expires: 9)),
        (#"{"pk":{"S":"k"},"value":{"S":"1"},"ttl":{"S":"9"}}"#, KVItem(key: "k", value: "1")),
        (#"{"pk":{"S":"k"},"value":{"S":"1"},"ttl":{"N":"1E200"}}"#, KVItem(key: "k", value: "1")),
        (#"{"pk":{"S":"k"},"value":{"S":""},"more":{"L":[{"NULL":true}]}}"#, KVItem(key: "k", value: "")),
    ])
    func `an item is read whatever else it has`(_ item: String, _ expected: KVItem) async throws {
        try #expect(await driver(RecordingTransport(.json(#"{"Item":\#(item)}"#))).get("k") == expected)
    }

    @Test(arguments: [#"{"pk":{"S":"k"}}"#, #"{"pk":{"S":"k"},"value":{"N":"1"}}"#, #"{"value":{"S":"1"}}"#, "{}"])
    func `an item without text is corrupt`(_ item: String) async throws {
        let get = await #expect(throws: KVStoreError.self) {
            try await driver(RecordingTransport(.json(#"{"Item":\#(item)}"#))).get("k")
        }
        #expect(get?.code == .corrupt)
        let scan = await #expect(throws: KVStoreError.self) {
            try await driver(RecordingTransport(.json(#"{"Items":[\#(item)]}"#))).scan(after: nil)
        }
        #expect(scan?.code == .corrupt)
    }

    @Test(
        arguments: [
            (
                "ConditionalCheckFailedException", "The conditional request failed", 400, .conditionalCheckFailed,
                "ConditionalCheckFailedException"
            ),
            (
                "ValidationException", "Item size has exceeded the maximum allowed size", 400, .itemTooLarge,
                "ItemTooLargeException"
            ),
            ("ValidationException", "ITEM SIZE HAS EXCEEDED", 400, .itemTooLarge, "ItemTooLargeException"),
            ("ValidationException", "One or more parameter values were invalid", 400, .other, "ValidationException"),
            ("ProvisionedThroughputExceededException", "", 400, .unavailable, "ProvisionedThroughputExceededException"),
            ("RequestLimitExceeded", "", 400, .unavailable, "RequestLimitExceeded"),
            ("ThrottlingException", "", 400, .unavailable, "ThrottlingException"),
            ("TransactionInProgressException", "", 400, .unavailable, "TransactionInProgressException"),
            ("InternalServerError", "", 500, .unavailable, "InternalServerError"),
            ("ResourceNotFoundException", "", 400, .other, "ResourceNotFoundException"),
            ("AccessDeniedException", "", 400, .other, "AccessDeniedException"),
            ("ItemCollectionSizeLimitExceededException", "", 400, .other, "ItemCollectionSizeLimitExceededException"),
            ("TransactionConflictException", "", 400, .unavailable, "TransactionConflictException"),
            ("ReplicatedWriteConflictException", "", 400, .unavailable, "ReplicatedWriteConflictException"),
            ("UnrecognizedClientException", "", 400, .other, "UnrecognizedClientException"),
        ] as [(String, String, Int, KVStoreError.Code, String)])
    func `DynamoDB's errors have documented names, others keep theirs`(
        _ name: String, _ message: String, _ status: Int, _ code: KVStoreError.Code, _ mapped: String
    ) async throws {
        let answer = InboundResponse.awsError(
            "com.amazonaws.dynamodb.v20120810#" + name, status: status, message: message)
        let driver = try driver(RecordingTransport(answer, answer, answer))
        let error = await #expect(throws: KVStoreError.self) {
            try await driver.put(KVItem(key: "k", value: "1"), if: nil, now: 7)
        }
        #expect(error?.code == code)
        #expect(error?.name == mapped)
        #expect(error?.message == message)
    }

    @Test(arguments: [TransportError.Code.timeout, .connect, .tls, .reset])
    func `no answer is unavailable, and nothing else`(_ code: TransportError.Code) async throws {
        let driver = try driver(RecordingTransport(Array(repeating: .failure(TransportError(code)), count: 3)))
        let error = await #expect(throws: KVStoreError.self) { try await driver.get("k") }
        #expect(error?.code == .unavailable)
        #expect(error?.isRetriable == true)
    }

    private static let lost = RecordingTransport.Outcome.failure(TransportError(.timeout))
    private static let refused = RecordingTransport.Outcome.success(.awsError("ConditionalCheckFailedException"))

    private static func found(_ value: String) -> RecordingTransport.Outcome {
        .success(.json(#"{"Item":{"pk":{"S":"k"},"value":{"S":"\#(value)"}}}"#))
    }

    @Test func `a count is one update, which leaves JSON for other readers of the table`() async throws {
        let transport = RecordingTransport(
            .json(#"{"Attributes":{"count":{"N":"3"},"ttl":{"N":"9"},"value":{"S":"0"}}}"#))
        let driver = try driver(transport)
        try #expect(await driver.add("k", 1, expires: 9, now: 7) == 3)
        #expect(
            transport.bodies == [
                ##"{"TableName":"t","Key":{"pk":{"S":"k"}},"UpdateExpression":"SET #value = :text, #ttl = :ttl ADD #count :amount","##
                    + ##""ExpressionAttributeNames":{"#count":"count","#ttl":"ttl","#value":"value"},"##
                    + ##""ExpressionAttributeValues":{":amount":{"N":"1"},":text":{"S":"0"},":ttl":{"N":"9"}},"##
                    + ##""ReturnValues":"ALL_NEW"}"##
            ])
    }

    @Test(arguments: [
        #"{}"#, #"{"Attributes":{}}"#, #"{"Attributes":{"count":{"S":"3"}}}"#, #"{"Attributes":{"count":{"N":"3.5"}}}"#,
    ])
    func `an update that tells no count is an error`(_ answer: String) async throws {
        let driver = try driver(RecordingTransport(.json(answer)))
        let error = await #expect(throws: KVStoreError.self) { try await driver.add("k", 1, expires: 9, now: 7) }
        #expect(error?.code == .corrupt)
    }

    @Test func `what may have counted is counted again, what may have been taken away is not`() async throws {
        let done = RecordingTransport.Outcome.success(.json(#"{"Attributes":{"count":{"N":"2"}}}"#))
        let adding = RecordingTransport([Self.lost, done])
        try #expect(await driver(adding).add("k", 1, expires: 9, now: 7) == 2)
        #expect(adding.requests.count == 2)
        let taking = RecordingTransport([Self.lost, done])
        let error = await #expect(throws: KVStoreError.self) {
            try await driver(taking).add("k", -1, expires: 9, now: 7)
        }
        #expect(error?.code == .unavailable)
        #expect(taking.requests.count == 1)
        let throttled = RecordingTransport([.success(.awsError("ThrottlingException")), done])
        try #expect(await driver(throttled).add("k", -1, expires: 9, now: 7) == 2, "nothing was done")
    }

    @Test func `a repeated write that meets its own first attempt has succeeded`() async throws {
        let put = RecordingTransport([Self.lost, Self.refused, Self.found("1")])
        try await driver(put).put(KVItem(key: "k", value: "1"), if: .notExists, now: 7)
        #expect(put.requests.count == 3)
        let delete = RecordingTransport([Self.lost, Self.refused, .success(.json("{}"))])
        try await driver(delete).delete("k", if: .exists, now: 7)
        #expect(delete.requests.count == 3)
    }

    @Test func `a repeated write that meets another's has failed`() async throws {
        for script in [[Self.lost, Self.refused, Self.found("2")], [Self.refused]] {
            let driver = try driver(RecordingTransport(script))
            let error = await #expect(throws: KVStoreError.self) {
                try await driver.put(KVItem(key: "k", value: "1"), if: .notExists, now: 7)
            }
            #expect(error?.code == .conditionalCheckFailed)
        }
        let driver = try driver(RecordingTransport([Self.lost, Self.refused, Self.found("2")]))
        let error = await #expect(throws: KVStoreError.self) { try await driver.delete("k", if: .exists, now: 7) }
        #expect(error?.code == .conditionalCheckFailed)
    }
}

@Suite struct SSMSettingDriverTests {
    private func driver(_ answers: InboundResponse...) throws -> (SSMSettingDriver, RecordingTransport) {
        let transport = RecordingTransport(answers.map { .success($0) })
        return (SSMSettingDriver(try SSMClient(configuration(transport))), transport)
    }

    @Test func `a missing parameter is no error of the driver`() async throws {
        let (driver, _) = try driver(.awsError("ParameterNotFound"))
        try #expect(await driver.read("/p", secret: true) == nil)
    }

    @Test func `a taken name is an answer, unless it may be overwritten`() async throws {
        let taken = InboundResponse.awsError("ParameterAlreadyExists")
        let (driver, _) = try driver(taken, taken)
        try #expect(await !driver.write("/p", value: "v", secret: true, overwrite: false))
        let error = await #expect(throws: AppSettingError.self) {
            try await driver.write("/p", value: "v", secret: true, overwrite: true)
        }
        #expect(error?.name == "ParameterAlreadyExists")
    }

    @Test(arguments: [
        ("ThrottlingException", 400, AppSettingError.Code.unavailable), ("InternalServerError", 500, .unavailable),
        ("AccessDeniedException", 400, .other), ("ParameterVersionNotFound", 400, .other),
    ])
    func `other errors keep their name`(_ name: String, _ status: Int, _ code: AppSettingError.Code) async throws {
        let answer = InboundResponse.awsError(name, status: status, message: "m")
        let (driver, _) = try driver(answer, answer, answer)
        let error = await #expect(throws: AppSettingError.self) { try await driver.read("/p", secret: true) }
        #expect(error?.code == code)
        #expect(error?.name == name)
    }
}
