// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksLambda

/// What the Lambda service is told about failures.
@Suite struct InvocationErrorTests {
    private struct Stranger: Error {}

    private static let hostile = [
        "", "plain", "\"", "\\", "\"}", "\n", "\r\n", "\u{0}", "\u{1}\u{1F}\u{7F}", "\u{2028}\u{2029}", "</script>",
        "é", "👩‍👩‍👧",
        "\u{FFFD}", "\u{10FFFF}", "{\"errorType\":\"x\"}", String(repeating: "\\\"", count: 5_000),
        String(repeating: "\u{7}", count: 70_000),
    ]

    @Test func `every error type is one that Lambda keeps`() throws {
        let types =
            LambdaError.Code.allCases.map { InvocationError(LambdaError($0, "")).type }
            + LambdaError.Code.allCases.map { InvocationError(starting: LambdaError($0, "")).type }
            + ConfigurationError.Kind.allCases.map { InvocationError(starting: ConfigurationError("", kind: $0)).type }
            + [InvocationError(Stranger()).type, InvocationError(starting: Stranger()).type]
        let accepted = try Regex(#"(Runtime|Function)\.[A-Z][a-zA-Z]+"#)
        for type in types { #expect(type.wholeMatch(of: accepted) != nil, "\(type)") }
        #expect(Set(types).count == LambdaError.Code.allCases.count + ConfigurationError.Kind.allCases.count + 1)
    }

    @Test(arguments: hostile)
    func `the error's JSON is valid whatever the message says`(_ message: String) throws {
        try check(message)
    }

    @Test func `the error's JSON is valid for 20,000 mutated messages`() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<20_000 {
            var bytes = Array((Self.hostile.dropLast(2).randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes.insert(
                    .random(in: 0...255, using: &random), at: .random(in: 0...bytes.count, using: &random))
            }
            try check(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `an error of the application is not described`() throws {
        struct Leaky: Error, CustomStringConvertible { var description: String { "password hunter2" } }
        for error in [InvocationError(Leaky()), InvocationError(starting: Leaky())] {
            #expect(!String(decoding: error.body, as: UTF8.self).contains("hunter2"))
        }
    }

    private func check(_ message: String) throws {
        let body = InvocationError(LambdaError(.malformedEvent, message)).body
        let told = try JSONValue(parsing: body)
        guard told["errorMessage"]?.string == message, told["errorType"]?.string == "Runtime.MalformedEvent",
            told["stackTrace"] == .array([]), !body.contains(where: { $0 < 0x20 })
        else {
            Issue.record("\(message.debugDescription): \(String(decoding: body, as: UTF8.self))")
            return
        }
    }
}
