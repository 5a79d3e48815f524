// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksLambda

/// Records that are malformed, nobody's, or too slow.
@Suite struct RecordRefusalTests {
    private static func edited(_ record: String, _ old: String, _ new: String) -> String {
        record.replacing(old, with: new)
    }

    @Test(arguments: [
        (edited(RecordSamples.message("m1"), #""messageId":"m1""#, #""x":1"#), "messageId"),
        (edited(RecordSamples.message("m1"), #""messageId":"m1""#, #""messageId":"""#), "messageId"),
        (edited(RecordSamples.message("m1"), #""messageId":"m1""#, #""messageId":7"#), "messageId"),
        (edited(RecordSamples.message("m1"), "arn:aws:sqs:eu-central-1:123456789012:", ""), "resource"),
        (edited(RecordSamples.message("m1"), ":orders", ":orders:v1"), "resource"),
        (edited(RecordSamples.click("11"), #""sequenceNumber":"11","#, ""), "sequenceNumber"),
        (edited(RecordSamples.click("11"), #""kinesis""#, #""Kinesis""#), "kinesis"),
        (edited(RecordSamples.click("11"), "stream/clicks", "clicks"), "resource"),
        (edited(RecordSamples.change("21"), #""SequenceNumber":"21""#, #""x":1"#), "SequenceNumber"),
        (edited(RecordSamples.change("21"), "table/notes/stream/", "table/notes/"), "resource"),
        (edited(RecordSamples.change("21"), "table/notes", "table/"), "resource"),
        (edited(RecordSamples.notice("n1"), #""Message":"n1""#, #""x":1"#), "Message"),
        (edited(RecordSamples.notice("n1"), #""TopicArn""#, #""topicArn""#), "resource"),
        (edited(RecordSamples.notice("n1"), #""Sns":{"#, #""sns":{"#), "resource"),
    ])
    func `a malformed record that can't be reported fails the invocation, and the others are handled`(
        _ record: String, _ member: String
    ) async throws {
        let bed = try RecordBed()
        let error = await bed.fixture.error(of: RecordSamples.event([RecordSamples.message("m9"), record]))
        #expect(error?.code == .malformedEvent)
        #expect(error?.message.contains(member) == true)
        #expect(bed.seen.all == ["m9"])
    }

    @Test(arguments: [
        (edited(RecordSamples.message("m1"), #""body":"m1""#, #""body":null"#), "m1"),
        (edited(RecordSamples.message("m1"), #""SenderId":"s""#, #""SenderId":[]"#), "m1"),
        (edited(RecordSamples.message("m1"), #"Attributes":{}"#, #"Attributes":{"a":{}}"#), "m1"),
        (
            edited(
                RecordSamples.message("m1"), #"Attributes":{}"#,
                #"Attributes":{"a":{"dataType":"Binary","binaryValue":"?"}}"#), "m1"
        ),
        (edited(RecordSamples.click("11"), #""data":"#, #""data":"!","x":"#), "11"),
        (edited(RecordSamples.click("11"), #""partitionKey""#, #""x""#), "11"),
        (edited(RecordSamples.change("21"), "INSERT", "UPSERT"), "21"),
        (edited(RecordSamples.change("21"), #"{"S":"21"}"#, #"{"S":21}"#), "21"),
        (edited(RecordSamples.change("21"), #"{"S":"21"}"#, #"{"S":"21","N":"1"}"#), "21"),
        (edited(RecordSamples.change("21"), #"{"S":"21"}"#, #"{"X":"21"}"#), "21"),
        (edited(RecordSamples.change("21"), #"{"S":"21"}"#, #"{"B":"21"}"#), "21"),
        (edited(RecordSamples.change("21"), #""Keys""#, #""keys""#), "21"),
    ])
    func `a malformed record with an id is reported`(_ record: String, _ id: String) async throws {
        let bed = try RecordBed()
        let reply = try await bed.fixture.reply(to: RecordSamples.event([record, RecordSamples.message("m9")]))
        #expect(try SourceFixture.failures(in: reply) == [id])
        #expect(bed.seen.all == ["m9"])
        #expect(bed.fixture.log.text.contains(#""recordId":"\#(id)""#))
        // Without the event source's consent nothing is reported.
        let error = await (try RecordBed(.failBatch)).fixture.error(of: RecordSamples.event([record]))
        #expect(error?.code == .malformedEvent)
    }

    @Test func `a FIFO queue's message without a group is malformed`() async throws {
        let bed = try RecordBed()
        let message = Self.edited(RecordSamples.message("a1", group: "a"), "MessageGroupId", "x")
        #expect(
            try SourceFixture.failures(in: try await bed.fixture.reply(to: RecordSamples.event([message]))) == ["a1"])
        #expect(bed.seen.all.isEmpty)
    }

    @Test(arguments: [
        (RecordSamples.message("m1"), "queue", "orders"), (RecordSamples.click("11"), "stream", "clicks"),
        (RecordSamples.change("21"), "table", "notes"), (RecordSamples.notice("n1"), "topic", "alerts"),
    ])
    func `records without a handler fail the invocation by the kind of their source`(
        _ record: String, _ kind: String, _ name: String
    ) async throws {
        let fixture = try SourceFixture { app, _ in
            // The same name elsewhere is something else.
            for other in [name, "others"] where kind != "queue" || other != name {
                app.onRecords(from: .queue(other), partialFailures: .reported) { _ in }
            }
        }
        let error = await fixture.error(of: RecordSamples.event([record]))
        #expect(error?.code == .unsupportedEvent)
        #expect(error?.message == "no handler is registered for records of this \(kind)")
        #expect(fixture.log.text.contains(#""resource":"\#(name)""#))
    }

    @Test func `a record of another service among known ones fails the invocation`() async throws {
        let bed = try RecordBed()
        let event = RecordSamples.event([RecordSamples.message("m1"), #"{"eventSource":"aws:s3"}"#])
        #expect(await bed.fixture.error(of: event)?.code == .unsupportedEvent)
        #expect(bed.seen.all == ["m1"])
    }

    @Test func `no records at all is nothing to do`() async throws {
        #expect(try await RecordBed().fixture.reply(to: RecordSamples.event([])) == "{}")
    }

    @Test(arguments: [PartialFailures.reported, .failBatch])
    func `when the time is up, handlers are cancelled, and what was not handled counts as failed`(
        _ partialFailures: PartialFailures
    ) async throws {
        let seen = Seen()
        let fixture = try SourceFixture { app, loop in
            app.onRecords(from: .queue("orders"), partialFailures: partialFailures) { message in
                seen.note(message.id)
                guard message.id.hasPrefix("slow") else { return }
                defer { if Task.isCancelled { seen.note("cancelled") } }
                try await loop.sleep(for: .seconds(3_600))
            }
            app.onRecords(from: .queue("orders.fifo"), partialFailures: partialFailures) { message in
                seen.note(message.id)
                // Ignores that it was cancelled, and does its work: that counts.
                try? await loop.sleep(for: .seconds(3_600))
            }
        }
        let event = RecordSamples.event([
            RecordSamples.message("m1"), RecordSamples.message("slow"), RecordSamples.message("a1", group: "a"),
            RecordSamples.message("a2", group: "a"), RecordSamples.message("m2"),
        ])
        if partialFailures == .reported {
            let reply = try await fixture.reply(to: event, within: 100)
            #expect(try SourceFixture.failures(in: reply) == ["slow", "a2"])
        } else {
            #expect(await fixture.error(of: event, within: 100)?.code == .handlerTimeout)
        }
        #expect(seen.all.sorted() == ["a1", "cancelled", "m1", "m2", "slow"])
        #expect(fixture.log.text.contains("HandlerTimeoutError"))
    }

    @Test func `with no time left everything is reported`() async throws {
        let fixture = try SourceFixture { app, loop in
            app.onRecords(from: .queue("orders.fifo"), partialFailures: .reported) { _ in
                try await loop.sleep(for: .seconds(3_600))
            }
        }
        let ids = ["a1", "a2", "b1"]
        let event = RecordSamples.event(ids.map { RecordSamples.message($0, group: String($0.prefix(1))) })
        #expect(try SourceFixture.failures(in: try await fixture.reply(to: event, within: -500)) == ids)
    }

    @Test func `a handler's limit is the function's, not a front door's`() {
        let now = Timestamp(milliseconds: 0)
        for (remaining, expected) in [(nil, 899_000), (300_000, 299_000), (500, 0)] as [(Int64?, Int64)] {
            let deadline = remaining.map(Timestamp.init(milliseconds:))
            #expect(DeadlineLimit(deadline, now: now, caller: DeadlineLimit.function).milliseconds == expected)
        }
    }
}
