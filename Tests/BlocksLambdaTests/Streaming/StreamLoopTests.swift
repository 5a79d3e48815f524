// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import TestSupport
import Testing

@testable import BlocksLambda

/// Streamed replies on the way to a scripted Runtime API on a real socket.
@Suite(.serialized) struct StreamLoopTests {
    private func serve(_ api: ScriptedRuntimeAPI) async throws -> RuntimeRun {
        let fixture = try StreamFixture()
        return try await RuntimeRun.serve(api, on: fixture.loop) { _ in fixture.handler }
    }

    private static func event(_ id: String, _ path: String, deadline: Timestamp? = nil) -> ScriptedRuntimeAPI.Answer {
        .event(id, Array(StreamFixture.functionURL(path).utf8), deadline: deadline?.milliseconds)
    }

    @Test func `a streamed reply is one chunked request, and the connection goes on`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: Self.event("a", "/feed/3")
            case 2: Self.event("b", "/nothing")
            case 4: .status(500)
            default: .accepted
            }
        }
        let end = try await serve(api)
        #expect(end.log.isEmpty)
        #expect(api.connectionCount == 1)
        let request = try #require(api.requests.dropFirst().first)
        #expect(request.path == "/2018-06-01/runtime/invocation/a/response")
        #expect(request.fields["lambda-runtime-function-response-mode"] == "streaming")
        #expect(request.fields["content-type"] == "application/vnd.awslambda.http-integration-response")
        #expect(request.fields["trailer"] == "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body")
        #expect(request.fields["content-length"] == nil)
        #expect(request.chunks.count == 3)
        let parts = request.body.split(separator: 0, omittingEmptySubsequences: false)
        #expect(parts.count == 9)
        #expect(try JSONValue(parsing: Array(parts[0]))["statusCode"] == 201)
        #expect(String(decoding: parts[8], as: UTF8.self) == "data: 0\n\ndata: 1\n\ndata: 2\n\n")
        #expect(request.fields["lambda-runtime-function-error-type"] == nil)
        #expect(api.requests[3].text.contains(#""statusCode":404"#))
    }

    @Test func `a reply that breaks off tells why in trailers, and the next event is served`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: Self.event("a", "/breaks/2")
            case 2: Self.event("b", "/endless", deadline: WallClock.system.now().adding(milliseconds: 1_030))
            case 4: Self.event("c", "/feed/1")
            case 6: .status(500)
            default: .accepted
            }
        }
        _ = try await serve(api)
        #expect(api.requests.map(\.call) == ["next", "response", "next", "response", "next", "response", "next"])
        #expect(api.connectionCount == 1)
        for (index, type) in [(1, "Function.HandlerFailed"), (3, "Function.HandlerTimeout")] {
            let fields = api.requests[index].fields
            #expect(fields["lambda-runtime-function-error-type"] == type)
            let body = try #require(fields["lambda-runtime-function-error-body"].flatMap { Data(base64Encoded: $0) })
            let error = try JSONValue(parsing: [UInt8](body))
            #expect(error["errorType"]?.string == type)
            #expect(error["errorMessage"]?.string?.isEmpty == false)
            #expect(!String(decoding: body, as: UTF8.self).contains("planted"))
        }
        #expect(api.requests[1].text.hasSuffix("piecepiece"))
        #expect(api.requests[5].text.hasSuffix("data: 0\n\n"))
    }

    @Test func `a failure before the first piece is an error reply, and one of the head an invocation error`()
        async throws
    {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: Self.event("a", "/breaks/0")
            case 2: Self.event("b", "/headers")
            case 4: .status(500)
            default: .accepted
            }
        }
        _ = try await serve(api)
        #expect(api.requests.map(\.call) == ["next", "response", "next", "error", "next"])
        #expect(api.requests[1].text.contains(#""statusCode":500"#))
        #expect(api.requests[3].fields["lambda-runtime-function-error-type"] == "Function.MalformedReply")
    }

    @Test(arguments: [400, 403, 410, 413])
    func `a refused stream is logged, and the next event is served`(_ status: Int) async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: Self.event("a", "/feed/2")
            case 1: .status(status)
            case 2: Self.event("b", "/feed/1")
            case 4: .status(500)
            default: .accepted
            }
        }
        let end = try await serve(api)
        #expect(api.requests.map(\.call) == ["next", "response", "next", "response", "next"])
        #expect(end.log.contains("status \(status)"))
    }

    @Test func `a service that is gone while a reply streams ends the work and the process`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            request.index == 0 ? Self.event("a", "/feed/100000") : .close
        }
        // The script answers a request that is complete; this one never is, so the listener closes its side after the event.
        let fixture = try StreamFixture()
        async let end = RuntimeRun.serve(api, on: fixture.loop) { _ in fixture.handler }
        while fixture.writes.returned < 10 { await Task.yield() }
        api.stop()
        let outcome = try await end
        #expect(outcome.error.code == .connection)
        #expect(outcome.log.contains("the reply was not delivered"))
        #expect(fixture.writes.returned < 100_000)
    }

    @Test(arguments: [400, 403, 410, 413, 500])
    func `a service that answers before the end of a stream ends the work, and is asked for the next event`(
        _ status: Int
    ) async throws {
        let api = try ScriptedRuntimeAPI { request in
            request.call == "response" && request.index == 1 ? .status(status) : nil
        } _: { request in
            switch request.index {
            case 0: Self.event("a", "/feed/1000000")
            case 2: Self.event("b", "/feed/1")
            case 4: .status(500)
            default: .accepted
            }
        }
        let fixture = try StreamFixture()
        let end = try await RuntimeRun.serve(api, on: fixture.loop) { _ in fixture.handler }
        #expect(api.requests.map(\.call) == ["next", "response", "next", "response", "next"])
        #expect(api.connectionCount == 2, "the rest of the stream has no reader")
        #expect(end.log.contains("status \(status)"))
        #expect(fixture.writes.returned < 1_000_000)
        #expect(fixture.writes.thrown is CancellationError)
    }

    @Test func `a client that takes nothing holds neither the work nor the worker beyond the deadline`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            request.call == "response" && request.index == 1 ? .stall : nil
        } _: { request in
            switch request.index {
            case 0: Self.event("a", "/torrent", deadline: WallClock.system.now().adding(milliseconds: 1_500))
            case 2: Self.event("b", "/feed/1")
            case 4: .status(500)
            default: .accepted
            }
        }
        let fixture = try StreamFixture()
        let began = ContinuousClock.now
        let end = try await RuntimeRun.serve(api, on: fixture.loop) { _ in fixture.handler }
        #expect(ContinuousClock.now - began < .seconds(15), "less than the patience with the service")
        #expect(api.requests.map(\.call) == ["next", "response", "next", "response", "next"])
        #expect(end.log.contains("the reply was not delivered"))
        #expect(fixture.writes.thrown is CancellationError)
    }

    @Test(arguments: ["response", "error"])
    func `an answer that can't be delivered costs its invocation only`(_ call: String) async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: call == "error" ? .event("a", Array("{}".utf8)) : Self.event("a", "/feed/1")
            case 1: .status(503)
            case 2: Self.event("b", "/feed/1")
            case 4: .status(500)
            default: .accepted
            }
        }
        let end = try await serve(api)
        #expect(api.requests.map(\.call) == ["next", call, "next", "response", "next"])
        #expect(end.log.contains("was not delivered"))
    }
}
