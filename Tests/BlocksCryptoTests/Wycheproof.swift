// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Foundation
import TestSupport

/// A file of Project Wycheproof (`testvectors_v1`): groups of cases that share a key or a size.
struct Wycheproof<Group: Decodable>: Decodable {
    let numberOfTests: Int
    let testGroups: [Group]

    /// How many cases the groups hold, `count` of each; -1 when the file says another number.
    func cases(_ count: (Group) -> Int) -> Int {
        let sum = testGroups.reduce(0) { $0 + count($1) }
        return sum == numberOfTests ? sum : -1
    }

    static func load(_ file: String) throws -> Wycheproof {
        try Vectors.json("wycheproof/\(file)")
    }
}

/// What a correct implementation answers; `acceptable` leaves it the choice.
enum Verdict: String, Decodable {
    case valid, invalid, acceptable
}

/// Bytes that are written in hexadecimal.
struct HexBytes: Decodable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Hex.decode(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hexadecimal")
        }
        self.bytes = bytes
    }
}
