// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import Logging
import TestSupport
import Testing

@testable import BlocksLambda

/// Events of EventBridge, and schedules.
@Suite struct BusTests {
    private struct Order: Decodable { let id: Int }

    private static func fixture(_ seen: Seen) throws -> SourceFixture {
        try SourceFixture { app, loop in
            app.onSchedule("nightly") { event in
                seen.note("schedule \(event.name) \(event.time ?? "-")")
            }
            app.onEvent(source: "com.example.shop", detailType: "OrderPlaced") { event in
                let order: Order = try event.decode()
                seen.note("order \(order.id)")
                if order.id == 13 { throw Detail() }
                if order.id == 14 { throw ApiError("Sold out", status: 409) }
                if order.id == 15 { try await loop.sleep(for: .seconds(3_600)) }
                Logger.current.notice("at work")
            }
            app.onEvent(source: "com.example.shop") { event in seen.note("other \(event.detailType)") }
        }
    }

    private static func event(
        _ type: String = "OrderPlaced", source: String = "com.example.shop", detail: String = #"{"id":1}"#,
        resources: String = "[]"
    ) -> String.UTF8View {
        #"""
        {"version":"0","id":"e-1","detail-type":"\#(type)","source":"\#(source)","account":"123456789012",
        "time":"2026-11-24T04:00:00Z","region":"eu-central-1","resources":\#(resources),"detail":\#(detail)}
        """#.utf8
    }

    @Test func `an event goes to the handler of its source and type, else to the source's`() async throws {
        let seen = Seen()
        let fixture = try Self.fixture(seen)
        #expect(try await fixture.reply(to: Self.event()) == "{}")
        #expect(try await fixture.reply(to: Self.event("OrderLost")) == "{}")
        #expect(seen.all == ["order 1", "other OrderLost"])
        let line = try #require(fixture.log.text.split(separator: "\n").first { $0.contains("at work") })
        #expect(line.contains(#""requestId":"request-7""#) && line.contains(#""recordId":"e-1""#))
    }

    @Test(arguments: [
        ("aws.events", #"["arn:aws:events:eu-central-1:123456789012:rule/nightly"]"#, "{}"),
        ("aws.events", #"["arn:aws:events:eu-central-1:123456789012:rule/my-bus/nightly"]"#, "{}"),
        ("aws.scheduler", #"["arn:aws:scheduler:eu-central-1:123456789012:schedule/default/nightly"]"#, #""{}""#),
        ("aws.scheduler", #"["arn:aws:scheduler:eu-central-1:123456789012:schedule/group/nightly"]"#, #""""#),
    ])
    func `a schedule is known by its name, whoever keeps it`(
        _ source: String, _ resources: String, _ detail: String
    ) async throws {
        let seen = Seen()
        let event = Self.event("Scheduled Event", source: source, detail: detail, resources: resources)
        #expect(try await Self.fixture(seen).reply(to: event) == "{}")
        #expect(seen.all == ["schedule nightly 2026-11-24T04:00:00Z"])
    }

    @Test(arguments: [
        ("aws.events", "Scheduled Event", #"["arn:aws:events:eu-central-1:123456789012:rule/daily"]"#),
        ("aws.events", "Scheduled Event", #"["arn:aws:events:eu-central-1:123456789012:rule/nightly/"]"#),
        ("aws.events", "Scheduled Event", #"["arn:aws:events:eu-central-1:123456789012:nightly"]"#),
        ("aws.events", "Scheduled Event", #"["nightly"]"#), ("aws.events", "Scheduled Event", "[]"),
        ("com.example.evil", "Scheduled Event", #"["arn:aws:events:eu-central-1:123456789012:rule/nightly"]"#),
        ("aws.events", "Something Else", #"["arn:aws:events:eu-central-1:123456789012:rule/nightly"]"#),
        ("com.example.shops", "OrderPlaced", "[]"),
    ])
    func `what nobody handles fails the invocation`(
        _ source: String, _ type: String, _ resources: String
    ) async throws {
        let seen = Seen()
        let fixture = try Self.fixture(seen)
        let error = await fixture.error(of: Self.event(type, source: source, resources: resources))
        #expect(error?.code == .unsupportedEvent && error?.message.contains("no handler is registered") == true)
        #expect(error?.message.contains("example") == false && fixture.log.text.contains(#""resource":""#))
        #expect(seen.all.isEmpty)
    }

    @Test(arguments: [
        (13, LambdaError.Code.handlerFailed, "the handler of an event failed"), (14, .handlerRefused, "Sold out"),
        (15, .handlerTimeout, "took too long"),
    ])
    func `what a handler throws fails the invocation`(
        _ id: Int, _ code: LambdaError.Code, _ message: String
    ) async throws {
        let fixture = try Self.fixture(Seen())
        let error = await fixture.error(of: Self.event(detail: #"{"id":\#(id)}"#), within: id == 15 ? 50 : nil)
        #expect(error?.code == code && error?.message.contains(message) == true)
        #expect(fixture.log.text.contains("hush") == (id == 13))
    }

    @Test func `a detail that doesn't fit fails the handler`() async throws {
        let fixture = try Self.fixture(Seen())
        #expect(await fixture.error(of: Self.event(detail: #"{"id":"hush"}"#))?.code == .handlerFailed)
        #expect(!fixture.log.text.contains("hush"))
    }

    @Test(arguments: [
        (#"{"source":"a","detail-type":"b","detail":{}}"#, LambdaError.Code.malformedEvent),
        (#"{"source":"a","detail-type":"b","detail":{},"id":7}"#, .malformedEvent),
        (#"{"source":"a","detail-type":"b","detail":{},"id":"e","resources":{}}"#, .malformedEvent),
        (#"{"source":"a","detail-type":"b","detail":{},"id":"e","resources":[7]}"#, .malformedEvent),
        (#"{"source":"a","detail-type":"b","detail":{},"id":"e","time":7}"#, .malformedEvent),
        (#"{"source":"a","detail-type":"b","detail":7,"id":"e"}"#, .unsupportedEvent),
        (#"{"source":"a","detail-type":7,"detail":{},"id":"e"}"#, .unsupportedEvent),
        (#"{"source":"a","detail":{},"id":"e"}"#, .unsupportedEvent),
    ])
    func `what has not the shape of an event is refused`(_ event: String, _ code: LambdaError.Code) async throws {
        #expect(await (try Self.fixture(Seen())).error(of: event.utf8)?.code == code)
    }

    @Test(.needsVectors("lambda-events")) func `every published event with a detail type reaches a handler`()
        async throws
    {
        let seen = Seen()
        let sources = ["codebuild", "codedeploy", "codepipeline", "autoscaling", "ecr", "ec2", "cloudwatch", "events"]
        let fixture = try SourceFixture { app, _ in
            for source in sources {
                app.onEvent(source: "aws.\(source)") { seen.note("\($0.source) \($0.detailType)") }
            }
            app.onSchedule("my-scheduled-rule") { seen.note("schedule \($0.name)") }
        }
        var reached = 0
        for file in try Vectors.entries("lambda-events") where file.hasSuffix(".json") {
            let bytes = Array(try Vectors.data("lambda-events/\(file)"))
            let root = try JSONValue(parsing: bytes)
            // What CloudWatch sends for alarms has no detail.
            guard root["detail-type"]?.string != nil, root["detail"] != nil else { continue }
            #expect(try await fixture.reply(to: bytes) == "{}", "\(file)")
            reached += 1
        }
        #expect(reached == 17 && seen.all.count == 17)
        #expect(seen.all.contains("schedule my-scheduled-rule"))
        #expect(seen.all.contains("aws.ec2 EC2 Instance State-change Notification"))
    }
}
