// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

extension SampleEvent {
    /// A record for each body; without any, one that `Sources/App/EventSources.swift` takes.
    func records(of source: SampleShape.RecordSource) throws(ToolError) -> [JSONValue] {
        var records: [JSONValue] = []
        for (number, body) in (bodies.isEmpty ? [Self.preset(source)] : bodies).enumerated() {
            switch source {
            case .sqs: records.append(message(body, number))
            case .kinesis: records.append(streamRecord(body, number))
            case .dynamodb: records.append(try change(try Self.object(body, shape), number))
            case .sns: records.append(notice(body))
            }
        }
        return records
    }

    private static func preset(_ source: SampleShape.RecordSource) -> String {
        switch source {
        case .sqs: #"{"id":"o-1","count":1}"#
        case .kinesis: #"{"page":"/"}"#
        case .dynamodb: #"{"pk":"n-1","text":"Hello"}"#
        case .sns: "Hello"
        }
    }

    /// A new id of a record.
    private static var newID: JSONValue { .string(UUID().uuidString.lowercased()) }

    /// A message of SQS.
    ///
    /// The real one has its body's `md5OfBody` too: nothing here computes MD5, and a wrong one would be worse than none.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>
    private func message(_ body: String, _ number: Int) -> JSONValue {
        let queue = name ?? "orders"
        var attributes: JSONObject = [
            "ApproximateReceiveCount": "1", "SentTimestamp": .string(String(time.milliseconds)),
            "SenderId": "AIDAIENQZJOLO23YVJ4VO", "ApproximateFirstReceiveTimestamp": .string(String(time.milliseconds)),
        ]
        if queue.hasSuffix(".fifo") {
            attributes["SequenceNumber"] = .string("1884953622257279386\(number)")
            attributes["MessageGroupId"] = "group-1"
            attributes["MessageDeduplicationId"] = .string("\(requestID)-\(number)")
        }
        return [
            "messageId": Self.newID, "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
            "body": .string(body), "attributes": .object(attributes), "messageAttributes": [:],
            "eventSource": "aws:sqs",
            "eventSourceARN": .string("arn:aws:sqs:\(Self.region):\(Self.account):\(queue)"),
            "awsRegion": .string(Self.region),
        ]
    }

    /// A record of Kinesis.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html>
    private func streamRecord(_ body: String, _ number: Int) -> JSONValue {
        let sequence = "4959033827149025660855969253836157109592157598913658\(1000 + number)"
        return [
            "kinesis": [
                "kinesisSchemaVersion": "1.0", "partitionKey": "1", "sequenceNumber": .string(sequence),
                "data": .string(Data(body.utf8).base64EncodedString()),
                "approximateArrivalTimestamp": JSONValue(Double(time.milliseconds) / 1000),
            ],
            "eventSource": "aws:kinesis", "eventVersion": "1.0",
            "eventID": .string("shardId-000000000006:\(sequence)"), "eventName": "aws:kinesis:record",
            "invokeIdentityArn": .string("arn:aws:iam::\(Self.account):role/blocks"), "awsRegion": .string(Self.region),
            "eventSourceARN": .string("arn:aws:kinesis:\(Self.region):\(Self.account):stream/\(name ?? "clicks")"),
        ]
    }

    /// A new item: the first member is its key.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>
    private func change(_ item: JSONObject, _ number: Int) throws(ToolError) -> JSONValue {
        var image = JSONObject()
        for (name, value) in item { image[name] = Self.attribute(value) }
        var keys = JSONObject()
        if let key = image.keys.first { keys[key] = image[key] }
        return [
            "eventID": .string("c4ca4238a0b923820dcc509a6f7584\(10 + number)"), "eventName": "INSERT",
            "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": .string(Self.region),
            "dynamodb": [
                "ApproximateCreationDateTime": JSONValue(Int(time.milliseconds / 1000)), "Keys": .object(keys),
                "NewImage": .object(image), "SequenceNumber": .string("44215845000000000178653\(1000 + number)"),
                "SizeBytes": JSONValue(JSONValue.object(image).encoded().count), "StreamViewType": "NEW_AND_OLD_IMAGES",
            ],
            "eventSourceARN": .string(
                "arn:aws:dynamodb:\(Self.region):\(Self.account):table/\(name ?? "notes")/stream/2026-11-24T00:00:00.000"
            ),
        ]
    }

    /// A JSON value as an attribute of DynamoDB.
    private static func attribute(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null: return ["NULL": true]
        case .bool(let flag): return ["BOOL": .bool(flag)]
        case .number(let number): return ["N": .string(number.literal)]
        case .string(let text): return ["S": .string(text)]
        case .array(let elements): return ["L": .array(elements.map(attribute))]
        case .object(let members):
            var attributes = JSONObject()
            for (name, value) in members { attributes[name] = attribute(value) }
            return ["M": .object(attributes)]
        }
    }

    /// A notification of SNS.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html>
    private func notice(_ body: String) -> JSONValue {
        let topic = "arn:aws:sns:\(Self.region):\(Self.account):\(name ?? "alerts")"
        return [
            "EventVersion": "1.0", "EventSubscriptionArn": .string("\(topic):\(requestID)"), "EventSource": "aws:sns",
            "Sns": [
                "Type": "Notification", "MessageId": Self.newID, "TopicArn": .string(topic),
                "Subject": .null, "Message": .string(body), "Timestamp": .string(time.iso8601),
                "SignatureVersion": "1", "Signature": "EXAMPLE",
                "SigningCertUrl": .string("https://sns.\(Self.region).amazonaws.com/EXAMPLE.pem"),
                "UnsubscribeUrl": .string("https://sns.\(Self.region).amazonaws.com/EXAMPLE"), "MessageAttributes": [:],
            ],
        ]
    }
}
