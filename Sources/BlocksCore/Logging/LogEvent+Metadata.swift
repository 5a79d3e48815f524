// SPDX-License-Identifier: Apache-2.0

public import Logging

extension LogEvent {
    /// All metadata of the line, sorted by name: the logger's, what `provider` adds, and the line's own, a later one winning.
    func metadata(
        beside logger: Logger.Metadata, _ provider: Logger.MetadataProvider?
    ) -> [(key: String, value: Logger.Metadata.Value)] {
        var all = logger
        if let provided = provider?.get() { all.merge(provided) { $1 } }
        if let own = metadata { all.merge(own) { $1 } }
        return all.sorted { $0.key < $1.key }
    }

    /// The level as Lambda's log filter knows it: it takes a name outside these six for `INFO`
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>).
    var levelName: String {
        switch level {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARN"
        case .error: "ERROR"
        case .critical: "FATAL"
        }
    }
}

extension Logger.MetadataProvider {
    /// The request id of the invocation that the logging task works for, if it works for one.
    public static let correlation = Logger.MetadataProvider {
        guard let current = Correlation.current else { return [:] }
        return [LogKey.requestID: .string(current.requestID)]
    }
}
