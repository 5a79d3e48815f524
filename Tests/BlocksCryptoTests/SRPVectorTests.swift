// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksCrypto

/// Known answers of AWS's own clients (`cognito-srp/vectors.json` names repository and commit).
@Suite(.needsVectors("cognito-srp")) struct `SRP beside published values` {
    private struct File: Decodable {
        let knownAnswer: KnownAnswer
        let paddedHex: [PaddedNumber]
    }

    private struct KnownAnswer: Decodable {
        let a, A, B, salt, username, poolName, password, passwordAuthenticationKey: String
    }

    private struct PaddedNumber: Decodable {
        let number: Int
        let bytes: String
        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            number = try row.decode(Int.self)
            bytes = try row.decode(String.self)
        }
    }

    private let file: File

    init() throws {
        file = try Vectors.json("cognito-srp/vectors.json")
    }

    @Test func `every number is padded as BigInteger toByteArray does`() throws {
        try #require(file.paddedHex.count == 513)
        for row in file.paddedHex {
            let magnitude = try BigNumber([UInt8(row.number.magnitude >> 8), UInt8(row.number.magnitude & 0xFF)])
            let padded = try row.number < 0 ? (BigNumber() - magnitude).paddedBytes : magnitude.paddedBytes
            #expect(Hex.encode(padded).uppercased() == row.bytes, "\(row.number)")
        }
    }

    @Test func `the public value and the key are the known ones`() throws {
        let known = file.knownAnswer
        let client = try SRPClient(privateValue: try #require(Hex.decode(known.a)))
        #expect(client.publicValue == known.A)
        #expect(try key(client, salt: known.salt) == known.passwordAuthenticationKey)
    }

    @Test func `the salt is a number: zeros in front and the case of digits change nothing`() throws {
        let known = file.knownAnswer
        let client = try SRPClient(privateValue: try #require(Hex.decode(known.a)))
        for salt in ["0" + known.salt, "00" + known.salt, "0000" + known.salt, known.salt.uppercased()] {
            #expect(try key(client, salt: salt) == known.passwordAuthenticationKey)
        }
        #expect(try key(client, salt: known.salt + "00") != known.passwordAuthenticationKey)
    }

    @Test(arguments: ["Testpassword", "testpassword ", "testpasswor", "", "testpassword\u{0}"])
    func `another password gives another key`(password: String) throws {
        let known = file.knownAnswer
        let client = try SRPClient(privateValue: try #require(Hex.decode(known.a)))
        #expect(try key(client, salt: known.salt, password: password) != known.passwordAuthenticationKey)
    }

    private func key(_ client: SRPClient, salt: String, password: String? = nil) throws -> String {
        let known = file.knownAnswer
        let challenge = try SRPChallenge(publicValue: known.B, salt: salt, secretBlock: "AAAA")
        let identity = SRPIdentity(userPoolID: "region_" + known.poolName, userID: known.username)
        return try client.key(challenge, identity: identity, password: password ?? known.password)
            .withBytes { Hex.encode($0) }
    }
}
