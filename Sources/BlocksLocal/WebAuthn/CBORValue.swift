// SPDX-License-Identifier: Apache-2.0

/// A value of the subset of CBOR that authenticators send (CTAP 2.1 §8, RFC 8949).
indirect enum CBORValue: Sendable, Equatable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case array([CBORValue])
    case map([CBORKey: CBORValue])
    case bool(Bool)
    case null

    /// The integer; `nil` for another kind.
    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// The byte string; `nil` for another kind.
    var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }

    /// The text; `nil` for another kind.
    var text: String? { if case .text(let value) = self { value } else { nil } }

    /// The members; `nil` for another kind.
    var map: [CBORKey: CBORValue]? { if case .map(let value) = self { value } else { nil } }
}

/// The name of a map's member: a number or a text, as CTAP2 has it.
enum CBORKey: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case integer(Int64)
    case text(String)

    init(stringLiteral value: String) { self = .text(value) }

    init(integerLiteral value: Int64) { self = .integer(value) }
}
