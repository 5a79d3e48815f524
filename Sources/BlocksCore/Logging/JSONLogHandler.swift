// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Writes each log line as one JSON object: `timestamp`, `level`, `message`, `label`, then the metadata.
///
/// Control characters are escaped by the JSON writer, so that no input can forge a second line.
public struct JSONLogHandler: LogHandler {
    /// Metadata of every line of this logger.
    public var metadata: Logger.Metadata = [:]
    /// Lines below this level are dropped.
    public var logLevel: Logger.Level
    /// Adds metadata from the task's context; `nil` adds none.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let clock: WallClock
    private let sink: @Sendable ([UInt8]) -> Void

    /// A handler that gives each finished line, newline included, to `sink`.
    public init(
        label: String, level: Logger.Level = .info, clock: WallClock, sink: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.label = label
        self.logLevel = level
        self.clock = clock
        self.sink = sink
    }

    /// One piece of metadata of every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key("timestamp")
        writer.string(clock.now().iso8601)
        writer.key("level")
        writer.string(event.levelName)
        writer.key("message")
        writer.string(event.message.description)
        writer.key("label")
        writer.string(label)
        for (key, value) in event.metadata(beside: metadata, metadataProvider) where !Self.reserved.contains(key) {
            writer.key(key)
            Self.write(value, into: &writer)
        }
        writer.endObject()
        sink(writer.bytes + [UInt8(ascii: "\n")])
    }

    private static let reserved: Set = ["timestamp", "level", "message", "label"]

    private static func write(_ value: Logger.Metadata.Value, into writer: inout JSONWriter) {
        switch value {
        case .string(let text): writer.string(text)
        case .stringConvertible(let convertible): writer.string(convertible.description)
        case .array(let values):
            writer.beginArray()
            for value in values { write(value, into: &writer) }
            writer.endArray()
        case .dictionary(let members):
            writer.beginObject()
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                writer.key(key)
                write(value, into: &writer)
            }
            writer.endObject()
        }
    }
}
