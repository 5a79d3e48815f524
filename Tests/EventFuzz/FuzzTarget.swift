// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLambda
import Logging

/// The handler that serves a function, over ``FuzzApplication``.
struct FuzzTarget {
    /// What becomes of an event.
    enum Outcome {
        case answered(String)
        case refused(LambdaError.Code)
        /// A reply that no caller could use.
        case wrong(String)
    }

    private let whole: LambdaHandler
    private let streaming: LambdaHandler

    init() throws {
        let logger = Logger(label: "event-fuzz") { _ in SwiftLogNoOpLogHandler() }
        let environment = ["CORS_ALLOWED_ORIGINS": #"https://app\.example\.com,https://[a-z]+\.test"#]
        let platform = Platform(environment: environment, logger: logger, isLocal: false)
        let application = try BlocksApplication(platform: platform) { app in FuzzApplication.declare(app) }
        let doors = try StreamingDoors(environment: [StreamingDoors.variable: "function-url,rest-api"])
        whole = LambdaHandler(application: application, platform: platform) { time in try await Self.wait(time) }
        streaming = LambdaHandler(application: application, platform: platform, streams: doors) { time in
            try await Self.wait(time)
        }
    }

    /// Until it is cancelled: no run takes long enough for the guard, which ends with the work that it guards.
    private static func wait(_ time: Duration) async throws {
        for await _ in AsyncStream(Never.self, { _ in }) {}
    }

    /// What becomes of `event`; replies to every other one are streamed where the front door takes that.
    func outcome(of event: [UInt8]) async -> Outcome {
        var reply: [UInt8] = []
        var pieces: [UInt8]?
        do {
            if event.count.isMultiple(of: 2) {
                reply = try await whole.reply(to: event, requestID: "fuzz", deadline: nil)
            } else {
                let invocation = Invocation(requestID: "fuzz", deadline: nil, event: event)
                try await streaming.handle(event, invocation: invocation) { bytes in
                    reply = bytes
                } stream: { stream in
                    var (stream, all) = (stream, [UInt8]())
                    while let piece = try await stream.next() { all += piece }
                    pieces = all
                }
            }
        } catch let error as LambdaError {
            return .refused(error.code)
        } catch {
            return .wrong("an error that is no LambdaError: \(type(of: error))")
        }
        return pieces.map(ReplyCheck.outcome(streamed:)) ?? ReplyCheck.outcome(of: reply)
    }
}
