// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc
import TestSupport
import Testing

@testable import BlocksLambda

/// A process that dies of a signal says for whom it worked.
@Suite(.serialized) struct CrashTests {
    /// A trap of Swift's is SIGILL on x86 and SIGTRAP on Arm.
    #if arch(x86_64)
    private static let trap = SIGILL
    #else
    private static let trap = SIGTRAP
    #endif

    @Test(arguments: [
        ("overflow", trap), ("null", SIGSEGV), ("stack", SIGSEGV), ("abort", SIGABRT), ("fpe", SIGFPE), ("bus", SIGBUS),
        ("trap", SIGTRAP),
    ])
    func `a crash is one line with the request id, and then a crash`(_ how: String, _ signal: Int32) throws {
        let secret = "AKIDPLANTED"
        let event = HandlerFixture.call("die", #"["\#(how)"]"#)
        let (api, end) = try Probe.serving(
            [HandlerFixture.call("greet", #"["Ada"]"#), event],
            ["AWS_SECRET_ACCESS_KEY": secret, "SWIFT_BACKTRACE": "enable=no"])
        #expect(end.signal == signal)
        #expect(api.requests.map(\.call) == ["next", "response", "next"])
        #expect(end.objects.count == 1, "\(end.text)")
        let line = try #require(end.objects.first)
        #expect(line["level"]?.string == "FATAL")
        #expect(line["requestId"]?.string == "id-1")
        #expect(line["signal"]?.string == Self.names[signal])
        let counter = try #require(line["programCounter"]?.string)
        #expect(counter.hasPrefix("0x") && (UInt(counter.dropFirst(2), radix: 16) ?? 0) > 0xFFF)
        let time = try #require(line["timestamp"]?.string)
        #expect(time.wholeMatch(of: try Regex(#"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z"#)) != nil)
        #expect(!end.text.contains(secret) && !end.text.contains("aws-blocks"))
    }

    @Test func `a crash between invocations names none`() throws {
        let (held, waiting) = (Held(), Held())
        let api = try ScriptedRuntimeAPI { request in
            if request.index == 0 { return .event("a", HandlerFixture.call("greet", #"["Ada"]"#)) }
            if request.call == "response" { return .accepted }
            waiting.release()
            held.wait()
            return .status(500)
        }
        let probe = try Probe(api, ["SWIFT_BACKTRACE": "enable=no"])
        waiting.wait()
        kill(probe.process, SIGABRT)
        let end = try probe.wait()
        held.release()
        api.stop()
        #expect(end.signal == SIGABRT)
        #expect(end.objects.count == 1)
        #expect(end.objects.first?["signal"]?.string == "SIGABRT")
        #expect(end.objects.first?["requestId"] == nil && end.objects.first?["requestIds"] == nil)
    }

    @Test(
        arguments: [
            ([], ""), (["a"], #","requestId":"a""#), (["", "b", ""], #","requestId":"b""#),
            (["a", "", "c"], #","requestIds":["a","c"]"#),
        ] as [([String], String)])
    func `the line names every invocation under way`(_ ids: [String], _ expected: String) throws {
        let inFlight = InFlight(slots: max(1, ids.count))
        for (number, id) in ids.enumerated() { inFlight[number].hold(id) }
        #expect(
            line(inFlight, capacity: 4096)
                == #"{"timestamp":"2026-11-24T04:53:26.007Z","level":"FATAL","message":"the process was ended by SIGSEGV","#
                + #""signal":"SIGSEGV","programCounter":"0x40abcd""# + expected + "}\n")
        for number in ids.indices { inFlight[number].clear() }
        #expect(!line(inFlight, capacity: 4096).contains("requestId"))
    }

    @Test func `the line is valid JSON however many and however long the ids are`() throws {
        let inFlight = InFlight(slots: 512)
        for number in 0..<512 { inFlight[number].hold(String(repeating: "x", count: number)) }
        for capacity in [400, 401, 450, 500, 1_000, 4_096, 16_384] {
            let text = line(inFlight, capacity: capacity)
            #expect(text.utf8.count <= capacity && text.last == "\n")
            let ids = try JSONValue(parsing: Array(text.utf8))["requestIds"]?.array ?? []
            #expect(!ids.isEmpty && ids.allSatisfy { ($0.string?.utf8.count ?? 999) <= InFlight.longestID })
        }
    }

    @Test(arguments: [-1, 2, Int.max, Int.min]) func `a slot that isn't there keeps nothing`(_ number: Int) {
        let inFlight = InFlight(slots: 2)
        inFlight[number].hold("a")
        #expect(inFlight[number].id.isEmpty && inFlight[0].id.isEmpty && inFlight[1].id.isEmpty)
    }

    private func line(_ inFlight: InFlight, capacity: Int) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
            guard let base = buffer.baseAddress else { return "" }
            var line = CrashLine(base, capacity: capacity)
            line.write(
                .init(signal: SIGSEGV, programCounter: 0x40_abcd, seconds: 1_795_496_006, milliseconds: 7), inFlight)
            return String(decoding: line.bytes, as: UTF8.self)
        }
    }

    private static let names = [
        SIGSEGV: "SIGSEGV", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGBUS: "SIGBUS", SIGABRT: "SIGABRT",
        SIGFPE: "SIGFPE",
    ]
}
