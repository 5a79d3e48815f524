// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksCrypto

@Suite struct `SRP with an untrusted peer` {
    /// Texts that are no public value, with the error that each gets; N itself is among them.
    static let publicValues: [(String, CryptoError)] = [
        ("", .lengthRefusal), (String(repeating: "1", count: 769), .lengthRefusal),
        (String(repeating: "0", count: 769), .lengthRefusal),
        ("0x12", .formRefusal), ("-5", .formRefusal), ("+5", .formRefusal), (" 12", .formRefusal),
        ("12\n", .formRefusal),
        ("1\u{0}", .formRefusal), ("１２", .formRefusal), ("zz", .formRefusal), ("0", .keyRefusal),
        ("0000", .keyRefusal), (String(repeating: "0", count: 768), .keyRefusal),
        (Hex.encode(SRPGroup.cognito.prime), .keyRefusal),
        (Hex.encode(SRPGroup.cognito.prime).uppercased(), .keyRefusal),
    ]

    @Test(arguments: publicValues)
    func `a server's public value is checked before it is used`(value: String, expected: CryptoError) {
        #expect(throws: expected) { try SRPChallenge(publicValue: value, salt: "ab", secretBlock: "AAAA") }
    }

    @Test(arguments: publicValues)
    func `a client's public value is checked before it is used`(value: String, expected: CryptoError) throws {
        #expect(throws: expected) { try SRPServer.check(clientPublicValue: value) }
        let exchange = try SRPExchange()
        #expect(throws: expected) {
            try exchange.server.accepts(
                [], clientPublicValue: value, identity: exchange.identity, secretBlock: [], timestamp: "")
        }
    }

    @Test func `ten megabytes are refused for their length`() throws {
        let long = String(repeating: "1", count: 10_000_000)
        #expect(throws: CryptoError.lengthRefusal) { try SRPServer.check(clientPublicValue: long) }
        for (value, salt, block) in [(long, "ab", "AAAA"), ("2", long, "AAAA"), ("2", "ab", long)] {
            #expect(throws: CryptoError.lengthRefusal) {
                try SRPChallenge(publicValue: value, salt: salt, secretBlock: block)
            }
        }
    }

    @Test(
        arguments: [
            ("", "AAAA", .lengthRefusal), (String(repeating: "a", count: 513), "AAAA", .lengthRefusal),
            ("g0", "AAAA", .formRefusal), ("-a", "AAAA", .formRefusal), ("a b", "AAAA", .formRefusal),
            ("ab", "", .lengthRefusal), ("ab", "AAA", .formRefusal), ("ab", "AA A", .formRefusal),
            ("ab", "AA-_", .formRefusal), ("ab", "AAAA\n", .formRefusal),
            ("ab", String(repeating: "A", count: 65_540), .lengthRefusal),
        ] as [(String, String, CryptoError)])
    func `salt and secret block have a form and a limit`(salt: String, block: String, expected: CryptoError) {
        #expect(throws: expected) { try SRPChallenge(publicValue: "2", salt: salt, secretBlock: block) }
    }

    @Test(arguments: ["1", "2", "f", Hex.encode(Array(SRPGroup.cognito.prime.dropLast()) + [0xFE])])
    func `small and large public values that are no multiple of the prime pass`(value: String) throws {
        try SRPServer.check(clientPublicValue: value)
        let challenge = try SRPChallenge(publicValue: value, salt: "0", secretBlock: "AAAA")
        let exchange = try SRPExchange()
        let proof = try exchange.client.proof(
            challenge, identity: exchange.identity, password: "", timestamp: "")
        #expect(proof.utf8.count == 44)
    }

    @Test func `a server that forces the secret to zero gets a proof that nobody accepts`() throws {
        // B = k·v makes S zero; only who knows v can do so.
        let exchange = try SRPExchange()
        let forced = try (BigNumber(SRPGroup.cognito.multiplier) * BigNumber(exchange.verifier.verifier))
            .modulo(BigNumber(SRPGroup.cognito.prime))
        let challenge = try SRPChallenge(
            publicValue: forced.hex, salt: exchange.verifier.saltText, secretBlock: "AAAA")
        let proof = try exchange.client.proof(
            challenge, identity: exchange.identity, password: exchange.password, timestamp: "")
        #expect(try !exchange.accepts(try #require(Base64.decode(proof))))
    }

    @Test func `a scrambler of zero is refused`() {
        for zero in [[], [0], [UInt8](repeating: 0, count: 32)] as [[UInt8]] {
            #expect(throws: CryptoError.keyRefusal) { try SRPMath.scrambler(digest: zero).bytes }
        }
    }

    @Test(
        arguments: [
            ([], [5], .lengthRefusal), ([1], [], .lengthRefusal),
            ([UInt8](repeating: 1, count: 257), [5], .lengthRefusal),
            ([1], [UInt8](repeating: 1, count: 386), .lengthRefusal),
            ([1], [0], .keyRefusal), ([1], [UInt8](repeating: 0, count: 385), .keyRefusal),
            ([1], SRPGroup.cognito.prime, .keyRefusal), ([1], [0] + SRPGroup.cognito.prime, .keyRefusal),
        ] as [([UInt8], [UInt8], CryptoError)])
    func `a verifier that would accept any password is refused`(
        salt: [UInt8], verifier: [UInt8], expected: CryptoError
    ) {
        #expect(throws: expected) { try SRPVerifier(salt: salt, verifier: verifier) }
    }

    @Test func `arithmetic that OpenSSL refuses is an error`() throws {
        let two = try BigNumber([2])
        let four = try BigNumber([4])
        #expect(throws: CryptoError.self) { try two.power(two, modulo: four).bytes }
        #expect(throws: CryptoError.self) { try two.modulo(BigNumber()).bytes }
        #expect(CryptoError.openSSL("probe").reason == "probe", "nothing is left in OpenSSL's queue of errors")
    }
}
