// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging
import Synchronization
public import Testing

/// Every text that a program can make of a value without asking for its members.
///
/// Printed, debug-printed and dumped; alone, as an optional and inside of collections; in message and metadata of both log handlers; and
/// whatever its mirror tells, at any depth.
public func textualForms(of value: some Any) -> [(name: String, text: String)] {
    let wrapped: [(String, Any)] = [
        ("itself", value), ("optional", Optional.some(value) as Any), ("array", [value]),
        ("dictionary", ["key": value]), ("tuple", (label: value, 1)), ("result", Result<Any, Never>.success(value)),
    ]
    var forms: [(String, String)] = []
    for (name, value) in wrapped {
        var printed = "", debugged = "", dumped = ""
        print(value, to: &printed)
        debugPrint(value, to: &debugged)
        dump(value, to: &dumped)
        forms += [
            (name + " printed", printed), (name + " debug-printed", debugged), (name + " dumped", dumped),
            (name + " described", String(describing: value)), (name + " reflected", String(reflecting: value)),
            (name + " interpolated", "\(value)"), (name + " mirrored", mirrored(value)),
        ]
    }
    forms.append(("logged", logged(value)))
    return forms
}

/// Fails for each textual form of `value` that shows `mark`, or the bytes of it as numbers.
public func expectNoTrace(
    of mark: String, in value: some Any, sourceLocation: SourceLocation = #_sourceLocation
) {
    let bytes = "\(Array(mark.utf8.prefix(8)))".dropFirst().dropLast()
    for (name, text) in textualForms(of: value) {
        let shown = text.contains(mark) || text.contains(bytes) || mirroredBytes(text).contains(bytes)
        #expect(!shown, "\(type(of: value)), \(name)", sourceLocation: sourceLocation)
    }
}

/// What the mirrors of a value and of its members tell, each leaf on a line.
private func mirrored(_ value: Any, depth: Int = 0) -> String {
    let children = Mirror(reflecting: value).children
    guard depth < 12, !children.isEmpty else { return "\(value)\n" }
    return children.map { "\($0.label ?? "-"): " + mirrored($0.value, depth: depth + 1) }.joined()
}

/// The numbers of a text, as an array would print them: `dump` has one on each line.
private func mirroredBytes(_ text: String) -> String {
    text.split(separator: "\n").compactMap { line in
        line.split(whereSeparator: { !$0.isNumber }).last.map(String.init)
    }.joined(separator: ", ")
}

private func logged(_ value: Any) -> String {
    let lines = LinesLogged()
    let handlers: [any LogHandler] = [
        JSONLogHandler(label: "test", level: .trace, clock: .fixed, sink: lines.append),
        TextLogHandler(level: .trace, clock: .fixed, sink: lines.append),
    ]
    for handler in handlers {
        let logger = Logger(label: "test") { _ in handler }
        logger.error(
            "\(value) \(String(reflecting: value))",
            metadata: ["text": "\(value)", "list": ["\(value)"], "deep": ["key": .string(String(reflecting: value))]])
    }
    return lines.text
}

private final class LinesLogged: Sendable {
    private let lines = Mutex("")

    var text: String { lines.withLock { $0 } }

    @Sendable func append(_ line: [UInt8]) { lines.withLock { $0 += String(decoding: line, as: UTF8.self) } }
}
