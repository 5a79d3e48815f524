// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging
import TestSupport
import Testing

struct JSONLogHandlerTests {
    @Test func `a line is one JSON object whose text can't forge another line`() throws {
        let log = CapturedLog()
        var logger = log.logger
        logger[metadataKey: LogKey.requestID] = "r-1"
        logger.warning("first\n{\"level\":\"INFO\"}", metadata: ["level": "forged", "list": ["a", ["b": "c"]]])
        #expect(log.text.split(separator: "\n").count == 1)
        let line = try JSONDocument(Array(log.text.utf8.dropLast())).root
        #expect(line["level"]?.string == "WARN")
        #expect(line["timestamp"]?.string == "2026-11-24T04:53:26.123Z")
        #expect(line["message"]?.string == "first\n{\"level\":\"INFO\"}")
        #expect(line["requestId"]?.string == "r-1")
        #expect(line["list"]?[1]?["b"]?.string == "c")
    }
}

struct LogLevelTests {
    @Test(arguments: [
        (Logger.Level.trace, "TRACE"), (.debug, "DEBUG"), (.info, "INFO"), (.notice, "INFO"), (.warning, "WARN"),
        (.error, "ERROR"), (.critical, "FATAL"),
    ]) func `a level has the name that Lambda filters by`(level: Logger.Level, name: String) {
        let log = CapturedLog()
        log.logger.log(level: level, "x")
        #expect(log.text.contains(#""level":"\#(name)""#))
    }
}
