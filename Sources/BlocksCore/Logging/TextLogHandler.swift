// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Writes each log line as text for people: `TIMESTAMP LEVEL requestId message key=value …`.
///
/// A line without a request id has `-` in its place. Control characters and line separators are escaped, and so is the backslash that
/// begins an escape: no input can forge a second line. A value with blanks, quotes or an equals sign is quoted.
public struct TextLogHandler: LogHandler {
    /// Metadata of every line of this logger.
    public var metadata: Logger.Metadata = [:]
    /// Lines below this level are dropped.
    public var logLevel: Logger.Level
    /// Adds metadata from the task's context; `nil` adds none.
    public var metadataProvider: Logger.MetadataProvider?
    private let clock: WallClock
    private let sink: @Sendable ([UInt8]) -> Void

    /// A handler that gives each finished line, newline included, to `sink`.
    public init(level: Logger.Level = .info, clock: WallClock, sink: @escaping @Sendable ([UInt8]) -> Void) {
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
        let all = event.metadata(beside: metadata, metadataProvider)
        let requestID = all.first { $0.key == LogKey.requestID }?.value
        var line = Array(clock.now().iso8601.utf8)
        line.append(UInt8(ascii: " "))
        line += event.levelName.utf8
        line.append(UInt8(ascii: " "))
        Self.write(word: requestID?.description ?? "-", to: &line)
        line.append(UInt8(ascii: " "))
        Self.escape(event.message.description, to: &line)
        for (key, value) in all where key != LogKey.requestID {
            line.append(UInt8(ascii: " "))
            Self.write(word: key, to: &line)
            line.append(UInt8(ascii: "="))
            Self.write(word: value.description, to: &line)
        }
        line.append(UInt8(ascii: "\n"))
        sink(line)
    }

    /// One word: quoted when it would otherwise be read as several, or as none.
    private static func write(word: String, to line: inout [UInt8]) {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
            }
        if isPlain { return escape(word, to: &line) }
        line.append(UInt8(ascii: "\""))
        escape(word, quoted: true, to: &line)
        line.append(UInt8(ascii: "\""))
    }

    private static func escape(_ text: String, quoted: Bool = false, to line: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: line += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0x0D: line += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0x09: line += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0x5C: line += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
            case 0x22 where quoted: line += [UInt8(ascii: "\\"), UInt8(ascii: "\"")]
            // C0, DEL and C1 controls, the line and paragraph separators.
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029:
                line += "\\u".utf8
                for shift: UInt32 in [12, 8, 4, 0] {
                    let digit = UInt8(truncatingIfNeeded: scalar.value &>> shift & 0xF)
                    line.append(digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &+ digit &- 10)
                }
            default: line += UTF8.encode(scalar).map { Array($0) } ?? []
            }
        }
    }
}
