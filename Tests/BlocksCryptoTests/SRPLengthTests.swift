// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksCrypto

/// Numbers of every form that the padding rule tells apart.
@Suite struct `SRP with short numbers and high bits` {
    /// How the bytes of a value of the group look.
    enum Form: CaseIterable {
        case short, high, low

        /// Whether `hex`, without leading zeros, has the form among numbers of 384 bytes.
        func matches(_ hex: String) -> Bool {
            let isFull = hex.utf8.count == 768
            switch self {
            case .short: return hex.utf8.count <= 766
            case .high: return isFull && (hex.first.map { "89abcdef".contains($0) } ?? false)
            case .low: return isFull && (hex.first.map { "1234567".contains($0) } ?? false)
            }
        }
    }

    /// A = 2^a without reduction, so that the exponent chooses the length and the top bit.
    @Test(arguments: [1, 2, 8, 31, 32, 100, 255, 256, 382, 383])
    func `a client's public value of any length`(bytes: Int) throws {
        for exponent in [8 * bytes - 8, 8 * bytes - 1] where exponent > 0 {
            let exchange = try SRPExchange(clientValue: [UInt8(exponent >> 8), UInt8(exponent & 0xFF)])
            try #require((exchange.client.publicValue.utf8.count + 1) / 2 == bytes)
            #expect(try exchange.accepts(exchange.proof()))
        }
    }

    @Test(arguments: Form.allCases) func `a client's public value`(form: Form) throws {
        let values = SequenceBytes(seed: 11)
        let exchange = try find {
            try SRPExchange(clientValue: values.bytes(128))
        } where: {
            form.matches($0.client.publicValue)
        }
        #expect(try exchange.accepts(exchange.proof()))
    }

    @Test(arguments: Form.allCases) func `a server's public value`(form: Form) throws {
        let values = SequenceBytes(seed: 12)
        let exchange = try find {
            try SRPExchange(clientValue: [7], serverValue: values.bytes(32))
        } where: {
            form.matches($0.server.publicValue)
        }
        #expect(try exchange.accepts(exchange.proof()))
    }

    @Test(arguments: Form.allCases) func `a shared secret`(form: Form) throws {
        let values = SequenceBytes(seed: 13)
        let exchange = try find {
            try SRPExchange(clientValue: [7], serverValue: values.bytes(32))
        } where: {
            form.matches(try BigNumber($0.sharedSecret()).hex)
        }
        #expect(try exchange.accepts(exchange.proof()))
    }

    @Test func `a verifier that is short`() throws {
        let salts = SequenceBytes(seed: 14)
        let exchange = try find {
            try SRPExchange(clientValue: [7], salt: salts.bytes(16))
        } where: {
            $0.verifier.verifier.count < 384
        }
        #expect(try exchange.accepts(exchange.proof()))
        let sent = try #require(Base64.decode(exchange.verifier.devicePasswordVerifier))
        #expect(sent.drop { $0 == 0 } == exchange.verifier.verifier[...])
    }

    @Test(arguments: 1...33) func `a salt of any length`(count: Int) throws {
        for first in [0x00, 0x01, 0x0F, 0x10, 0x7F, 0x80, 0xFF] as [UInt8] {
            var salt = SequenceBytes(seed: UInt64(count)).bytes(count)
            salt[0] = first
            let exchange = try SRPExchange(clientValue: [7], salt: salt)
            #expect(try exchange.accepts(exchange.proof()))
        }
    }

    /// The first exchange with the property; a property that one in 256 has is found in some hundred.
    private func find(
        _ make: () throws -> SRPExchange, where isWanted: (SRPExchange) throws -> Bool
    ) throws -> SRPExchange {
        for _ in 0..<5000 {
            let exchange = try make()
            if try isWanted(exchange) { return exchange }
        }
        throw CryptoError(.invalidLength, "no such exchange")
    }
}
