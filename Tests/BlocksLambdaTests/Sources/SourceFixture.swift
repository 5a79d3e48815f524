// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

/// A handler over an application of handlers for events that are no requests.
final class SourceFixture: Sendable {
    let handler: LambdaHandler
    let log: CapturedLog
    let loop: CurlLoop

    init(environment: [String: String] = [:], _ build: (AppBuilder, CurlLoop) throws -> Void) throws {
        let loop = try CurlLoop.onOwnThread()
        let log = CapturedLog()
        let platform = Platform(environment: environment, logger: log.logger, isLocal: false)
        let application = try BlocksApplication(platform: platform) { try build($0, loop) }
        handler = LambdaHandler(application: application, platform: platform, executor: loop) {
            try await loop.sleep(for: $0)
        }
        self.loop = loop
        self.log = log
    }

    deinit { loop.stop() }

    /// The reply as text; `milliseconds` are what the handlers have, `nil` for as long as they want.
    func reply(to event: some Sequence<UInt8>, within milliseconds: Int64? = nil) async throws -> String {
        let bytes = Array(event)
        let deadline = milliseconds.map { WallClock.system.now().adding(milliseconds: $0 + DeadlineLimit.margin) }
        let reply = try await handler.reply(to: bytes, requestID: "request-7", deadline: deadline)
        return String(decoding: reply, as: UTF8.self)
    }

    /// What the invocation fails with.
    func error(of event: some Sequence<UInt8>, within milliseconds: Int64? = nil) async -> LambdaError? {
        await #expect(throws: LambdaError.self) { try await self.reply(to: event, within: milliseconds) }
    }

    /// The ids of a partial reply; `nil` when `reply` is none.
    static func failures(in reply: String) throws -> [String]? {
        guard reply != "{}" else { return [] }
        return try JSONValue(parsing: Array(reply.utf8))["batchItemFailures"]?.array?.compactMap {
            $0["itemIdentifier"]?.string
        }
    }
}

/// What handlers saw, in order.
final class Seen: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func note(_ text: String) { texts.withLock { $0.append(text) } }
}

/// Something that is no `ApiError`; its text must reach nobody but the log.
struct Detail: Error { let text = "hush" }

/// Changes some bytes of an event.
enum Mutation {
    private static let pieces = ["null", "{}", "[]", "\"", "true", "1e9", ":", ",", "\\u0000"].map { Array($0.utf8) }

    static func of(_ original: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        var bytes = original
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, at + Int.random(in: 1...8, using: &random))
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(at..<end)
        case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
        default: bytes.replaceSubrange(at..<end, with: pieces[Int.random(in: 0..<pieces.count, using: &random)])
        }
        return bytes
    }
}
