// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

struct JSONMutationTests {
    private static let event = Array(
        #"""
        {"version":"2.0","rawPath":"/aws-blocks/api","cookies":["theme=dark","lang=en"],"headers":{"accept":"*/*",
        "sec-ch-ua":"\"Chromium\";v=\"126\"","x-name":"J\u00fcrgen \ud83d\ude00 é€𝄞"},"requestContext":{"http":
        {"method":"POST","sourceIp":"203.0.113.10"},"timeEpoch":1795428000000,"ratio":-0.125e+3},"body":
        "{\"jsonrpc\":\"2.0\",\"id\":42,\"params\":[\"a\\\"b\"]}","isBase64Encoded":false,"none":null,"empty":[{},[]]}
        """#.utf8)

    /// Bytes that change the structure are worth more than random ones.
    private static let telling = Array(#"{}[]",:\u0-e.E+tfn"#.utf8) + [0x00, 0x1F, 0x20, 0x80, 0xC3, 0xED, 0xF4, 0xFF]

    private static func mutate(_ text: inout [UInt8], _ random: inout SeededRandom) {
        for _ in 0...Int.random(in: 0...3, using: &random) {
            guard !text.isEmpty else { return }
            let place = Int.random(in: 0..<text.count, using: &random)
            let byte = telling.randomElement(using: &random) ?? 0
            switch Int.random(in: 0...5, using: &random) {
            case 0: text[place] = byte
            case 1: text[place] = UInt8.random(in: .min ... .max, using: &random)
            case 2: text.insert(byte, at: place)
            case 3: text.remove(at: place)
            case 4: text.removeLast(Int.random(in: 0..<text.count, using: &random) / 8)
            default: text.insert(contentsOf: text[place..<min(place + 12, text.count)], at: place)
            }
        }
    }

    @Test(arguments: 0..<4)
    func `a mutated event never crashes, and what parses is written and read as the same value`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var accepted = 0
        for _ in 0..<25_000 {
            var text = Self.event
            Self.mutate(&text, &random)
            guard let document = try? JSONDocument(text) else { continue }
            accepted += 1
            let value = document.root.value
            let again = try JSONDocument(JSONCoding.encode(value)).root
            guard again.value == value else {
                Issue.record("seed \(seed): not the same value: \(text)")
                return
            }
        }
        #expect(accepted > 1000)
        #expect(accepted < 24_000)
    }

    @Test func `an event cut at any byte is refused`() {
        for length in 0..<Self.event.count {
            #expect(throws: JSONError.self) { try JSONDocument(Array(Self.event[..<length])) }
        }
    }
}
