// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import BlocksCrypto

@Suite struct `SRP between our client and our server` {
    @Test func `the right password is accepted, for a user and for a device`() throws {
        var exchange = try SRPExchange()
        #expect(try exchange.accepts(exchange.proof()))
        exchange.identity = SRPIdentity(deviceGroupKey: "-abc", deviceKey: "eu-west-1_0000-11")
        exchange.password = try SRPVerifier.devicePassword(random: SequenceBytes(seed: 1).random)
        exchange.verifier = try SRPVerifier(
            identity: exchange.identity, password: exchange.password, random: SequenceBytes(seed: 2).random)
        exchange.server = try SRPServer(verifier: exchange.verifier, random: SequenceBytes(seed: 3).random)
        #expect(try exchange.accepts(exchange.proof()))
    }

    @Test func `an exchange can be put down and taken up again`() throws {
        var exchange = try SRPExchange()
        let proof = try exchange.proof()
        let kept = try SRPVerifier(salt: exchange.verifier.salt, verifier: [0] + exchange.verifier.verifier)
        exchange.server = try SRPServer(verifier: kept, privateValue: exchange.server.privateValue)
        #expect(try exchange.accepts(proof))
    }

    @Test(arguments: ["", "correct-horse-9", "Correct-horse-9 ", "Correct-horse-", "Correct-horse-9\u{0}"])
    func `another password is refused`(password: String) throws {
        var exchange = try SRPExchange()
        exchange.password = password
        #expect(try !exchange.accepts(exchange.proof()))
    }

    /// Each part that the proof binds, changed after the proof was made.
    @Test(
        arguments: [
            { $0.timestamp = "Tue Nov 24 08:05:36 UTC 2026" },
            { $0.secretBlock[7] ^= 1 },
            { $0.secretBlock.append(0) },
            { $0.identity = SRPIdentity(userPoolID: "eu-west-1_AbCdEf", userID: "alicf") },
            { $0.identity = SRPIdentity(userPoolID: "eu-west-1_AbCdEg", userID: "alice") },
            { $0.client = try SRPClient(privateValue: [9]) },
            { $0.server = try SRPServer(verifier: $0.verifier, privateValue: SymmetricKey([9])) },
            { exchange in
                exchange.verifier = try SRPVerifier(identity: exchange.identity, password: "other", salt: [1])
                exchange.server = try SRPServer(
                    verifier: exchange.verifier, privateValue: exchange.server.privateValue)
            },
        ] as [@Sendable (inout SRPExchange) throws -> Void])
    func `a proof is good for its own exchange only`(change: @Sendable (inout SRPExchange) throws -> Void) throws {
        var exchange = try SRPExchange()
        let proof = try exchange.proof()
        try change(&exchange)
        #expect(try !exchange.accepts(proof))
    }

    @Test func `a proof with any bit changed, or shortened, is refused`() throws {
        let exchange = try SRPExchange()
        let proof = try exchange.proof()
        for bit in stride(from: 0, to: 256, by: 13) {
            var changed = proof
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try !exchange.accepts(changed))
        }
        for wrong in [[], Array(proof.dropLast()), proof + [0]] { #expect(try !exchange.accepts(wrong)) }
    }

    @Test func `a pool's name is what follows the first underscore of its id`() {
        let identity = SRPIdentity(userPoolID: "eu-west-1_a_b", userID: "c")
        #expect(identity.realm == "a_b")
        #expect(SRPIdentity(userPoolID: "none", userID: "c").realm == "none")
        #expect(SRPIdentity(userPoolID: "_", userID: "c").realm.isEmpty)
        #expect(SRPIdentity(userPoolID: "", userID: "c").realm.isEmpty)
    }

    @Test func `a client and a server draw their values from the source they are given`() throws {
        #expect(try SRPClient(random: .system).publicValue != SRPClient(random: .system).publicValue)
        let broken = SecureRandom { _ throws(CryptoError) in throw CryptoError(.randomUnavailable, "none") }
        #expect(throws: CryptoError.self) { try SRPClient(random: broken) }
        #expect(throws: CryptoError.self) { try SRPServer(verifier: SRPExchange().verifier, random: broken) }
        #expect(throws: CryptoError.self) { try SRPVerifier.devicePassword(random: broken) }
    }

    @Test func `a proof takes at most 15 milliseconds of processor time`() throws {
        let exchange = try SRPExchange()
        let challenge = try exchange.challenge
        // The quickest of several: what else the machine does can only add.
        let nanoseconds = try (0..<10).map { _ in
            let start = processorTime()
            _ = try exchange.client.proof(
                challenge, identity: exchange.identity, password: exchange.password, timestamp: exchange.timestamp)
            return processorTime() - start
        }
        let quickest = try #require(nanoseconds.min())
        #expect(quickest < 15_000_000, "\(quickest) ns")
    }
}

/// Nanoseconds that this thread has computed.
private func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
