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

extension Logger {
    /// A logger of JSON lines on standard error.
    init(label: String, level: Logger.Level) {
        self.init(label: label) { label in
            JSONLogHandler(label: label, level: level, clock: .system, sink: StandardError.write)
        }
    }
}
