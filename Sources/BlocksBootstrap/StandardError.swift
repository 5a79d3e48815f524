// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc
import Logging

/// Where a function's log lines go: Lambda takes each line of standard error as one event.
enum StandardError {
    /// Writes a finished line, whole.
    @Sendable static func write(_ line: [UInt8]) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // A log that can't be written can't be reported either.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Lambda's log levels (its advanced logging controls) in swift-log's terms.
enum LogLevel {
    /// The level that `AWS_LAMBDA_LOG_LEVEL` names, in any case; `info` when it names none.
    static func named(_ name: String?) -> Logger.Level {
        switch name?.lowercased() {
        case "trace": .trace
        case "debug": .debug
        case "warn": .warning
        case "error": .error
        case "fatal": .critical
        default: .info
        }
    }
}

/// How log lines are written: Lambda's `AWS_LAMBDA_LOG_FORMAT`.
enum LogFormat {
    /// One JSON object a line; what Lambda's log filter and its queries understand.
    case json
    /// Text for people.
    case text

    /// The format that `AWS_LAMBDA_LOG_FORMAT` names, JSON when it names none.
    ///
    /// In any case: Lambda writes `JSON` and `Text`, on Managed Instances `json`.
    static func named(_ name: String?) -> LogFormat {
        name?.lowercased() == "text" ? .text : .json
    }
}

extension Logger {
    /// A logger of lines on standard error, each with the request id of the invocation that it is written for.
    ///
    /// Format and level are what `environment` asks for through `AWS_LAMBDA_LOG_FORMAT` and `AWS_LAMBDA_LOG_LEVEL`.
    init(label: String, environment: [String: String]) {
        let level = LogLevel.named(environment["AWS_LAMBDA_LOG_LEVEL"])
        let format = LogFormat.named(environment["AWS_LAMBDA_LOG_FORMAT"])
        self.init(label: label) { label in
            switch format {
            case .json:
                var handler = JSONLogHandler(label: label, level: level, clock: .system, sink: StandardError.write)
                handler.metadataProvider = .correlation
                return handler
            case .text:
                var handler = TextLogHandler(level: level, clock: .system, sink: StandardError.write)
                handler.metadataProvider = .correlation
                return handler
            }
        }
    }
}
