// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksLambda

/// Lambda's logging controls, seen from outside.
@Suite(.serialized) struct ProcessLogTests {
    private static let event = HandlerFixture.call("log", #"["x y"]"#)

    @Test(arguments: [nil, "JSON", "json", "Json", ""])
    func `lines are JSON objects with the request id`(_ format: String?) throws {
        let end = try Probe.serving([Self.event], environment(format)).end
        #expect(end.exitCode == 1)
        #expect(end.objects.count == end.text.split(separator: "\n").count)
        let own = end.objects.filter { $0["message"]?.string?.contains("logger") == true }
        #expect(own.map { $0["level"]?.string } == ["INFO", "WARN"])
        #expect(own.map { $0["requestId"]?.string } == ["id-0", "id-0"])
        #expect(own.first?["text"]?.string == "x y")
    }

    @Test(arguments: ["Text", "text", "TEXT"]) func `lines are text with the request id`(_ format: String) throws {
        let lines = try Probe.serving([Self.event], environment(format)).end.text.split(separator: "\n")
        #expect(lines.count == 3)
        let time = #"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ "#
        for (line, rest) in zip(
            lines,
            [
                #"INFO id-0 by the request's logger text="x y"$"#, #"WARN id-0 by the platform's logger: x y$"#,
                #"FATAL - Runtime\.UnexpectedStatus: .*$"#,
            ])
        { #expect(line.wholeMatch(of: try Regex(time + rest)) != nil, "\(line)") }
    }

    @Test(
        arguments: [("DEBUG", 3), ("debug", 3), ("INFO", 2), ("WARN", 1), ("ERROR", 0), (nil, 2)] as [(String?, Int)])
    func `lines below the level are dropped`(_ level: String?, _ lines: Int) throws {
        let end = try Probe.serving([Self.event], level.map { ["AWS_LAMBDA_LOG_LEVEL": $0] } ?? [:]).end
        #expect(end.objects.count { $0["requestId"]?.string == "id-0" } == lines)
    }

    private func environment(_ format: String?) -> [String: String] {
        format.map { ["AWS_LAMBDA_LOG_FORMAT": $0] } ?? [:]
    }
}
