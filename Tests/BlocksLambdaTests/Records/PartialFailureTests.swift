// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksLambda

/// Batches of which some records fail.
@Suite struct PartialFailureTests {
    @Test(arguments: 0..<16)
    func `whichever messages of a queue fail, exactly they are reported, in order`(_ pattern: Int) async throws {
        let ids = ["m1", "m2", "m3", "m4"]
        let failing = ids.indices.filter { pattern >> $0 & 1 == 1 }.map { ids[$0] }
        let event = RecordSamples.event(ids.map { RecordSamples.message($0) })
        let bed = try RecordBed(failing: Set(failing))
        let reply = try await bed.fixture.reply(to: event)
        #expect(try SourceFixture.failures(in: reply) == failing)
        #expect(reply == "{}" || !failing.isEmpty)
        #expect(bed.seen.all.sorted() == ids, "every message is handled")

        let unreported = try RecordBed(failing: Set(failing), .failBatch)
        if failing.isEmpty {
            #expect(try await unreported.fixture.reply(to: event) == "{}")
        } else {
            let error = await unreported.fixture.error(of: event)
            #expect(error?.code == .handlerFailed && error?.message == "the handler of a record failed")
        }
        #expect(unreported.seen.all.sorted() == ids, "the others would come again with the failed ones for ever")
    }

    @Test(arguments: [
        ("a1", ["a1", "a2", "a3"]), ("a2", ["a2", "a3"]), ("a3", ["a3"]), ("b1", ["b1", "b2"]), ("b2", ["b2"]),
        ("c1", ["c1"]),
    ])
    func `behind a failed message of a FIFO queue the rest of its group is untouched and reported`(
        _ failing: String, _ reported: [String]
    ) async throws {
        let ids = ["a1", "b1", "a2", "c1", "b2", "a3"]
        let bed = try RecordBed(failing: [failing])
        let event = RecordSamples.event(ids.map { RecordSamples.message($0, group: String($0.prefix(1))) })
        let reply = try await bed.fixture.reply(to: event)
        #expect(try SourceFixture.failures(in: reply) == ids.filter(reported.contains))
        for group in ["a", "b", "c"] {
            let wanted = ids.filter { $0.hasPrefix(group) && !reported.dropFirst().contains($0) }
            #expect(bed.seen.all.filter { $0.hasPrefix(group) } == wanted, "in order, up to the failed one")
        }
    }

    @Test func `two failing groups are reported in the order of the records`() async throws {
        let bed = try RecordBed(failing: ["b1", "a2"])
        let ids = ["a1", "b1", "a2", "b2", "a3"]
        let reply = try await bed.fixture.reply(
            to: RecordSamples.event(ids.map { RecordSamples.message($0, group: String($0.prefix(1))) }))
        #expect(try SourceFixture.failures(in: reply) == ["b1", "a2", "b2", "a3"])
        #expect(bed.seen.all.sorted() == ["a1", "a2", "b1"])
    }

    @Test(arguments: [RecordSamples.click, RecordSamples.change], 0...4)
    func `a shard is handled in order up to the first failure, which alone is reported`(
        _ record: @Sendable (String) -> String, _ failing: Int
    ) async throws {
        let numbers = ["11", "12", "13", "14"]
        let bad = Set(numbers.dropFirst(failing).prefix(2))
        let bed = try RecordBed(failing: bad)
        let reply = try await bed.fixture.reply(to: RecordSamples.event(numbers.map(record)))
        #expect(try SourceFixture.failures(in: reply) == Array(numbers.dropFirst(failing).prefix(1)))
        #expect(bed.seen.all == Array(numbers.prefix(failing + 1)))
    }

    @Test func `a notice that fails, fails the invocation`() async throws {
        let bed = try RecordBed(failing: ["n1"])
        let error = await bed.fixture.error(of: RecordSamples.event([RecordSamples.notice("n1")]))
        #expect(error?.code == .handlerFailed)
        #expect(!(error?.description.contains("hush") ?? true))
        #expect(bed.fixture.log.text.contains("hush") && bed.fixture.log.text.contains(#""recordId":"n1""#))
        #expect(bed.fixture.log.text.contains(#""requestId":"request-7""#))
        #expect(try await bed.fixture.reply(to: RecordSamples.event([RecordSamples.notice("n2")])) == "{}")
    }

    @Test func `one failure that can't be reported fails the invocation, whatever else was to be reported`()
        async throws
    {
        let bed = try RecordBed(failing: ["m1", "n1"])
        let error = await bed.fixture.error(
            of: RecordSamples.event([
                RecordSamples.message("m1"), RecordSamples.notice("n1"), RecordSamples.click("12"),
            ]))
        #expect(error?.code == .handlerFailed)
        #expect(bed.seen.all.sorted() == ["12", "m1", "n1"])
    }

    @Test func `records of several sources are reported together`() async throws {
        let bed = try RecordBed(failing: ["m1", "12", "22"])
        let reply = try await bed.fixture.reply(
            to: RecordSamples.event([
                RecordSamples.click("11"), RecordSamples.message("m1"), RecordSamples.click("12"),
                RecordSamples.change("22"), RecordSamples.click("13"),
            ]))
        #expect(try SourceFixture.failures(in: reply) == ["m1", "12", "22"])
    }

    @Test func `what an application refuses is told in its words`() async throws {
        let fixture = try SourceFixture { app, _ in
            app.onRecords(from: .topic("alerts")) { _ in throw ApiError("Too old", status: 410, cause: Detail()) }
        }
        let error = await fixture.error(of: RecordSamples.event([RecordSamples.notice("n1")]))
        #expect(error?.code == .handlerRefused && error?.message == "Too old")
        #expect(fixture.log.text.contains("hush"))
    }
}
