// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import HTTPTypes
import Synchronization
import TestSupport

@testable import BlocksLambda

/// A handler whose replies are streamed, over an application with routes that write their bodies piece by piece.
final class StreamFixture: Sendable {
    let handler: LambdaHandler
    let loop: CurlLoop
    let log = CapturedLog()
    let writes = Writes()

    init(doors: String = "function-url,rest-api") throws {
        let loop = try CurlLoop.onOwnThread()
        self.loop = loop
        let platform = Platform(environment: [:], logger: log.logger, isLocal: false)
        let writes = self.writes
        let application = try BlocksApplication(platform: platform) { app in
            let scope = app.scope("app")
            app.export(
                "api", ApiNamespace(scope, "api") { Method("greet") { _ in ["message": "Hello!"] } })
            app.route(
                RawRoute(streaming: .get, "/feed/{count}") { context, body in
                    context.response.status = 201
                    try context.response.setHeader("Content-Type", "text/event-stream")
                    for (name, value) in [("a", "1"), ("b", "2")] {
                        if let cookie = SetCookie(name: name, value: value, security: .lax, maxAge: 60) {
                            context.response.setCookie(cookie)
                        }
                    }
                    for number in 0..<(Int(context.parameters["count"] ?? "") ?? 0) {
                        try await writes.note { try await body.write("data: \(number)\n\n") }
                    }
                })
            app.route(
                RawRoute(streaming: .get, "/torrent") { _, body in
                    let piece = [UInt8](repeating: 0x78, count: 1 << 20)
                    while true { try await writes.note { try await body.write(piece) } }
                })
            app.route(
                RawRoute(streaming: .get, "/breaks/{after}") { context, body in
                    for _ in 0..<(Int(context.parameters["after"] ?? "") ?? 0) { try await body.write("piece") }
                    throw Planted()
                })
            app.route(
                RawRoute(streaming: .get, "/endless") { _, body in
                    try await body.write("first")
                    try await loop.sleep(for: .seconds(3_600))
                })
            app.route(
                RawRoute(streaming: .get, "/silent") { _, _ in try await loop.sleep(for: .seconds(3_600)) })
            app.route(
                RawRoute(streaming: .get, "/crowd") { _, body in
                    try await withThrowingTaskGroup { group in
                        for number in 0..<20 { group.addTask { try await body.write("<\(number)>") } }
                        try await group.waitForAll()
                    }
                })
            app.route(RawRoute(streaming: .head, "/feed/{count}") { _, body in try await body.write("dropped") })
            app.route(
                RawRoute(streaming: .get, "/empty") { context, body in
                    context.response.status = 204
                    try await body.write("dropped")
                })
            app.route(
                RawRoute(streaming: .get, "/headers") { context, body in
                    for number in 0..<20 {
                        try context.response.setHeader("X-\(number)", String(repeating: "h", count: 1_000))
                    }
                    try await body.write("never")
                })
            app.route(
                RawRoute(streaming: .get, "/large") { _, body in
                    for _ in 0..<7 { try await body.write(String(repeating: "x", count: 1 << 20)) }
                })
        }
        handler = LambdaHandler(
            application: application, platform: platform, executor: loop,
            streams: try StreamingDoors(environment: [StreamingDoors.variable: doors])
        ) { try await loop.sleep(for: $0) }
    }

    deinit { loop.stop() }

    /// An error whose text must reach nobody.
    struct Planted: Error {
        let secret = "planted-secret"
    }

    /// What became of the handler's writes.
    final class Writes: Sendable {
        private let state = Mutex<(returned: Int, thrown: (any Error)?)>((0, nil))

        /// How many have returned.
        var returned: Int { state.withLock { $0.returned } }
        /// What the last one threw.
        var thrown: (any Error)? { state.withLock { $0.thrown } }

        func note(_ write: () async throws -> Void) async throws {
            do {
                try await write()
                state.withLock { $0.returned += 1 }
            } catch {
                state.withLock { $0.thrown = error }
                throw error
            }
        }
    }

    /// What became of one event.
    struct Outcome {
        var whole: [UInt8]?
        var pieces: [[UInt8]] = []
        var failure: LambdaError?

        /// The JSON before the eight NUL bytes of the first piece.
        var head: JSONValue? {
            guard let first = pieces.first, let end = first.firstIndex(of: 0) else { return nil }
            return try? JSONValue(parsing: Array(first[..<end]))
        }

        /// Everything behind them.
        var body: String {
            guard let first = pieces.first, let end = first.firstIndex(of: 0), first.count >= end + 8 else { return "" }
            return String(decoding: first[(end + 8)...] + pieces.dropFirst().joined(), as: UTF8.self)
        }
    }

    func answer(
        _ event: String, deadline: Timestamp? = nil, before: (Int) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        var outcome = Outcome()
        let event = Array(event.utf8)
        let invocation = Invocation(requestID: "r", deadline: deadline, event: event)
        try await handler.handle(event, invocation: invocation) { reply in
            outcome.whole = reply
        } stream: { reply in
            var reply = reply
            do throws(LambdaError) {
                while let piece = try await reply.next() {
                    outcome.pieces.append(piece)
                    do { try await before(outcome.pieces.count) } catch { throw LambdaError(.connection, "gone") }
                }
            } catch {
                guard error.code != .connection else { throw error }
                outcome.failure = error
            }
        }
        return outcome
    }

    static func functionURL(_ path: String, method: String = "GET") -> String {
        #"""
        {"rawPath":"\#(path)","requestContext":{"stage":"$default","domainName":"x.lambda-url.eu-west-1.on.aws",
        "http":{"method":"\#(method)"}}}
        """#
    }

    static func restAPI(_ path: String) -> String {
        #"{"httpMethod":"GET","path":"\#(path)","requestContext":{"stage":"prod"}}"#
    }

    static func httpAPI(_ path: String) -> String {
        #"{"rawPath":"\#(path)","requestContext":{"domainName":"a.execute-api.eu-west-1.amazonaws.com","http":{"method":"GET"}}}"#
    }

    static func loadBalancer(_ path: String) -> String {
        #"{"httpMethod":"GET","path":"\#(path)","headers":{},"requestContext":{"elb":{"targetGroupArn":"t"}}}"#
    }
}
