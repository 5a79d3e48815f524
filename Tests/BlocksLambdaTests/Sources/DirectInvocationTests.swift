// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksLambda

/// Invocations by other programs of the same system.
@Suite struct DirectInvocationTests {
    private struct Range: Codable {
        let from: Int
        let to: Int?
    }

    private static func fixture() throws -> SourceFixture {
        try SourceFixture { app, loop in
            app.onInvocation("blocks.jobs", "sum") { (range: Range) in
                (range.from...max(range.from, range.to ?? range.from)).reduce(0, &+)
            }
            app.onInvocation("blocks.jobs", "fail") { (_: JSONValue) in throw Detail() }
            app.onInvocation("blocks.jobs", "refuse") { (_: JSONValue) in throw ApiError("Not now", status: 503) }
            app.onInvocation("blocks.jobs", "forever") { (_: JSONValue) in try await loop.sleep(for: .seconds(3_600)) }
            app.onInvocation("blocks.jobs", "long") { (_: JSONValue) in
                String(repeating: "x", count: RuntimeAPI.maximumReply)
            }
            app.onInvocation("blocks.cron") { (event: JSONValue) in event }
            app.onInvocation("blocks.jobs", "bare") { (event: JSONValue) in event }
        }
    }

    @Test(arguments: [
        (#"{"source":"blocks.jobs","jobName":"sum","payload":{"from":1,"to":4}}"#, "10"),
        (#"{"source":"blocks.jobs","id":"sum","payload":{"from":3}}"#, "3"),
        (#"{"source":"blocks.jobs","jobName":"sum","id":"fail","payload":{"from":3}}"#, "3"),
        (#"{"source":"blocks.jobs","jobName":null,"id":"sum","payload":{"from":3}}"#, "3"),
        // Without a payload the event itself is the input.
        (#"{"source":"blocks.jobs","jobName":"sum","from":2,"to":3}"#, "5"),
        (#"{"source":"blocks.cron","payload":[1]}"#, "[1]"),
        (#"{"source":"blocks.cron","payload":null}"#, "null"),
        (#"{"source":"blocks.cron","at":"now"}"#, #"{"source":"blocks.cron","at":"now"}"#),
        // A list of that name is nobody else's, as long as no record of AWS is in it.
        (#"{"source":"blocks.jobs","jobName":"sum","from":2,"to":3,"Records":[]}"#, "5"),
        (#"{"source":"blocks.jobs","jobName":"sum","from":2,"to":3,"Records":[{"eventSource":"aws:s3"},7]}"#, "5"),
    ])
    func `the handler's result is the reply`(_ event: String, _ reply: String) async throws {
        #expect(try await Self.fixture().reply(to: event.utf8) == reply)
    }

    @Test(arguments: [
        (#"{"source":"blocks.jobs","jobName":"sums"}"#, LambdaError.Code.unsupportedEvent, "no handler is registered"),
        (#"{"source":"blocks.job","jobName":"sum"}"#, .unsupportedEvent, "no handler is registered"),
        (#"{"source":"blocks.","jobName":"sum"}"#, .unsupportedEvent, "no handler is registered"),
        (#"{"source":"blocks","jobName":"sum"}"#, .unsupportedEvent, "unknown shape"),
        (#"{"source":"Blocks.jobs","jobName":"sum"}"#, .unsupportedEvent, "unknown shape"),
        (#"{"source":"blocks.jobs","jobName":7}"#, .malformedEvent, "jobName"),
        (#"{"source":"blocks.jobs","id":{}}"#, .malformedEvent, "id"),
        (#"{"source":"blocks.jobs","jobName":"sum","payload":{"from":"hush"}}"#, .malformedEvent, "does not fit"),
        (#"{"source":"blocks.jobs","jobName":"sum","payload":7}"#, .malformedEvent, "does not fit"),
        (#"{"source":"blocks.jobs","jobName":"fail"}"#, .handlerFailed, "the handler of an invocation failed"),
        (#"{"source":"blocks.jobs","jobName":"refuse"}"#, .handlerRefused, "Not now"),
        (#"{"source":"blocks.jobs","jobName":"forever"}"#, .handlerTimeout, "took too long"),
        (#"{"source":"blocks.jobs","jobName":"long"}"#, .malformedReply, "longer than"),
    ])
    func `a refusal has a type and a message`(
        _ event: String, _ code: LambdaError.Code, _ message: String
    ) async throws {
        let fixture = try Self.fixture()
        let error = await fixture.error(of: event.utf8, within: code == .handlerTimeout ? 50 : nil)
        #expect(error?.code == code && error?.message.contains(message) == true)
        #expect(error?.message.contains("hush") == false)
        #expect(fixture.log.text.contains("hush") == (code == .handlerFailed))
    }

    @Test func `an event of a bus is no invocation, whatever its source`() async throws {
        let error = await (try Self.fixture()).error(
            of: #"{"source":"blocks.jobs","jobName":"sum","detail-type":"x","detail":{},"id":"e"}"#.utf8)
        #expect(error?.code == .unsupportedEvent && error?.message.contains("EventBridge") == true)
    }

    @Test(.needsVectors("lambda-events"), arguments: [1, 2] as [UInt64])
    func `mutated events of all sources are handled or refused and never crash`(_ seed: UInt64) async throws {
        let fixture = try SourceFixture { app, _ in
            app.onWebSocket(.connect) { _, _ in }
            app.onWebSocket(.message) { _, _ in nil }
            app.onSchedule("my-scheduled-rule") { _ in }
            app.onEvent(source: "aws.ec2") { _ in }
            app.onInvocation("blocks.jobs", "sum") { (range: Range) in range.from }
        }
        var random = SeededRandom(seed: seed)
        var originals = [Array(#"{"source":"blocks.jobs","jobName":"sum","payload":{"from":1,"to":4}}"#.utf8)]
        for name in [
            "apigw-websocket-request", "apigw-websocket-request-disconnect-route", "eventbridge-schedule",
            "eventbridge-event-obj",
        ] {
            originals.append(Array(try Vectors.data("lambda-events/example-\(name).json")))
        }
        var outcomes: [String: Int] = [:]
        for original in originals {
            for _ in 0..<300 {
                do {
                    _ = try JSONDocument(Array(try await fixture.reply(to: Mutation.of(original, using: &random)).utf8))
                    outcomes["handled", default: 0] += 1
                } catch let error as LambdaError {
                    outcomes[error.code.rawValue, default: 0] += 1
                }
            }
        }
        #expect(outcomes["handled", default: 0] > 200 && outcomes["Runtime.MalformedEvent", default: 0] > 200)
        let known = ["handled", "Runtime.MalformedEvent", "Runtime.UnsupportedEvent"]
        #expect(Set(outcomes.keys).isSubset(of: known))
    }
}
