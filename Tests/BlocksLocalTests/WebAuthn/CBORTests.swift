// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksLocal

@Suite struct CBORTests {
    @Test(arguments: [
        ("00", CBORValue.integer(0)), ("17", .integer(23)), ("1818", .integer(24)), ("1903e8", .integer(1000)),
        ("1a000f4240", .integer(1_000_000)), ("1b7fffffffffffffff", .integer(.max)), ("20", .integer(-1)),
        ("3863", .integer(-100)), ("3b7fffffffffffffff", .integer(.min)), ("40", .bytes([])),
        ("4401020304", .bytes([1, 2, 3, 4])), ("62c3bc", .text("ü")), ("80", .array([])),
        (
            "8301820203820405",
            .array([.integer(1), .array([.integer(2), .integer(3)]), .array([.integer(4), .integer(5)])])
        ),
        ("a0", .map([:])), ("a26161016162820203", .map(["a": .integer(1), "b": .array([.integer(2), .integer(3)])])),
        ("a201020304", .map([1: .integer(2), 3: .integer(4)])), ("f4", .bool(false)), ("f5", .bool(true)),
        ("f6", .null),
    ])
    func `the examples of RFC 8949 that authenticators may send are read`(hex: String, value: CBORValue) throws {
        #expect(try CBORReader.value(of: Hex.decode(hex) ?? []) == value)
        #expect(Hex.encode(value.encoded) == hex)
    }

    @Test(arguments: [
        "", "18", "1817", "190018", "1900ff", "1a0000ffff", "1b00000000ffffffff", "1bffffffffffffffff",
        "3bffffffffffffffff", "1c", "1f", "41", "5f42010243030405ff", "7f61616161ff", "9f01ff", "bf6161f5ff", "62ff",
        "61ff",
        "62c328", "81", "a1", "a101", "a2010101", "a201010102", "a2616101616102", "a1f501", "a1410101", "a1810101",
        "c074323031332d30332d32315432303a30343a30305a", "d9d9f7f6", "f7", "f0", "f818", "f93c00", "fa47c35000",
        "fb3ff199999999999a", "ff", "0000", "9b7fffffffffffffff", "bb7fffffffffffffff", "5b7fffffffffffffff",
        "9affffffff", "8181818181f6", "a101a101a101a101a10102",
    ])
    func `anything else is refused`(hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: WebAuthnError.refusal(.malformed)) { try CBORReader.value(of: bytes) }
    }

    @Test func `four levels are read, and what is too long is not`() throws {
        #expect(try CBORReader.value(of: Hex.decode("81818181f6") ?? []).encoded == [0x81, 0x81, 0x81, 0x81, 0xF6])
        var writer = CBORWriter()
        writer.string([UInt8](repeating: 0, count: CBORReader.maximumBytes - 3))
        #expect(writer.bytes.count == CBORReader.maximumBytes)
        #expect(try CBORReader.value(of: writer.bytes).bytes?.count == CBORReader.maximumBytes - 3)
        #expect(throws: WebAuthnError.refusal(.malformed)) { try CBORReader.value(of: writer.bytes + [0]) }
        #expect(throws: WebAuthnError.refusal(.malformed)) { try CBORReader([1], at: 2) }
    }

    @Test(.needsVectors(WebAuthnVector.file), arguments: WebAuthnVector.all)
    func `what is read of a damaged message is all there is of it`(vector: WebAuthnVector) throws {
        var random = SeededRandom(seed: 0xCB02)
        let whole = try vector.registered.attestationObject
        #expect(try CBORReader.value(of: whole).encoded == whole)
        var (refused, lost) = (0, 0)
        for _ in 0..<2000 {
            let damaged = whole.damaged(using: &random)
            guard let value = try? CBORReader.value(of: damaged) else {
                refused += 1
                continue
            }
            // Heads are the shortest there are and no name is lost, so as many bytes come out, maps sorted or not.
            if value.encoded.count != damaged.count { lost += 1 }
        }
        #expect(refused > 0 && lost == 0)
    }
}

extension CBORValue {
    /// CBOR with the members of maps in CTAP2's order: shorter names first, then by their bytes.
    var encoded: [UInt8] {
        var writer = CBORWriter()
        switch self {
        case .integer(let value): writer.integer(value)
        case .bytes(let value): writer.string(value)
        case .text(let value): writer.text(value)
        case .array(let items):
            writer.array(count: items.count)
            return writer.bytes + items.flatMap(\.encoded)
        case .map(let members):
            writer.map(count: members.count)
            let names = members.map { ($0.key.value.encoded, $0.value.encoded) }
            let sorted = names.sorted { ($0.0.count, $0.0.hex) < ($1.0.count, $1.0.hex) }
            return writer.bytes + sorted.flatMap { $0.0 + $0.1 }
        case .bool(let value): writer.simple(value)
        case .null: writer.simple(nil)
        }
        return writer.bytes
    }
}

extension CBORKey {
    fileprivate var value: CBORValue {
        switch self {
        case .integer(let value): .integer(value)
        case .text(let value): .text(value)
        }
    }
}

extension [UInt8] {
    fileprivate var hex: String { Hex.encode(self) }

    /// A copy with up to four places changed, cut out or filled in.
    func damaged(using random: inout SeededRandom) -> [UInt8] {
        var changed = self
        for _ in 0...Int.random(in: 0..<4, using: &random) where !changed.isEmpty {
            let place = Int.random(in: changed.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
            case 1: changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: changed.remove(at: place)
            default: changed.insert(UInt8.random(in: 0...255, using: &random), at: place)
            }
        }
        return changed
    }
}
