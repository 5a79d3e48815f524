// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

/// The runtime as a process: how it starts and how it ends.
@Suite(.serialized) struct ProcessTests {
    private static let greeting = HandlerFixture.call("greet", #"["Ada"]"#)

    @Test(arguments: [403, 500])
    func `a refused next ends the process within 100 ms and with a status that isn't 0`(_ status: Int) throws {
        var shortest = Duration.seconds(60)
        // The best of three: other work on the machine may hold one up, and not all.
        for _ in 0..<3 where shortest >= .milliseconds(100) {
            let refused = Mutex<ContinuousClock.Instant?>(nil)
            let api = try ScriptedRuntimeAPI { request in
                switch request.index {
                case 0: return .event("a", Self.greeting)
                case 1: return .accepted
                default:
                    refused.withLock { $0 = .now }
                    return .status(status)
                }
            }
            defer { api.stop() }
            let end = try Probe(api).wait()
            let moment = try #require(refused.withLock { $0 })
            shortest = min(shortest, moment.duration(to: end.ended))
            #expect(end.exitCode == 1)
            #expect(end.objects.last?["level"]?.string == "FATAL")
            #expect(end.text.contains("answered 'next' with status \(status)"))
        }
        #expect(shortest < .milliseconds(100))
    }

    @Test func `one worker's refused next ends a process whose other workers are busy`() throws {
        let held = Held()
        let api = try ScriptedRuntimeAPI { request in
            if request.index == 3 { return .status(403) }
            held.wait()
            return .status(500)
        }
        let end = try Probe(api, ["AWS_LAMBDA_MAX_CONCURRENCY": "4"]).wait()
        held.release()
        api.stop()
        #expect(end.exitCode == 1)
        #expect(api.connectionCount == 4)
    }

    @Test func `a Runtime API that nobody serves ends the process`() throws {
        let api = try ScriptedRuntimeAPI { _ in .close }
        api.stop()
        let end = try Probe(api).wait()
        #expect(end.exitCode == 1)
        #expect(end.objects.count == 1 && end.text.contains("no connection to the Runtime API"))
    }

    @Test(arguments: [
        ("missing", "Runtime.InvalidConfiguration", "POOL_ID"),
        ("unreadable", "Runtime.UnreadableConfiguration", "SECRET"),
        ("key", "Runtime.InvalidKey", "KEY"),
    ])
    func `a start that fails is told with its type, and ends the process`(
        _ how: String, _ type: String, _ setting: String
    ) throws {
        let api = try ScriptedRuntimeAPI { _ in .accepted }
        defer { api.stop() }
        let end = try Probe(api, ["PROBE_START": how]).wait()
        #expect(end.exitCode == 1)
        let request = try #require(api.requests.first)
        #expect(api.requests.count == 1 && request.path == "/2018-06-01/runtime/init/error")
        #expect(request.fields["lambda-runtime-function-error-type"] == type)
        let told = try JSONValue(parsing: request.body)
        #expect(told["errorType"]?.string == type)
        #expect(told["errorMessage"]?.string?.contains(setting) == true)
    }

    @Test func `a start that fails where nobody listens ends the process too`() throws {
        let api = try ScriptedRuntimeAPI { _ in .close }
        defer { api.stop() }
        #expect(try Probe(api, ["PROBE_START": "missing"]).wait().exitCode == 1)
    }

    @Test(arguments: [1, 4]) func `SIGTERM ends a waiting process with 0`(_ workers: Int) throws {
        let (held, waiting) = (Held(), Held())
        let api = try ScriptedRuntimeAPI { request in
            if request.index == workers - 1 { waiting.release() }
            held.wait()
            return .status(500)
        }
        let probe = try Probe(api, ["AWS_LAMBDA_MAX_CONCURRENCY": String(workers)])
        waiting.wait()
        kill(probe.process, SIGTERM)
        let end = try probe.wait()
        held.release()
        api.stop()
        #expect(end.exitCode == 0)
        #expect(end.text.isEmpty)
    }

    @Test(arguments: ["--help", "-h"]) func `asked for help, it explains what it is`(_ argument: String) throws {
        let end = try Probe([:], arguments: [argument]).wait()
        #expect(end.exitCode == 0)
        #expect(end.text == LambdaUsage.text)
    }

    @Test(arguments: [nil, "", "nonsense://"]) func `started by hand, it explains what it is`(_ address: String?) throws
    {
        let end = try Probe(address.map { ["AWS_LAMBDA_RUNTIME_API": $0] } ?? [:]).wait()
        #expect(end.exitCode == 1)
        #expect(end.text.contains("blocks serve"))
    }

    @Test func `a handler that exits is not hidden`() throws {
        let (api, end) = try Probe.serving([HandlerFixture.call("die", #"["exit"]"#)])
        #expect(end.exitCode == 7)
        #expect(api.requests.map(\.call) == ["next"])
    }
}
