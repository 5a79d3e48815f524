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
}
