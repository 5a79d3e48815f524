// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct DynamoDBClientTests {
    private let transport = RecordingTransport(.json("{}"))

    private func client() throws -> DynamoDBClient { try DynamoDBClient(Surroundings(transport).configuration) }

    @Test func `GetItem is strongly consistent`() async throws {
        try #expect(await client().getItem(table: "t", key: ["pk": .string("a\"b")]) == nil)
        #expect(transport.bodies == [#"{"TableName":"t","Key":{"pk":{"S":"a\"b"}},"ConsistentRead":true}"#])
    }

    @Test func `PutItem sends the whole item, and a condition with placeholders`() async throws {
        try await client().putItem(
            table: "t", item: ["pk": .string("k"), "ttl": .number("17"), "old": .other(["BOOL": true])],
            condition: ConditionExpression(
                "#value = :v", names: ["#value": "value"], values: [":v": .string("x")]))
        #expect(
            transport.bodies == [
                #"{"TableName":"t","Item":{"old":{"BOOL":true},"pk":{"S":"k"},"ttl":{"N":"17"}},"#
                    + ##""ConditionExpression":"#value = :v","ExpressionAttributeNames":{"#value":"value"},"##
                    + #""ExpressionAttributeValues":{":v":{"S":"x"}}}"#
            ])
        #expect(transport.requests.first?.header("x-amz-target") == "DynamoDB_20120810.PutItem")
    }

    @Test func `DeleteItem without values sends no empty map, which DynamoDB refuses`() async throws {
        try await client().deleteItem(
            table: "t", key: ["pk": .string("k")],
            condition: ConditionExpression("attribute_exists(#pk)", names: ["#pk": "pk"]))
        #expect(
            transport.bodies == [
                ##"{"TableName":"t","Key":{"pk":{"S":"k"}},"ConditionExpression":"attribute_exists(#pk)","##
                    + ##""ExpressionAttributeNames":{"#pk":"pk"}}"##
            ])
    }

    @Test func `a scan follows the last key and keeps values of every type`() async throws {
        let transport = RecordingTransport(
            .json(
                #"{"Items":[{"pk":{"S":"a"},"ttl":{"N":"5"},"x":{"BOOL":true}}],"LastEvaluatedKey":{"pk":{"S":"a"}}}"#),
            .json(#"{"Items":[],"Count":0}"#))
        let client = try DynamoDBClient(Surroundings(transport).configuration)
        let first = try await client.scan(table: "t", startKey: nil)
        #expect(first.items == [["pk": .string("a"), "ttl": .number("5"), "x": .other(["BOOL": true])]])
        let second = try await client.scan(table: "t", startKey: first.lastKey)
        #expect(second.items == [])
        #expect(second.lastKey == nil)
        #expect(
            transport.bodies == [#"{"TableName":"t"}"#, #"{"TableName":"t","ExclusiveStartKey":{"pk":{"S":"a"}}}"#])
    }
}

@Suite struct SSMClientTests {
    @Test(arguments: [true, false])
    func `GetParameter decrypts on request`(_ decrypt: Bool) async throws {
        let transport = RecordingTransport(.json(#"{"Parameter":{"Name":"/p","Value":"shh"}}"#))
        let value = try await SSMClient(Surroundings(transport).configuration).getParameter("/p", decrypt: decrypt)
        #expect(value.withExposed { $0 } == "shh")
        #expect("\(value)" == "[redacted]")
        #expect(transport.bodies == [#"{"Name":"/p","WithDecryption":\#(decrypt)}"#])
        #expect(transport.requests.first?.header("x-amz-target") == "AmazonSSM.GetParameter")
        #expect(transport.requests.first?.header("content-type") == "application/x-amz-json-1.1")
        #expect(transport.requests.first?.header("authorization")?.contains("/eu-west-1/ssm/aws4_request") == true)
    }

    @Test func `PutParameter says whether it may overwrite`() async throws {
        let transport = RecordingTransport(.json("{}"), .awsError("ParameterAlreadyExists"))
        let client = try SSMClient(Surroundings(transport).configuration)
        try await client.putParameter("/p", value: Secret("v"), type: .secureString, overwrite: false)
        let error = await #expect(throws: AWSError.self) {
            try await client.putParameter("/p", value: Secret("v"), type: .string, overwrite: true)
        }
        #expect(error?.name == "ParameterAlreadyExists")
        #expect(
            transport.bodies == [
                #"{"Name":"/p","Value":"v","Type":"SecureString","Overwrite":false}"#,
                #"{"Name":"/p","Value":"v","Type":"String","Overwrite":true}"#,
            ])
    }

    @Test(arguments: ["{}", #"{"Parameter":{}}"#, #"{"Parameter":{"Value":7}}"#])
    func `an answer without a value is malformed`(_ body: String) async throws {
        let client = try SSMClient(Surroundings(RecordingTransport(.json(body))).configuration)
        let error = await #expect(throws: AWSError.self) { try await client.getParameter("/p", decrypt: true) }
        #expect(error?.kind == .malformedResponse)
    }
}
