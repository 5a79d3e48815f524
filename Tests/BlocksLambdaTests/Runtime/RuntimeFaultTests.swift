// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksLambda

/// A Runtime API that fails in place of an event: the process must end, at once and without another call.
struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let answer: ScriptedRuntimeAPI.Answer
    let code: LambdaError.Code

    private init(_ name: String, _ answer: ScriptedRuntimeAPI.Answer, _ code: LambdaError.Code) {
        (testDescription, self.answer, self.code) = (name, answer, code)
    }

    private init(_ name: String, _ text: String, _ code: LambdaError.Code = .malformedResponse) {
        self.init(name, .last(Array(text.utf8)), code)
    }

    private static let ok = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\n"

    static let all = [
        Fault("400", .status(400), .unexpectedStatus), Fault("403", .status(403), .unexpectedStatus),
        Fault("500", .status(500), .unexpectedStatus), Fault("503", .status(503), .unexpectedStatus),
        Fault("202 in place of 200", .status(202), .unexpectedStatus),
        Fault("no content", "HTTP/1.1 204 No Content\r\n\r\n", .unexpectedStatus),
        Fault("closed without a byte", .close, .connection), Fault("reset", .reset, .connection),
        Fault("closed in the head", "HTTP/1.1 200 OK\r\nContent-Le", .connection),
        Fault("closed in the body", ok + "Content-Length: 20\r\n\r\n{}", .connection),
        Fault("closed in a chunk", ok + "Transfer-Encoding: chunked\r\n\r\n8\r\n{}", .connection),
        Fault("garbage", "garbage\r\n\r\n"), Fault("another protocol", "SSH-2.0-OpenSSH_9.2\r\n"),
        Fault("a length that is none", ok + "Content-Length: x\r\n\r\n{}"),
        Fault("two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        Fault("no length", ok + "\r\n{}"),
        Fault("length and chunks", ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"),
        Fault("a chunk size that is none", ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n"),
        Fault("bytes after the end", ok + "Content-Length: 2\r\n\r\n{}{}"),
        Fault("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}"),
        Fault("a control character in a field", ok + "X-Field: \u{1}\r\nContent-Length: 2\r\n\r\n{}"),
        Fault("no request id", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
        Fault(
            "a request id that leaves its path",
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: ../a\r\nContent-Length: 2\r\n\r\n{}"),
        Fault("a head without end", ok + "X: " + String(repeating: "x", count: 70_000), .oversizedResponse),
        Fault("an event of nine megabytes", ok + "Content-Length: 9000000\r\n\r\n{}", .oversizedResponse),
    ]
}

@Suite(.serialized) struct RuntimeFaultTests {
    @Test(arguments: Fault.all)
    func `a Runtime API that fails before the first event ends the process`(_ fault: Fault) async throws {
        let api = try ScriptedRuntimeAPI { _ in fault.answer }
        #expect(try await RuntimeRun.serve(api).error == LambdaError(fault.code, ""))
        #expect(api.requests.map(\.call) == ["next"])
    }

    @Test(arguments: Fault.all)
    func `a Runtime API that fails after an event ends the process, and the event was answered`(
        _ fault: Fault
    ) async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: .event("first", HandlerFixture.call("greet", #"["Ada"]"#))
            case 1: .accepted
            default: fault.answer
            }
        }
        #expect(try await RuntimeRun.serve(api).error == LambdaError(fault.code, ""))
        #expect(api.requests.map(\.call) == ["next", "response", "next"])
    }

    @Test(arguments: Fault.all)
    func `a Runtime API that fails for one of several workers ends the process`(_ fault: Fault) async throws {
        // The worker whose connection came first meets the fault; the others wait for events that never come.
        let held = Held()
        let api = try ScriptedRuntimeAPI { request in
            if request.index == 0 { return fault.answer }
            held.wait()
            return .status(500)
        }
        let fixture = try HandlerFixture()
        let run = try await RuntimeRun.serve(
            api, on: fixture.loop, ["AWS_LAMBDA_MAX_CONCURRENCY": "4"],
            abandon: { error in
                #expect(error == LambdaError(fault.code, ""))
                held.release()
            }, { _ in fixture.handler })
        #expect(run.error == LambdaError(fault.code, ""))
    }
}
