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

struct RedactionTests {
    @Test(arguments: [
        (#"{"username":"alice","password":"p"}"#, #"{"username":"alice","password":"[REDACTED]"}"#),
        (
            #"{"NewPassword":1,"statusCode":200,"code":"123"}"#,
            #"{"NewPassword":"[REDACTED]","statusCode":200,"code":"[REDACTED]"}"#
        ),
        (#"{"sessionTtl":{"a":1},"token":null}"#, #"{"sessionTtl":"[REDACTED]","token":null}"#),
        (#"[{"Authorization":"x"},[{"apiKey":"y"}]]"#, #"[{"Authorization":"[REDACTED]"},[{"apiKey":"[REDACTED]"}]]"#),
        (
            #"{"name":"session","label":"S","defaultValue":"tok"}"#,
            #"{"name":"session","label":"S","defaultValue":"[REDACTED]"}"#
        ),
        (#"{"name":"username","defaultValue":"alice"}"#, #"{"name":"username","defaultValue":"alice"}"#),
        ("7", "7"),
    ]) func `members with sensitive names are masked at every depth`(input: String, output: String) throws {
        let value = try JSONDocument(Array(input.utf8)).root.value
        #expect(try JSONCoding.encode(Redaction.redact(value)) == Array(output.utf8))
    }
}
