// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

@Suite struct `Authenticated encryption` {
    private let key = SymmetricKey([UInt8](0..<32))
    private let text = Array("attack at dawn".utf8)

    @Test(arguments: [16, 24, 32], [0, 1, 16, 1000])
    func `what was sealed opens`(keyCount: Int, textCount: Int) throws {
        let key = SymmetricKey([UInt8](repeating: 7, count: keyCount))
        let text = [UInt8](repeating: 9, count: textCount)
        let box = try AESGCM.seal(text, key: key, additionalData: [1, 2], random: .system)
        #expect(box.nonce.count == 12)
        #expect(box.ciphertext.count == textCount)
        #expect(box.tag.count == 16)
        #expect(try AESGCM.open(box, key: key, additionalData: [1, 2]) == text)
    }

    @Test func `the same text is never sealed to the same bytes`() throws {
        let boxes = try (0..<100).map { _ in try AESGCM.seal(text, key: key, random: .system).ciphertext }
        #expect(Set(boxes).count == 100)
    }

    @Test func `a change of any bit is refused`() throws {
        let box = try AESGCM.seal(text, key: key, additionalData: [5], random: .system)
        func flipped(_ bytes: [UInt8], _ bit: Int) -> [UInt8] {
            var bytes = bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            return bytes
        }
        for bit in 0..<12 * 8 {
            let box = try AESGCM.SealedBox(nonce: flipped(box.nonce, bit), ciphertext: box.ciphertext, tag: box.tag)
            #expect(throws: authenticationFailed) { try AESGCM.open(box, key: key, additionalData: [5]) }
        }
        for bit in 0..<text.count * 8 {
            let box = try AESGCM.SealedBox(nonce: box.nonce, ciphertext: flipped(box.ciphertext, bit), tag: box.tag)
            #expect(throws: authenticationFailed) { try AESGCM.open(box, key: key, additionalData: [5]) }
        }
        for bit in 0..<16 * 8 {
            let box = try AESGCM.SealedBox(nonce: box.nonce, ciphertext: box.ciphertext, tag: flipped(box.tag, bit))
            #expect(throws: authenticationFailed) { try AESGCM.open(box, key: key, additionalData: [5]) }
        }
    }

    @Test func `another key, other data or a shorter text is refused`() throws {
        let box = try AESGCM.seal(text, key: key, additionalData: [5], random: .system)
        let other = SymmetricKey([UInt8](1...32))
        #expect(throws: authenticationFailed) { try AESGCM.open(box, key: other, additionalData: [5]) }
        #expect(throws: authenticationFailed) { try AESGCM.open(box, key: key, additionalData: []) }
        #expect(throws: authenticationFailed) { try AESGCM.open(box, key: key, additionalData: [5, 0]) }
        let shorter = try AESGCM.SealedBox(nonce: box.nonce, ciphertext: box.ciphertext.dropLast(), tag: box.tag)
        #expect(throws: authenticationFailed) { try AESGCM.open(shorter, key: key, additionalData: [5]) }
    }

    @Test(arguments: [0, 1, 15, 17, 31, 33, 64])
    func `a key of another length is refused`(count: Int) throws {
        let key = SymmetricKey([UInt8](repeating: 0, count: count))
        #expect(throws: CryptoError.self) { try AESGCM.seal(text, key: key, random: .system) }
        let box = try AESGCM.SealedBox(nonce: [UInt8](0..<12), ciphertext: [1], tag: [UInt8](0..<16))
        let error = #expect(throws: CryptoError.self) { try AESGCM.open(box, key: key) }
        #expect(error?.code == .invalidKey)
    }

    @Test(arguments: [(0, 16), (129, 16), (12, 0), (12, 12), (12, 15), (12, 17)])
    func `a box of odd pieces is refused`(nonce: Int, tag: Int) {
        let error = #expect(throws: CryptoError.self) {
            try AESGCM.SealedBox(
                nonce: [UInt8](repeating: 0, count: nonce), ciphertext: [], tag: [UInt8](repeating: 0, count: tag))
        }
        #expect(error?.code == .invalidLength)
    }

    @Test func `no randomness, no ciphertext`() {
        let broken = SecureRandom { _ in [] }
        let error = #expect(throws: CryptoError.self) { try AESGCM.seal(text, key: key, random: broken) }
        #expect(error?.code == .randomUnavailable)
    }
}

private let authenticationFailed = CryptoError.authenticationFailure
