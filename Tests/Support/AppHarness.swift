// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import HTTPTypes
public import Logging
import Synchronization

/// Runs an application against requests made of values: no front door, no network.
public struct AppHarness: Sendable {
    /// The application under test.
    public let application: BlocksApplication
    /// What it logged.
    public let log: CapturedLog
    private let clock: WallClock

    /// Builds the application; local unless `stackName` is given.
    public init(
        environment: [String: String] = [:], isLocal: Bool = false, clock: WallClock = .fixed,
        build: (AppBuilder) throws -> Void
    ) throws(ConfigurationError) {
        let log = CapturedLog()
        let platform = Platform(clock: clock, environment: environment, logger: log.logger, isLocal: isLocal)
        self.application = try BlocksApplication(platform: platform, build: build)
        self.log = log
        self.clock = clock
    }

    /// The answer to `request`.
    public func send(_ request: BlocksRequest, requestID: String = "request-1") async -> BlocksReply {
        let deadline = Deadline(expires: clock.now().adding(seconds: 30), clock: clock)
        let context = BlocksContext(request: request, requestID: requestID, deadline: deadline, logger: log.logger)
        return await application.respond(to: context)
    }

    /// The answer to a JSON-RPC body posted to the API's path.
    public func rpc(_ body: String, headers: [(String, String)] = [], cookie: String? = nil) async -> BlocksReply {
        await send(
            BlocksRequest(
                method: .post, path: RPC.path, headerList: headers.map { .init(name: $0.0, value: $0.1) },
                cookieHeader: cookie, body: Array(body.utf8)))
    }
}

extension BlocksReply {
    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the header `name`; `nil` when absent, all values joined by `|` when it is there more than once.
    public func header(_ name: String) -> String? {
        let values = headers.filter { $0.isNamed(name) }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: "|")
    }
}

extension WallClock {
    /// Stands still at 2026-11-24T04:53:26.123Z.
    public static let fixed = WallClock { Timestamp(milliseconds: 1_795_496_006_123) }
}

/// A clock that tests move.
public final class MovableClock: Sendable {
    private let current: Mutex<Timestamp>

    /// A clock that begins at `start`.
    public init(_ start: Timestamp = WallClock.fixed.now()) {
        current = Mutex(start)
    }

    /// Moves the clock on.
    public func advance(seconds: Int64) {
        current.withLock { $0 = $0.adding(seconds: seconds) }
    }

    /// This clock as the code under test takes it.
    public var clock: WallClock {
        WallClock { self.current.withLock { $0 } }
    }
}

/// Keeps every log line as it would be written.
public final class CapturedLog: Sendable {
    private let captured = Mutex("")

    /// An empty log.
    public init() {}

    /// Everything logged so far.
    public var text: String { captured.withLock { $0 } }

    /// A logger whose lines are kept here.
    public var logger: Logger {
        Logger(label: "test") { label in
            JSONLogHandler(label: label, level: .trace, clock: .fixed) { line in
                let line = String(decoding: line, as: UTF8.self)
                self.captured.withLock { $0 += line }
                LogArchive.keep(line)
            }
        }
    }
}
