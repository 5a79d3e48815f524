// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

/// Lambda Managed Instances: several invocations at a time in one process.
@Suite(.serialized) struct WorkerTests {
    @Test(arguments: [(nil, 1), ("", 1), ("1", 1), ("4", 4), ("064", 64), ("400", 400)] as [(String?, Int)])
    func `the number of workers is what Lambda says, or one`(_ text: String?, _ expected: Int) throws {
        #expect(try WorkerCount(text.map { ["AWS_LAMBDA_MAX_CONCURRENCY": $0] } ?? [:]).value == expected)
    }

    @Test(arguments: ["0", "-1", "401", "4.0", "four", " 4", "4 ", "+4", "0x4", "٤", "99999999999999999999"])
    func `any other number of workers is an init error that names the variable`(_ text: String) async throws {
        let api = try ScriptedRuntimeAPI { _ in .accepted }
        let fixture = try HandlerFixture()
        let run = try await RuntimeRun.serve(api, on: fixture.loop, ["AWS_LAMBDA_MAX_CONCURRENCY": text]) { _ in
            fixture.handler
        }
        #expect(run.error == LambdaError(.initialisation, ""))
        #expect(api.requests.map(\.path) == ["/2018-06-01/runtime/init/error"])
        #expect(api.requests[0].fields["lambda-runtime-function-error-type"] == "Runtime.InvalidConfiguration")
        #expect(api.requests[0].text.contains("AWS_LAMBDA_MAX_CONCURRENCY"))
    }

    @Test func `four workers wait on four connections and serve four invocations at once`() async throws {
        let fixture = try MixedUsers(meeting: 4)
        let api = try ScriptedRuntimeAPI { request in
            guard request.call == "next" else { return .accepted }
            // The first event of each connection; none is answered before all four are under way.
            return fixture.isFirst(of: request.connection)
                ? .event("id-\(request.connection)", MixedUsers.event(request.connection)) : .status(500)
        }
        let run = try await RuntimeRun.serve(api, on: fixture.loop, ["AWS_LAMBDA_MAX_CONCURRENCY": "4"]) { _ in
            fixture.handler
        }
        #expect(run.error == LambdaError(.unexpectedStatus, ""))
        #expect(api.connectionCount == 4)
        #expect(fixture.mostAtOnce == 4)
        #expect(api.requests.prefix(4).map(\.call) == ["next", "next", "next", "next"])
        #expect(api.requests.count { $0.call == "response" } == 4)
    }

    @Test func `an invocation that timed out elsewhere costs its worker nothing`() async throws {
        let fixture = try MixedUsers(meeting: 1)
        let refused = Mutex(Set<Int>())
        let api = try ScriptedRuntimeAPI { request in
            if request.call == "next" {
                return request.index < 40
                    ? .event("id-\(request.index)", MixedUsers.event(request.index)) : .status(500)
            }
            // Every connection's first answer comes too late.
            return refused.withLock { $0.insert(request.connection).inserted } ? .status(410) : .accepted
        }
        let run = try await RuntimeRun.serve(api, on: fixture.loop, ["AWS_LAMBDA_MAX_CONCURRENCY": "2"]) { _ in
            fixture.handler
        }
        #expect(run.log.split(separator: "\n").count { $0.contains("with status 410") } == 2)
        #expect(api.connectionCount == 2)
        #expect(api.requests.count { $0.call == "response" } > 2)
        #expect(!api.requests.contains { $0.call == "error" })
    }

    /// Clean under Thread Sanitizer too: see Tests/README.md.
    @Test func `10,000 invocations of 10,000 users by 64 workers never show one user's data to another`() async throws {
        let fixture = try MixedUsers(meeting: 1)
        let handedOut = Atomic<Int>(0)
        let api = try ScriptedRuntimeAPI { request in
            guard request.call == "next" else { return .accepted }
            let user = handedOut.wrappingAdd(1, ordering: .relaxed).oldValue
            return user < 10_000
                ? .event("id-\(user)", MixedUsers.event(user), fields: "Lambda-Runtime-Trace-Id: Root=\(user)\r\n")
                : .status(500)
        }
        let run = try await RuntimeRun.serve(api, on: fixture.loop, ["AWS_LAMBDA_MAX_CONCURRENCY": "64"]) { _ in
            fixture.handler
        }
        #expect(run.error == LambdaError(.unexpectedStatus, ""))
        #expect(api.connectionCount == 64)
        let answers = api.requests.filter { $0.call == "response" }
        #expect(answers.count == 10_000)
        let strangers = answers.filter { request in
            let user = request.path.split(separator: "/").dropLast().last?.dropFirst("id-".count) ?? ""
            return request.text != MixedUsers.reply(String(user))
        }
        #expect(strangers.isEmpty, "\(strangers.first?.text ?? "")")
        #expect(fixture.mostAtOnce > 1)
    }
}

/// An application whose every answer depends on who asks, and which waits between reading and answering.
final class MixedUsers: Sendable {
    let loop: CurlLoop
    let handler: LambdaHandler
    private let counters: Counters
    private let seen = Mutex(Set<Int>())

    /// Each call waits until `meeting` calls have begun.
    init(meeting: Int) throws {
        let loop = try CurlLoop.onOwnThread()
        let counters = Counters()
        let platform = Platform(environment: [:], logger: CapturedLog().logger, isLocal: false)
        let application = try BlocksApplication(platform: platform) { app in
            app.export(
                "api",
                ApiNamespace(app.scope("app"), "api") {
                    Method("whoami", "name") { (context, name: String) in
                        counters.enter()
                        defer { counters.leave() }
                        while counters.begun < meeting { await Task.yield() }
                        await Task.yield()
                        let cookie = context.request.cookies(named: "user").first ?? "nobody"
                        try await loop.sleep(for: .zero)
                        let trace = Correlation.current?.trace?.description ?? "none"
                        let id = Correlation.current?.requestID ?? "none"
                        guard let set = SetCookie(name: "user", value: cookie, security: .lax, maxAge: 60) else {
                            return "no cookie"
                        }
                        context.response.setCookie(set)
                        return "\(name) \(cookie) \(id) \(context.requestID) \(trace)"
                    }
                })
        }
        self.loop = loop
        self.counters = counters
        handler = LambdaHandler(application: application, platform: platform, executor: loop) {
            try await loop.sleep(for: $0)
        }
    }

    deinit { loop.stop() }

    var mostAtOnce: Int { counters.most }

    func isFirst(of connection: Int) -> Bool { seen.withLock { $0.insert(connection).inserted } }

    static func event(_ user: Int) -> [UInt8] {
        let body = #"{\"jsonrpc\":\"2.0\",\"id\":\#(user),\"method\":\"api.whoami\",\"params\":[\"name-\#(user)\"]}"#
        return Array(
            #"""
            {"rawPath":"/aws-blocks/api","headers":{"content-type":"application/json"},"cookies":["user=cookie-\#(user)"],
            "body":"\#(body)","requestContext":{"stage":"$default","http":{"method":"POST"}}}
            """#.utf8)
    }

    /// The whole answer that `user` must get.
    static func reply(_ user: String) -> String {
        let result = "name-\(user) cookie-\(user) id-\(user) id-\(user) Root=\(user)"
        let body = #"{\"jsonrpc\":\"2.0\",\"result\":\"\#(result)\",\"id\":\#(user)}"#
        return #"{"statusCode":200,"headers":{"Content-Type":"application/json","Vary":"Origin","#
            + #""Strict-Transport-Security":"max-age=31536000","X-Content-Type-Options":"nosniff","#
            + #""Referrer-Policy":"same-origin","Cache-Control":"#
            + #""no-store, no-cache, must-revalidate, proxy-revalidate","Pragma":"no-cache","Expires":"0"},"#
            + #""cookies":["user=cookie-\#(user); HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60"],"#
            + #""body":"\#(body)","isBase64Encoded":false}"#
    }

    private final class Counters: Sendable {
        private let state = Mutex((begun: 0, now: 0, most: 0))
        var begun: Int { state.withLock { $0.begun } }
        var most: Int { state.withLock { $0.most } }

        func enter() {
            state.withLock { state in
                state.begun += 1
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func leave() { state.withLock { $0.now -= 1 } }
    }
}
