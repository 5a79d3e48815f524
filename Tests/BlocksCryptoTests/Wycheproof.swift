// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Foundation
import TestSupport

/// A file of Project Wycheproof (`testvectors_v1`): groups of cases that share a key or a size.
struct Wycheproof<Group: Decodable>: Decodable {
    let numberOfTests: Int
    let testGroups: [Group]

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
