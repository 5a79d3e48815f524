// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksLambda

/// Events that are no requests through the runtime's loop: what Lambda is told.
@Suite struct SourceLoopTests {
    /// What the Runtime API is called with when it hands out `events` one after the other.
    private func calls(_ events: [[UInt8]], to fixture: SourceFixture) async throws -> [ScriptedRuntimeAPI.Request] {
        let api = try ScriptedRuntimeAPI { request in
            guard request.index.isMultiple(of: 2) else { return .accepted }
            let number = request.index / 2
            return number < events.count ? .event("r\(number)", events[number]) : .status(500)
        }
        defer { api.stop() }
        let start = LambdaStart(arguments: [], environment: [:], logger: fixture.log.logger) { _ in fixture.handler }
        let address = try RuntimeAPIAddress(parsing: api.address)
        _ = await withTaskExecutorPreference(fixture.loop) {
            await LambdaRuntime.serve(address, start, InFlight(slots: 1), on: fixture.loop)
        }
        return api.requests
    }

    @Test func `records are answered, reported, or fail the invocation with a type and a message`() async throws {
        let bed = try RecordBed(failing: ["m2", "n1"])
        let requests = try await calls(
            [
                Array(RecordSamples.event([RecordSamples.message("m1")])),
                Array(RecordSamples.event([RecordSamples.message("m1"), RecordSamples.message("m2")])),
                Array(RecordSamples.event([RecordSamples.notice("n1")])),
            ], to: bed.fixture)
        #expect(requests.map(\.call) == ["next", "response", "next", "response", "next", "error", "next"])
        #expect(String(decoding: requests[1].body, as: UTF8.self) == "{}")
        #expect(
            String(decoding: requests[3].body, as: UTF8.self) == #"{"batchItemFailures":[{"itemIdentifier":"m2"}]}"#)
        #expect(requests[5].fields["lambda-runtime-function-error-type"] == "Function.HandlerFailed")
        let told = try JSONValue(parsing: requests[5].body)
        #expect(told["errorMessage"] == "the handler of a record failed")
    }

    @Test func `connections, events and invocations are answered one after the other`() async throws {
        let fixture = try SourceFixture { app, _ in
            app.onWebSocket(.message) { event, _ in event.text }
            app.onSchedule("nightly") { _ in throw ApiError("Too early", status: 425) }
            app.onInvocation("blocks.jobs", "double") { (number: Int) in number &* 2 }
        }
        let requests = try await calls(
            [
                #"{"requestContext":{"eventType":"MESSAGE","connectionId":"c"},"body":"hi"}"#,
                #"""
                {"id":"e","source":"aws.scheduler","detail-type":"Scheduled Event","detail":"{}",
                "resources":["arn:aws:scheduler:r:1:schedule/default/nightly"]}
                """#,
                #"{"source":"blocks.jobs","jobName":"double","payload":21}"#,
                #"{"source":"blocks.jobs","jobName":"triple","payload":21}"#,
            ].map { Array($0.utf8) }, to: fixture)
        #expect(
            requests.map(\.call)
                == ["next", "response", "next", "error", "next", "response", "next", "error", "next"])
        #expect(try JSONValue(parsing: requests[1].body)["body"] == "hi")
        #expect(try JSONValue(parsing: requests[3].body)["errorMessage"] == "Too early")
        #expect(requests[3].fields["lambda-runtime-function-error-type"] == "Function.HandlerRefused")
        #expect(String(decoding: requests[5].body, as: UTF8.self) == "42")
        #expect(requests[7].fields["lambda-runtime-function-error-type"] == "Runtime.UnsupportedEvent")
    }
}
