// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// Prints what became of each event, and at the end how many were as expected.
struct Transcript {
    private let console: Console
    private var total = 0
    private var checked = 0
    /// How many answers were not as expected.
    private(set) var failures = 0

    init(console: Console) {
        self.console = console
    }

    private var style: Style { console.style }

    /// Prints the exchange: request line, status, headers, cookies, body, and whether it was expected.
    mutating func add(_ outcome: EventOutcome) {
        total += 1
        let file = outcome.file
        let reply = outcome.reply
        var lines = ["\(style.strong("▸ \(file.path)"))  \(style.faint(file.shape.rawValue))"]
        lines.append(
            [file.requestLine, file.rpcMethod.map(style.name) ?? ""].filter { !$0.isEmpty }.joined(separator: "  "))
        let status = file.isRequest ? String(reply.status) : reply.status < 400 ? "answered" : "failed"
        lines.append(reply.status < 400 ? style.good(status) : style.bad(status))
        for header in reply.headers {
            lines.append("\(style.faint(header.name + ":")) \(PrettyJSON.printable(header.value))")
        }
        for cookie in reply.cookies {
            lines.append("\(style.faint("Set-Cookie:")) \(PrettyJSON.printable(Self.shorten(cookie)))")
        }
        if let json = reply.json {
            lines.append(PrettyJSON(style: style, longestText: 200).text(json))
        } else if !reply.body.isEmpty {
            lines.append(PrettyJSON.printable(reply.text))
        }
        if let mismatches = outcome.mismatches {
            checked += 1
            if mismatches.isEmpty {
                lines.append(style.good("✓ as expected"))
            } else {
                failures += 1
                for mismatch in mismatches {
                    lines.append(
                        style.bad("✗ \(mismatch.path): expected \(mismatch.expected), found \(mismatch.found)"))
                }
            }
        }
        console.write(lines.joined(separator: "\n") + "\n")
    }

    /// Prints the count; `checked` says whether expectations were asked for.
    func finish(checked asked: Bool) {
        guard asked else { return }
        let silent = total - checked
        let text =
            "\(total) event\(total == 1 ? "" : "s"), \(checked - failures) as expected, \(failures) not"
            + (silent == 0 ? "" : ", \(silent) without an expectation")
        console.write(failures == 0 ? style.good(text) : style.bad(text))
    }

    /// A `Set-Cookie` line with its value cut: enough to recognise it, too little to use it.
    static func shorten(_ line: String) -> String {
        guard let cookie = ReceivedCookie(line), cookie.value.count > 12 else { return line }
        let start = line.index(line.startIndex, offsetBy: cookie.name.count + 1)
        let end = line.firstIndex(of: ";") ?? line.endIndex
        return line.replacingCharacters(in: start..<end, with: "\(cookie.value.prefix(8))… (\(cookie.value.count))")
    }
}
