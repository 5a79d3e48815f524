// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

/// What an application begins at start, beside the loop.
@Suite struct StartWorkTests {
    private final class Trail: Sendable {
        let marks = Mutex<[String]>([])
        func mark(_ text: String) { marks.withLock { $0.append(text) } }
    }

    private func answers(_ count: Int, workers: Int?, to fixture: SourceFixture) async throws -> [String] {
        let api = try ScriptedRuntimeAPI { request in
            guard request.call == "next" else { return .accepted }
            return request.connection == 0 && request.index < 2 * count
                ? .event("r\(request.index)", Array(#"{"source":"blocks.jobs","jobName":"hello","payload":1}"#.utf8))
                : .status(500)
        }
        defer { api.stop() }
        let environment = workers.map { ["AWS_LAMBDA_MAX_CONCURRENCY": String($0)] } ?? [:]
        let start = LambdaStart(arguments: [], environment: environment, logger: fixture.log.logger) { _ in
            fixture.handler
        }
        let address = try RuntimeAPIAddress(parsing: api.address)
        _ = await withTaskExecutorPreference(fixture.loop) {
            await LambdaRuntime.serve(address, start, InFlight(slots: 8), on: fixture.loop)
        }
        return api.requests.filter { $0.call == "response" }.map(\.text)
    }

    @Test func `events are answered while it hangs, and the end of the process ends it`() async throws {
        let trail = Trail()
        let never = AsyncStream<Void>.makeStream()
        let fixture = try SourceFixture { app, _ in
            app.onStart {
                trail.mark("began")
                for await _ in never.stream {}
                trail.mark(Task.isCancelled ? "cancelled" : "ended")
            }
            app.onInvocation("blocks.jobs", "hello") { (_: Int) in
                trail.mark("event")
                return "hi"
            }
        }
        #expect(try await answers(2, workers: nil, to: fixture) == [#""hi""#, #""hi""#])
        #expect(trail.marks.withLock { $0 } == ["began", "event", "event", "cancelled"])
        never.continuation.finish()
    }

    @Test func `it begins once, however many workers there are`() async throws {
        let trail = Trail()
        let fixture = try SourceFixture { app, _ in
            app.onStart { trail.mark("one") }
            app.onStart { trail.mark("two") }
        }
        _ = try await answers(0, workers: 4, to: fixture)
        #expect(trail.marks.withLock { $0.sorted() } == ["one", "two"])
    }
}
