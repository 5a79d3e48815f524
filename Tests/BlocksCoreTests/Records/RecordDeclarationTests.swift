// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

/// Handlers of records as an application declares them.
@Suite struct RecordDeclarationTests {
    @Test func `names may repeat from kind to kind`() {
        let mistake = mistake { app in
            app.onRecords(from: .queue("a")) { _ in }
            app.onRecords(from: .queue("a.fifo")) { _ in }
            app.onRecords(from: .stream("a")) { _ in }
            app.onRecords(from: .table("a"), partialFailures: .reported) { _ in }
            app.onRecords(from: .topic("a")) { _ in }
        }
        #expect(mistake == "")
    }

    @Test func `a second handler of a source is a mistake`() {
        let mistake = mistake { app in
            app.onRecords(from: .queue("a")) { _ in }
            app.onRecords(from: .queue("a"), partialFailures: .reported) { _ in }
        }
        #expect(mistake.contains("Two handlers") && mistake.contains("queue 'a'"))
    }

    @Test(arguments: [
        "", "arn:aws:sqs:eu-central-1:123456789012:a", "stream/a", "https://sqs.eu-central-1.amazonaws.com/1/a",
    ])
    func `a name that no ARN ends in is a mistake`(_ name: String) {
        #expect(mistake { $0.onRecords(from: .queue(name)) { _ in } }.contains("must be named"))
        #expect(mistake { $0.onRecords(from: .topic(name)) { _ in } }.contains("topic"))
    }

    @Test func `a topic's failures can't be reported one by one`() {
        let mistake = mistake { $0.onRecords(from: .topic("a"), partialFailures: .reported) { _ in } }
        #expect(mistake.contains("on its own"))
    }

    @Test func `all mistakes are told at once`() {
        let mistake = mistake { app in
            app.onRecords(from: .queue("")) { _ in }
            app.onRecords(from: .table("")) { _ in }
        }
        #expect(mistake.contains("2 mistakes"))
    }

    @Test func `records print without what they hold`() {
        let message = QueueMessage(
            id: "hush", queue: "hush", body: "hush",
            attributes: ["hush": MessageAttribute(type: "String", text: "hush")])
        let record = StreamRecord(
            stream: "hush", sequenceNumber: "hush", partitionKey: "hush", data: Array("hush".utf8))
        let change = TableChange(.insert, table: "hush", keys: ["hush": .string("hush")], sequenceNumber: "hush")
        let notice = TopicNotice(id: "hush", topic: "hush", message: "hush")
        for value in [message, record, change, notice] as [Any] {
            #expect(!printed(value).contains("hush"))
        }
    }
}
