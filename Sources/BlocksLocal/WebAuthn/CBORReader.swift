// SPDX-License-Identifier: Apache-2.0

/// Reads CBOR from an authenticator, one value after another.
///
/// Of RFC 8949 only what CTAP2's canonical form allows is taken: definite lengths, shortest heads, no tags, no floats, each name in a
/// map once, four levels. The order of a map's members is the one rule not enforced: software authenticators break it, and a map
/// means the same in any order.
struct CBORReader {
    /// The deepest nesting of arrays and maps; a scalar alone has depth 0 (CTAP 2.1 §8).
    static let maximumDepth = 4
    /// The longest input in bytes: several times what attestation with a chain of certificates takes.
    static let maximumBytes = 64 * 1024

    private let input: [UInt8]
    /// Where the next value begins; never past the end.
    private(set) var position: Int

    /// Starts at `position` of `input`; throws `malformed` when the input is too long.
    init(_ input: [UInt8], at position: Int = 0) throws(WebAuthnError) {
        guard input.count <= Self.maximumBytes, 0...input.count ~= position else {
            throw .malformed("CBOR is too long")
        }
        self.input = input
        self.position = position
    }

    /// The one value of `input`; throws `malformed` for anything else.
    static func value(of input: [UInt8]) throws(WebAuthnError) -> CBORValue {
        var reader = try CBORReader(input)
        let value = try reader.value()
        guard reader.isAtEnd else { throw .malformed("bytes behind a CBOR value") }
        return value
    }

    /// Whether everything has been read.
    var isAtEnd: Bool { position == input.count }

    /// Reads the next value; throws `malformed` for bytes that are none.
    mutating func value() throws(WebAuthnError) -> CBORValue { try value(depth: 0) }

    private mutating func value(depth: Int) throws(WebAuthnError) -> CBORValue {
        let initial = try byte()
        switch initial >> 5 {
        case 0: return .integer(try integer(initial))
        case 1: return .integer(-1 - (try integer(initial)))  // at least -2^63: the argument is at most 2^63 - 1
        case 2: return .bytes(try string(initial))
        case 3:
            guard let text = String(validating: try string(initial), as: UTF8.self) else {
                throw .malformed("CBOR text is not UTF-8")
            }
            return .text(text)
        case 4:
            let count = try containerCount(initial, depth, bytesPerItem: 1)
            var items: [CBORValue] = []
            for _ in 0..<count { items.append(try value(depth: depth + 1)) }
            return .array(items)
        case 5:
            let count = try containerCount(initial, depth, bytesPerItem: 2)
            var members: [CBORKey: CBORValue] = [:]
            for _ in 0..<count {
                let key = try key()
                guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                    throw .malformed("a CBOR map has a name twice")
                }
            }
            return .map(members)
        default: return try simple(initial)
        }
    }

    private mutating func key() throws(WebAuthnError) -> CBORKey {
        switch try value(depth: Self.maximumDepth) {
        case .integer(let number): return .integer(number)
        case .text(let text): return .text(text)
        default: throw .malformed("a CBOR map has a name of another kind")
        }
    }

    private func simple(_ initial: UInt8) throws(WebAuthnError) -> CBORValue {
        switch initial {
        case 0xF4: return .bool(false)
        case 0xF5: return .bool(true)
        case 0xF6: return .null
        default: throw .malformed("a tag, a float or another kind of CBOR that CTAP2 has no use for")
        }
    }

    private mutating func integer(_ initial: UInt8) throws(WebAuthnError) -> Int64 {
        guard let value = Int64(exactly: try argument(initial)) else { throw .malformed("a CBOR integer is too large") }
        return value
    }

    private mutating func string(_ initial: UInt8) throws(WebAuthnError) -> [UInt8] {
        let argument = try argument(initial)
        guard argument <= UInt64(input.count - position) else { throw .malformed("CBOR ends early") }
        let start = position
        position += Int(argument)
        return Array(input[start..<position])
    }

    /// The count of a container's items, which the bytes that are left can hold.
    private mutating func containerCount(
        _ initial: UInt8, _ depth: Int, bytesPerItem: Int
    ) throws(WebAuthnError) -> Int {
        guard depth < Self.maximumDepth else { throw .malformed("CBOR nests too deeply") }
        let argument = try argument(initial)
        guard argument <= UInt64((input.count - position) / bytesPerItem) else { throw .malformed("CBOR ends early") }
        return Int(argument)
    }

    /// The number in a head, which must have the shortest form (RFC 8949 §4.2.1); indefinite lengths have none.
    private mutating func argument(_ initial: UInt8) throws(WebAuthnError) -> UInt64 {
        let short = initial & 0x1F
        if short < 24 { return UInt64(short) }
        guard short < 28 else { throw .malformed("CBOR of indefinite length") }
        var value: UInt64 = 0
        for _ in 0..<(1 << (short - 24)) { value = value << 8 | UInt64(try byte()) }
        let smallest: [UInt64] = [24, 1 << 8, 1 << 16, 1 << 32]
        guard value >= smallest[Int(short - 24)] else { throw .malformed("a CBOR head is longer than it need be") }
        return value
    }

    private mutating func byte() throws(WebAuthnError) -> UInt8 {
        guard position < input.count else { throw .malformed("CBOR ends early") }
        defer { position += 1 }
        return input[position]
    }
}
