// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import Logging
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

/// The loop against a scripted Runtime API on a real socket: one row of the observed behaviour each.
@Suite(.serialized) struct RuntimeLoopTests {
    private static let greeting = HandlerFixture.call("greet", #"["Ada"]"#)

    @Test(arguments: [false, true])
    func `10,000 invocations take one connection`(_ chunked: Bool) async throws {
        let api = try ScriptedRuntimeAPI { request in
            if request.call == "next" {
                return request.index < 20_000
                    ? .event("id-\(request.index)", Self.greeting, chunked: chunked) : .status(500)
            }
            return .accepted
        }
        let end = try await RuntimeRun.serve(api)
        #expect(end.error == LambdaError(.unexpectedStatus, ""))
        #expect(api.connectionCount == 1)
        let requests = api.requests
        #expect(requests.count == 20_001)
        #expect(requests.filter { $0.call == "response" }.count == 10_000)
        #expect(requests[1].path == "/2018-06-01/runtime/invocation/id-0/response")
        #expect(requests[1].text.contains("Hello, Ada!"))
        #expect(end.log.isEmpty)
    }

    @Test func `a path prefix comes before every call`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            request.index == 0 ? .event("a", Self.greeting) : request.call == "next" ? .status(500) : .accepted
        }
        _ = try await RuntimeRun.serve(api, prefix: "/some/prefix")
        #expect(
            api.requests.map(\.path) == [
                "/some/prefix/2018-06-01/runtime/invocation/next",
                "/some/prefix/2018-06-01/runtime/invocation/a/response",
                "/some/prefix/2018-06-01/runtime/invocation/next",
            ])
    }

    @Test func `an event that arrives in pieces is one event`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            guard request.call == "next" else { return .accepted }
            guard request.index == 0, case .bytes(let bytes) = ScriptedRuntimeAPI.Answer.event("a", Self.greeting)
            else {
                return .status(500)
            }
            return .pieces(bytes.map { [$0] })
        }
        _ = try await RuntimeRun.serve(api)
        #expect(api.requests.count == 3)
        #expect(api.requests[1].text.contains("Hello, Ada!"))
    }

    @Test(arguments: [400, 403, 410, 413])
    func `a response that is refused is logged, and neither repeated nor turned into an error`(
        _ status: Int
    ) async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: .event("a", Self.greeting)
            case 1: .status(status)
            case 2: .event("b", Self.greeting)
            case 3: .accepted
            default: .status(500)
            }
        }
        let end = try await RuntimeRun.serve(api)
        #expect(api.requests.map(\.call) == ["next", "response", "next", "response", "next"])
        #expect(end.log.contains("\(status)") && end.log.contains(#""requestId":"a""#))
    }

    @Test(arguments: [400, 403, 410, 413])
    func `an error that is refused is logged and not repeated`(_ status: Int) async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: .event("a", Array("{".utf8))
            case 1: .status(status)
            case 2: .event("b", Self.greeting)
            case 3: .accepted
            default: .status(500)
            }
        }
        let end = try await RuntimeRun.serve(api)
        #expect(api.requests.map(\.call) == ["next", "error", "next", "response", "next"])
        #expect(api.connectionCount == 1)
        #expect(end.log.contains("with status \(status)") && end.log.contains(#""requestId":"a""#))
    }

    @Test(arguments: [(["a", "a"], 1), (["a", "a", "a"], 2), (["a", "b", "a"], 0)])
    func `an invocation that is handed out again is served and logged`(_ ids: [String], _ lines: Int) async throws {
        let api = try ScriptedRuntimeAPI { request in
            guard request.call == "next" else { return .accepted }
            return request.index / 2 < ids.count ? .event(ids[request.index / 2], Self.greeting) : .status(500)
        }
        let end = try await RuntimeRun.serve(api)
        #expect(api.requests.filter { $0.call == "response" }.count == ids.count)
        #expect(end.log.split(separator: "\n").count { $0.contains("again") } == lines)
    }

    @Test func `an answer whose connection turns out closed is sent again on a new one`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: .event("a", Self.greeting)
            case 1: .close
            case 2: .accepted
            default: .status(500)
            }
        }
        _ = try await RuntimeRun.serve(api)
        #expect(api.requests.map(\.call) == ["next", "response", "response", "next"])
        #expect(api.requests.map(\.connection) == [0, 0, 1, 1])
    }

    @Test func `a closing answer is followed by a new connection`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            guard request.call == "next" else { return .accepted }
            return request.index < 4 ? .event("a", Self.greeting, closing: true) : .status(500)
        }
        _ = try await RuntimeRun.serve(api)
        #expect(api.requests.map(\.call) == ["next", "response", "next", "response", "next"])
        #expect(api.connectionCount == 3)
    }

    @Test func `an event that can't be served is reported with its type, and the next one is served`() async throws {
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: .event("a", Array(#"{"Records":[{"eventSource":"aws:s3"}]}"#.utf8))
            case 2: .event("b", Array("{".utf8))
            case 4: .event("c", Self.greeting)
            case 6: .status(500)
            default: .accepted
            }
        }
        let end = try await RuntimeRun.serve(api)
        let requests = api.requests
        #expect(requests.map(\.call) == ["next", "error", "next", "error", "next", "response", "next"])
        #expect(requests[1].fields["lambda-runtime-function-error-type"] == "Runtime.UnsupportedEvent")
        #expect(requests[3].fields["lambda-runtime-function-error-type"] == "Runtime.MalformedEvent")
        let object = try #require(try JSONDocument(requests[1].body).root.value.object)
        #expect(object["errorType"]?.string == "Runtime.UnsupportedEvent")
        #expect(object["errorMessage"]?.string?.contains("S3 notifications") == true)
        #expect(object["stackTrace"]?.array?.isEmpty == true)
        #expect(end.log.contains(#""requestId":"b""#))
    }

    @Test func `a start that fails is an init error that names the setting`() async throws {
        let api = try ScriptedRuntimeAPI { _ in .accepted }
        let end = try await RuntimeRun.serve(api) { _ in
            throw ConfigurationError("The variable POOL_ID is not set.", setting: "POOL_ID")
        }
        #expect(end.error == LambdaError(.initialisation, ""))
        let request = try #require(api.requests.first)
        #expect(api.requests.count == 1)
        #expect(request.path == "/2018-06-01/runtime/init/error")
        #expect(request.fields["lambda-runtime-function-error-type"] == "Runtime.InvalidConfiguration")
        let object = try #require(try JSONDocument(request.body).root.value.object)
        #expect(object["errorMessage"]?.string == "The variable POOL_ID is not set.")
    }

    @Test func `a refused connection is tried three times`() async throws {
        let api = try ScriptedRuntimeAPI { _ in .close }
        let address = try RuntimeAPIAddress(parsing: api.address)
        api.stop()
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let began = loop.now
        let error = await withTaskExecutorPreference(loop) {
            do throws(LambdaError) {
                _ = try await RuntimeAPIClient(to: address, on: loop).next()
                return LambdaError?.none
            } catch {
                return error
            }
        }
        #expect(error == LambdaError(.connection, ""))
        #expect(began.duration(to: loop.now) >= .milliseconds(100))
    }
}
