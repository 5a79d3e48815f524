// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging
import Synchronization
import TestSupport
import Testing

@Suite struct TextLogTests {
    private static let time = "2026-11-24T04:53:26.123Z"

    @Test func `a line has time, level, request id, message and metadata in order of name`() {
        let text = written { logger in
            logger[metadataKey: LogKey.requestID] = "r-1"
            logger.warning("too slow", metadata: ["b": "2", "a": "1", "list": ["x", "y"]])
        }
        #expect(text == Self.time + #" WARN r-1 too slow a=1 b=2 list="[\"x\", \"y\"]""# + "\n")
    }

    @Test func `a line of no invocation has a dash for its request id`() {
        #expect(written { $0.info("started") } == Self.time + " INFO - started\n")
    }

    @Test func `a line of an invocation has its request id, whoever writes it`() {
        let text = written { logger in
            Correlation.$current.withValue(Correlation(requestID: "r-2", trace: nil)) { logger.info("x") }
        }
        #expect(text == Self.time + " INFO r-2 x\n")
    }

    @Test(arguments: [
        ("a\nb", #"a\nb"#), ("a\r\nb", #"a\r\nb"#), ("a\tb", #"a\tb"#), (#"a\nb"#, #"a\\nb"#), ("\u{0}", #"\u0000"#),
        ("\u{1B}[31m", #"\u001b[31m"#), ("\u{7F}", #"\u007f"#), ("\u{85}", #"\u0085"#), ("\u{9B}", #"\u009b"#),
        ("\u{2028}\u{2029}", #"\u2028\u2029"#), ("é 👩‍👩‍👧", "é 👩‍👩‍👧"), ("\"", "\""),
    ])
    func `no text makes a second line`(_ text: String, _ expected: String) {
        #expect(written { $0.info("\(text)") } == Self.time + " INFO - " + expected + "\n")
        for forged in [
            written { $0.info("x", metadata: ["key": .string(text)]) },
            written { $0.info("x", metadata: [text: "value"]) },
            written { $0.info("x", metadata: [LogKey.requestID: .string(text)]) },
            written { $0.info("x", metadata: ["key": [.string(text), ["k": .string(text)]]]) },
        ] {
            #expect(
                forged.unicodeScalars.count { $0.value < 0x20 || $0 == "\u{85}" || $0 == "\u{2028}" } == 1, "\(forged)")
        }
    }

    @Test(arguments: [
        ("plain", "plain"), ("", #""""#), ("two words", #""two words""#), ("a=b", #""a=b""#),
        (#"say "no""#, #""say \"no\"""#),
        ("é", #""é""#),
    ])
    func `a value that isn't one word is quoted`(_ value: String, _ expected: String) {
        #expect(written { $0.info("x", metadata: ["k": .string(value)]) } == Self.time + " INFO - x k=\(expected)\n")
    }

    @Test func `10,000 random texts make one line each`() {
        var random = SeededRandom(seed: 17)
        let texts = (0..<10_000).map { _ in
            String(decoding: (0..<12).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
        }
        let text = written { logger in
            for text in texts { logger.info("\(text)", metadata: [text: .string(text)]) }
        }
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        #expect(lines.count == 10_001)
        #expect(lines.dropLast().allSatisfy { $0.starts(with: (Self.time + " INFO - ").utf8) })
    }

    private func written(_ body: (inout Logger) -> Void) -> String {
        let text = Mutex("")
        withoutActuallyEscaping({ @Sendable (line: [UInt8]) in
            text.withLock { $0 += String(decoding: line, as: UTF8.self) }
        }) { sink in
            var logger = Logger(label: "test") { _ in
                var handler = TextLogHandler(level: .trace, clock: .fixed, sink: sink)
                handler.metadataProvider = .correlation
                return handler
            }
            body(&logger)
        }
        return text.withLock { $0 }
    }
}

@Suite struct TraceHeaderTests {
    @Test(arguments: ["Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1", "x", " ~"])
    func `printable text is a trace header`(_ text: String) {
        #expect(TraceHeader(ArraySlice(text.utf8))?.description == text)
    }

    @Test(arguments: ["", "a\r\nX: y", "\u{0}", "\u{7F}", "é", String(repeating: "x", count: 257)])
    func `anything else is none`(_ text: String) {
        #expect(TraceHeader(ArraySlice(text.utf8)) == nil)
    }

    @Test func `outside of an invocation there is no correlation`() {
        #expect(Correlation.current == nil)
    }
}
