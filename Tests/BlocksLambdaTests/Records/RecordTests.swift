// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

/// Records of queues, streams, tables and topics, from the event to their handlers.
@Suite struct RecordTests {
    private static func published(_ name: String) throws -> [UInt8] {
        Array(try Vectors.data("lambda-events/example-\(name).json"))
    }

    @Test(.needsVectors("lambda-events"), arguments: ["sqs-event", "sqs-event-obj"])
    func `a published message reaches its handler whole`(_ name: String) async throws {
        let seen = Mutex<[QueueMessage]>([])
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .queue("SQSQueue")) { (message: QueueMessage) in seen.withLock { $0.append(message) } }
        }
        #expect(try await fixture.reply(to: try Self.published(name)) == "{}")
        let message = try #require(seen.withLock { $0 }.first)
        #expect(message.id == "MessageID_1" && message.queue == "SQSQueue" && message.groupID == nil)
        #expect(message.receiveCount == 2 && message.sentAt == Timestamp(milliseconds: 1_520_621_625_029))
        #expect(message.receiptHandle?.withExposed { $0 } == "MessageReceiptHandle")
        #expect(message.attributes["Attribute1"] == MessageAttribute(type: "String", text: "AttributeValue1"))
        #expect(message.attributes["Attribute2"] == MessageAttribute(type: "Number", text: "123"))
        #expect(
            message.attributes["Attribute3"] == MessageAttribute(type: "Binary", text: nil, bytes: Array("1100".utf8)))
        if name == "sqs-event" {
            #expect(message.body == "Message Body")
            #expect(throws: JSONError.self) { try message.decode([String: Int].self) }
        } else {
            let body: JSONValue = try message.decode()
            #expect(body == ["a": "Test", "b": 123])
        }
    }

    @Test(.needsVectors("lambda-events"), arguments: ["kinesis-event", "kinesis-event-encrypted"])
    func `a published stream record reaches its handler decoded`(_ name: String) async throws {
        let seen = Mutex<[StreamRecord]>([])
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .stream("simple-stream")) { record in seen.withLock { $0.append(record) } }
        }
        #expect(try await fixture.reply(to: try Self.published(name)) == "{}")
        let records = seen.withLock { $0 }
        #expect(records.map(\.text) == ["Hello World", "Hello World"])
        #expect(records.allSatisfy { $0.partitionKey == "s1" && $0.stream == "simple-stream" })
        #expect(records.first?.sequenceNumber == "49568167373333333333333333333333333333333333333333333333")
        #expect(records.first?.arrivedAt == Timestamp(milliseconds: 1_480_641_523_477))
    }

    @Test(.needsVectors("lambda-events")) func `published changes of a table reach their handler typed`() async throws {
        let seen = Mutex<[TableChange]>([])
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .table("Example-Table")) { change in seen.withLock { $0.append(change) } }
        }
        #expect(try await fixture.reply(to: try Self.published("dynamodb-event")) == "{}")
        let changes = seen.withLock { $0 }
        #expect(changes.map(\.kind) == [.insert, .insert])
        let change = try #require(changes.dropFirst().first)
        #expect(change.table == "Example-Table" && change.keys == ["val": .string("data"), "key": .string("binary")])
        #expect(change.oldImage == nil && !change.isExpiry)
        #expect(change.changedAt == Timestamp(seconds: 1_480_642_020))
        let image = try #require(change.newImage)
        #expect(image["asdf1"] == .binary([0x00, 0x01, 0x2A, 0x41]))
        #expect(image["BinarySet"] == .binarySet([[0x00, 0x01, 0x2A, 0x41], [0x00, 0x01, 0x2A, 0x41]]))
        #expect(image["Boolean"] == .bool(true) && image["Null"] == .null)
        #expect(image["List"] == .list([.string("Cookies"), .string("Coffee"), .number("3.14159")]))
        #expect(image["Map"] == .map(["Name": .string("Joe"), "Age": .number("35")]))
        #expect(image["IntegerNumber"]?.int == 123 && image["FloatNumber"]?.int == nil)
        #expect(image["NumberSet"] == .numberSet(["1234", "567.8"]))
        #expect(image["String"]?.string == "Hello")
    }

    @Test func `what the time to live removed is told apart`() async throws {
        let seen = Seen()
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .table("notes")) { change in seen.note("\(change.kind) \(change.isExpiry)") }
        }
        let identity = #""userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"eventName":"REMOVE""#
        for name in [#""eventName":"MODIFY""#, #""eventName":"REMOVE""#, identity] {
            let record = RecordSamples.change("1").replacing(#""eventName":"INSERT""#, with: name)
            #expect(try await fixture.reply(to: RecordSamples.event([record])) == "{}")
        }
        #expect(seen.all == ["modify false", "remove false", "remove true"])
    }

    @Test(.needsVectors("lambda-events"), arguments: ["sns-event", "sns-event-obj", "sns-event-pascal-case"])
    func `a published notice reaches its handler`(_ name: String) async throws {
        let seen = Mutex<[TopicNotice]>([])
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .topic("snsNetTest")) { notice in seen.withLock { $0.append(notice) } }
        }
        #expect(try await fixture.reply(to: try Self.published(name)) == "{}")
        let notice = try #require(seen.withLock { $0 }.first)
        #expect(notice.id == "82833b5c-8d5d-56d0-b0e1-7511f8253eb8" && notice.topic == "snsNetTest")
        #expect(notice.subject == "Greetings" && notice.publishedAt == "2015-08-18T18:02:32.111Z")
        if name == "sns-event-obj" {
            let message: JSONValue = try notice.decode()
            #expect(message["bar"] == 123)
        } else {
            #expect(notice.message == "Hello\r\nworld!")
        }
    }

    @Test func `attributes of a notice are read as SNS names them`() async throws {
        let seen = Mutex<[String: MessageAttribute]>([:])
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .topic("alerts")) { notice in seen.withLock { $0 = notice.attributes } }
        }
        let attributes =
            #""MessageAttributes":{"a":{"Type":"String","Value":"x"},"b":{"Type":"Binary","Value":"AQI="}},"#
        let notice = RecordSamples.notice("n").replacing(#""Message":"#, with: attributes + #""Message":"#)
        #expect(try await fixture.reply(to: RecordSamples.event([notice])) == "{}")
        #expect(
            seen.withLock { $0 } == [
                "a": MessageAttribute(type: "String", text: "x"),
                "b": MessageAttribute(type: "Binary", text: nil, bytes: [1, 2]),
            ])
    }

    @Test func `a consumer of its own reads the same stream`() async throws {
        let bed = try RecordBed()
        let record = RecordSamples.click("11")
            .replacing("stream/clicks", with: "stream/clicks/consumer/fast:1710000000")
        #expect(try await bed.fixture.reply(to: RecordSamples.event([record])) == "{}")
        #expect(bed.seen.all == ["11"])
    }

    @Test func `records are handled side by side, ten at a time`() async throws {
        let counts = Mutex((now: 0, most: 0, all: 0))
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .queue("orders")) { _ in
                counts.withLock { counts in
                    counts.now += 1
                    counts.all += 1
                    counts.most = max(counts.most, counts.now)
                }
                for _ in 0..<50 { await Task.yield() }
                counts.withLock { $0.now -= 1 }
            }
        }
        let event = RecordSamples.event((0..<35).map { RecordSamples.message("m\($0)") })
        #expect(try await fixture.reply(to: event) == "{}")
        #expect(counts.withLock { $0.all } == 35)
        #expect(counts.withLock { $0.most } == 10)
    }

    @Test func `a handler has the request, the record and the deadline at hand`() async throws {
        let left = Mutex<Int64?>(nil)
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .queue("orders")) { _ in
                Logger.current.notice("at work")
                left.withLock { $0 = Deadline.current?.remainingMilliseconds }
            }
        }
        #expect(try await fixture.reply(to: RecordSamples.event([RecordSamples.message("m1")]), within: 60_000) == "{}")
        let line = try #require(fixture.log.text.split(separator: "\n").first { $0.contains("at work") })
        for member in [#""requestId":"request-7""#, #""recordId":"m1""#, #""resource":"orders""#] {
            #expect(line.contains(member))
        }
        #expect((50_000...60_000).contains(left.withLock { $0 } ?? 0), "beyond what any front door waits")
    }

    @Test(.needsVectors("lambda-events"), arguments: [1, 2] as [UInt64])
    func `mutated records are handled, reported or refused and never crash`(_ seed: UInt64) async throws {
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .queue("SQSQueue"), partialFailures: .reported) { _ in }
            app.onRecords(from: .stream("simple-stream"), partialFailures: .reported) { _ in }
            app.onRecords(from: .table("Example-Table"), partialFailures: .reported) { _ in }
            app.onRecords(from: .topic("snsNetTest")) { _ in }
        }
        var random = SeededRandom(seed: seed)
        var outcomes: [String: Int] = [:]
        for name in ["sqs-event", "kinesis-event", "dynamodb-event", "sns-event"] {
            let original = try Self.published(name)
            for _ in 0..<300 {
                do {
                    let reply = try await fixture.reply(to: Mutation.of(original, using: &random))
                    let failures = try #require(try SourceFixture.failures(in: reply))
                    outcomes[failures.isEmpty ? "handled" : "reported", default: 0] += 1
                } catch let error as LambdaError {
                    outcomes[error.code.rawValue, default: 0] += 1
                }
            }
        }
        #expect(outcomes["handled", default: 0] > 100 && outcomes["Runtime.MalformedEvent", default: 0] > 100)
        let known = ["handled", "reported", "Runtime.MalformedEvent", "Runtime.UnsupportedEvent"]
        #expect(Set(outcomes.keys).isSubset(of: known))
    }
}
