// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import TestSupport
import Testing

@Suite(.needsVectors("wycheproof")) struct WycheproofTests {
    private struct MAC: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let key, msg, tag: HexBytes
            let result: Verdict
        }
        let tagSize: Int
        let tests: [Case]
    }

    @Test func `HMAC-SHA-256: 174 cases`() throws {
        let file = try Wycheproof<MAC>.load("hmac_sha256_test.json")
        var shortened = 0
        for group in file.testGroups {
            for test in group.tests {
                let key = SymmetricKey(test.key.bytes)
                let expected = HMAC.sha256(test.msg.bytes, key: key).prefix(group.tagSize / 8)
                #expect(constantTimeEquals(Array(expected), test.tag.bytes) == (test.result == .valid), "\(test.tcId)")
                // A tag of half the length is right as such, and refused nevertheless: we never write one.
                let isWhole = group.tagSize == 256
                if !isWhole { shortened += 1 }
                let accepted = HMAC.isValidSHA256(test.tag.bytes, message: test.msg.bytes, key: key)
                #expect(accepted == (test.result == .valid && isWhole), "\(test.tcId)")
            }
        }
        #expect(file.cases { $0.tests.count } == 174)
        #expect(shortened == 87)
    }

    private struct Derivation: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let ikm, salt, info, okm: HexBytes
            let size: Int
            let result: Verdict
        }
        let tests: [Case]
    }

    @Test func `HKDF-SHA-256: 86 cases`() throws {
        let file = try Wycheproof<Derivation>.load("hkdf_sha256_test.json")
        for test in file.testGroups.flatMap(\.tests) {
            let key = try? HKDF.sha256(
                secret: test.ikm.bytes, salt: test.salt.bytes, info: test.info.bytes, count: test.size)
            #expect(key?.withBytes { $0 } == (test.result == .valid ? test.okm.bytes : nil), "\(test.tcId)")
        }
        #expect(file.cases { $0.tests.count } == 86)
    }

    private struct AEAD: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let key, iv, aad, msg, ct, tag: HexBytes
            let result: Verdict
        }
        let tests: [Case]
    }

    @Test func `AES-GCM: 316 cases, three of them beyond OpenSSL's nonces`() throws {
        let file = try Wycheproof<AEAD>.load("aes_gcm_test.json")
        var refusedNonces = 0
        for test in file.testGroups.flatMap(\.tests) {
            let key = SymmetricKey(test.key.bytes)
            if test.result == .valid, test.iv.bytes.count > 128 {
                // OpenSSL takes nonces of at most 128 bytes; these have 257.
                refusedNonces += 1
                #expect(throws: CryptoError.lengthRefusal) {
                    try AESGCM.unsafeSeal(
                        test.msg.bytes, key: key, additionalData: test.aad.bytes, nonce: test.iv.bytes)
                }
                continue
            }
            let opened = try? AESGCM.open(
                AESGCM.SealedBox(nonce: test.iv.bytes, ciphertext: test.ct.bytes, tag: test.tag.bytes), key: key,
                additionalData: test.aad.bytes)
            #expect(opened == (test.result == .valid ? test.msg.bytes : nil), "\(test.tcId)")
            guard test.result == .valid else { continue }
            let box = try AESGCM.unsafeSeal(
                test.msg.bytes, key: key, additionalData: test.aad.bytes, nonce: test.iv.bytes)
            #expect(box.ciphertext == test.ct.bytes && box.tag == test.tag.bytes, "\(test.tcId)")
        }
        #expect(file.cases { $0.tests.count } == 316)
        #expect(refusedNonces == 3)
    }

    private struct RSASignatures: Decodable {
        struct Key: Decodable { let modulus, publicExponent: HexBytes }
        struct Case: Decodable {
            let tcId: Int
            let msg, sig: HexBytes
            let result: Verdict
        }
        let publicKey: Key
        let tests: [Case]
    }

    @Test(arguments: [(2048, 259), (3072, 259), (4096, 258)])
    func `RSASSA-PKCS1-v1_5 with SHA-256: all cases`(bits: Int, count: Int) throws {
        let file = try Wycheproof<RSASignatures>.load("rsa_signature_\(bits)_sha256_test.json")
        for group in file.testGroups {
            let key = try RSAPublicKey(
                modulus: group.publicKey.modulus.bytes, exponent: group.publicKey.publicExponent.bytes)
            for test in group.tests {
                // `acceptable` is the padding without its NULL: refused, as RFC 8017 has it.
                let isValid = key.isValidSHA256Signature(test.sig.bytes, for: test.msg.bytes)
                #expect(isValid == (test.result == .valid), "\(test.tcId)")
            }
        }
        #expect(file.cases { $0.tests.count } == count)
    }

    /// Every test above goes through all groups of its file, and says how many cases those hold.
    @Test func `the primitives of sessions and tokens have 1,352 cases, and all are asked`() throws {
        let signatures = try [2048, 3072, 4096].map { bits in
            try Wycheproof<RSASignatures>.load("rsa_signature_\(bits)_sha256_test.json").cases { $0.tests.count }
        }
        let others = [
            try Wycheproof<MAC>.load("hmac_sha256_test.json").cases { $0.tests.count },
            try Wycheproof<Derivation>.load("hkdf_sha256_test.json").cases { $0.tests.count },
            try Wycheproof<AEAD>.load("aes_gcm_test.json").cases { $0.tests.count },
        ]
        #expect((signatures + others).reduce(0, +) == 1_352)
    }

    private struct ECDSASignatures: Decodable {
        struct Key: Decodable { let wx, wy: HexBytes }
        struct Case: Decodable {
            let tcId: Int
            let msg, sig: HexBytes
            let result: Verdict
        }
        let publicKey: Key
        let tests: [Case]
    }

    @Test func `ECDSA on P-256 with SHA-256: 484 cases`() throws {
        let file = try Wycheproof<ECDSASignatures>.load("ecdsa_secp256r1_sha256_test.json")
        func coordinate(_ number: HexBytes) -> [UInt8] {
            let digits = number.bytes.drop { $0 == 0 }
            return [UInt8](repeating: 0, count: 32 - digits.count) + digits
        }
        for group in file.testGroups {
            let key = try P256PublicKey(x: coordinate(group.publicKey.wx), y: coordinate(group.publicKey.wy))
            for test in group.tests {
                let isValid = key.isValidSignature(der: test.sig.bytes, for: test.msg.bytes)
                #expect(isValid == (test.result == .valid), "\(test.tcId)")
            }
        }
        #expect(file.cases { $0.tests.count } == 484)
    }
}
