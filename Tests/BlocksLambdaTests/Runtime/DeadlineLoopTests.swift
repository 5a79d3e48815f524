// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

/// Handlers that outlast their invocation's time, on a clock that stands still.
@Suite struct DeadlineLoopTests {
    @Test func `100 slow invocations are answered with our own 504 before their deadlines`() async throws {
        let sleep = RecordedSleep()
        let now = WallClock.fixed.now()
        let fixture = try HandlerFixture(clock: .fixed) { sleep.sleep($0) }
        fixture.release()
        let slow = HandlerFixture.call("forever", "[]")
        let api = try ScriptedRuntimeAPI { request in
            guard request.call == "next" else { return .accepted }
            let number = request.index / 2
            // Two to 101 seconds away.
            let deadline = now.adding(milliseconds: 2_000 + Int64(number) * 1_000)
            return number < 100 ? .event("id-\(number)", slow, deadline: deadline.milliseconds) : .status(500)
        }
        let run = try await RuntimeRun.serve(api, fixture)
        #expect(run.error == LambdaError(.unexpectedStatus, ""))
        let answers = api.requests.filter { $0.call == "response" }
        #expect(answers.count == 100)
        #expect(
            answers.count { $0.text.contains(#""statusCode":504"#) && $0.text.contains("HandlerTimeoutError") } == 100)
        // A second before the deadline, and never later than the front door would wait.
        #expect(sleep.durations == (0..<100).map { .milliseconds(min(28_000, 1_000 + $0 * 1_000)) })
        #expect(api.connectionCount == 1)
    }

    @Test func `a slow handler delays nobody after it`() async throws {
        let fixture = try HandlerFixture()
        fixture.release()
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0:
                .event(
                    "a", HandlerFixture.call("forever", "[]"),
                    deadline: fixture.deadline(milliseconds: 1_010).milliseconds)
            case 2: .event("b", HandlerFixture.call("greet", #"["Ada"]"#))
            case 4: .status(500)
            default: .accepted
            }
        }
        _ = try await RuntimeRun.serve(api, fixture)
        #expect(api.requests.map(\.call) == ["next", "response", "next", "response", "next"])
        #expect(api.requests[1].text.contains(#""statusCode":504"#))
        #expect(api.requests[3].text.contains("Hello, Ada!"))
    }
}
