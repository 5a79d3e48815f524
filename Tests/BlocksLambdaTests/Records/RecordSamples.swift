// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// Records as AWS writes them, reduced to what matters.
enum RecordSamples {
    static func event(_ records: [String]) -> String.UTF8View {
        #"{"Records":[\#(records.joined(separator: ","))]}"#.utf8
    }

    static func message(_ id: String, group: String? = nil) -> String {
        let queue = group == nil ? "orders" : "orders.fifo"
        let attributes = group.map { #""MessageGroupId":"\#($0)","# } ?? ""
        return #"""
            {"messageId":"\#(id)","receiptHandle":"h","body":"\#(id)","attributes":{\#(attributes)"SenderId":"s"},
            "messageAttributes":{},"eventSource":"aws:sqs","awsRegion":"eu-central-1",
            "eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:\#(queue)"}
            """#
    }

    static func click(_ number: String) -> String {
        #"""
        {"kinesis":{"partitionKey":"p","sequenceNumber":"\#(number)","data":"\#(Base64.encode(Array(number.utf8)))"},
        "eventSource":"aws:kinesis","eventID":"shardId-000000000000:\#(number)",
        "eventSourceARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/clicks"}
        """#
    }

    static func change(_ number: String) -> String {
        #"""
        {"eventID":"e","eventName":"INSERT","eventSource":"aws:dynamodb",
        "dynamodb":{"Keys":{"id":{"S":"\#(number)"}},"SequenceNumber":"\#(number)"},
        "eventSourceARN":"arn:aws:dynamodb:eu-central-1:123456789012:table/notes/stream/2026-01-01T00:00:00.000"}
        """#
    }

    static func notice(_ id: String) -> String {
        #"""
        {"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Type":"Notification","MessageId":"\#(id)",
        "TopicArn":"arn:aws:sns:eu-central-1:123456789012:alerts","Message":"\#(id)"}}
        """#
    }
}

/// An application that notes what it sees and fails where it is told to.
struct RecordBed {
    let fixture: SourceFixture
    let seen = Seen()

    init(failing: Set<String> = [], _ partialFailures: PartialFailures = .reported) throws {
        let seen = seen
        let handle: @Sendable (String) throws -> Void = { id in
            seen.note(id)
            if failing.contains(id) { throw Detail() }
        }
        fixture = try SourceFixture { app, _ in
            app.onRecords(from: .queue("orders"), partialFailures: partialFailures) { try handle($0.id) }
            app.onRecords(from: .queue("orders.fifo"), partialFailures: partialFailures) { try handle($0.id) }
            app.onRecords(from: .stream("clicks"), partialFailures: partialFailures) { try handle($0.sequenceNumber) }
            app.onRecords(from: .table("notes"), partialFailures: partialFailures) { try handle($0.sequenceNumber) }
            app.onRecords(from: .topic("alerts")) { try handle($0.id) }
        }
    }
}
