// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

@Suite struct `RSA keys` {
    private static let key = try? RSAPrivateKey.generate(bits: 2048)
    private let message = Array("a message".utf8)

    @Test func `a signature is valid for its own message and key only`() throws {
        let key = try #require(Self.key)
        let signature = try key.signSHA256(message)
        #expect(signature.count == 256)
        #expect(key.publicKey.isValidSHA256Signature(signature, for: message))
        #expect(!key.publicKey.isValidSHA256Signature(signature, for: message + [0]))
        #expect(!key.publicKey.isValidSHA256Signature(signature, for: []))
        #expect(!key.publicKey.isValidSHA256Signature([], for: message))
        #expect(!key.publicKey.isValidSHA256Signature([0] + signature, for: message))
        #expect(!key.publicKey.isValidSHA256Signature(signature + [0], for: message))
        let other = try RSAPrivateKey.generate(bits: 2048)
        #expect(!other.publicKey.isValidSHA256Signature(signature, for: message))
        for index in stride(from: 0, to: 256, by: 17) {
            var changed = signature
            changed[index] ^= 0x40
            #expect(!key.publicKey.isValidSHA256Signature(changed, for: message))
        }
    }

    @Test func `a key comes back from PEM`() throws {
        let key = try #require(Self.key)
        let pem = key.pem()
        #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let read = try RSAPrivateKey(pem: pem)
        #expect(read.publicKey == key.publicKey)
        #expect(try read.signSHA256(message) == key.signSHA256(message))
        #expect(try RSAPrivateKey(pem: pem.split(separator: "\n").joined(separator: "\r\n")).publicKey == key.publicKey)
    }

    @Test func `a damaged PEM is refused`() throws {
        let pem = try #require(Self.key).pem()
        for damaged in [
            "", "x", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", "x\n" + pem, pem + pem,
            pem.replacing("PRIVATE", with: "PUBLIC"), pem.replacing("\nMII", with: "\nM*I"), String(pem.dropLast(30)),
        ] {
            #expect(throws: CryptoError.formRefusal) { try RSAPrivateKey(pem: damaged) }
        }
        let notAKey = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
        #expect(throws: CryptoError.keyRefusal) { try RSAPrivateKey(pem: notAKey) }
    }

    /// Made with `openssl genpkey`: P-256, and RSA of 1024 bits.
    @Test(arguments: [
        """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3eD3sjfpxnH8/FMG
        MhyY+8GAhm+ISri67VpuvyJD7Y2hRANCAAT+bZXcDXYQpbJf8hoZr1swvcUaNeu+
        mih+ZLYFiYhgs6C3zj36mJARXmgmwT0dOcwLi1asBjDJSeORbdLYAEaK
        """,
        """
        MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMrmgDWscTjCrQKa
        nSpQ6TbV3OBg6Ag0pm2PDpdq32RN9B9wknhQGfYF5xjwnkQtB+wKSY/e1hMYSzwo
        bHrSQu74D/zqAhTlN8D9QU9Wh7b9s7N8jJZa3h8dk3FXWMBgQCepXnAwwn6Qi0lm
        xyKUGK63orN7ZI8eLboPi4+dXqNBAgMBAAECgYBinBHVhCBmsJ569H/LsBUX9Gpr
        lk1Op5/3AR7bUjKNwiESIpjc5jkny4icI10XzzbZbcqApJEwKI9wBklqi8PBF9ki
        lM/751nkHl39WbAV2p6XL4w+Xlc8Yyh6YY/gfgPWyvrc6iFYeJAF/7KCnmZjJfvo
        /igYvPWzmPhxJGqHQQJBAPlw70Xbvfhk2An4K0/5oV1gMvIj+nAEfdW2bj9MPQDU
        wIsiXxItvRYuA6yI1qeQfTWY/1JeJR4yPdTFb/fETlkCQQDQPEk0/NYpsWPfZGfr
        mh7EZxEXtgzg8XJzlocPYekOGB7c9Rr1Et/Lv1D/i8RLC0V2PxzUwo4QOwIzM80o
        8e8pAkEA8LHYQRmsMy7kBKKy8KYZ3meAYYT0GPlMj1dNBMlFKDMjZF6TTJBUID3g
        j7EvKFvVZk2vOcTcnkmuvkySIYwMaQJAJDMmwthlXrAg3Zf13OZZDOmh9g5G5N/0
        dpWnewwZWMLmsqDFg+85CpGCwjoI8MbP14OXPoFn8vhfJImP09tjKQJAV+cootJu
        LfzemybaDoF7e5orxvAQj+uTBzwholbdYm+f/ne0hVCM39CjqqOpWgJzT0wvOY/h
        A5p1lyefx5rtkg==
        """,
    ])
    func `a private key of another kind is refused`(base64: String) {
        let pem = "-----BEGIN PRIVATE KEY-----\n\(base64)\n-----END PRIVATE KEY-----\n"
        #expect(throws: CryptoError.keyRefusal) { try RSAPrivateKey(pem: pem) }
    }

    @Test(arguments: [0, 512, 1024, 2047, 8193])
    func `a key of an unsafe size is not made`(bits: Int) {
        #expect(throws: CryptoError.keyRefusal) { try RSAPrivateKey.generate(bits: bits) }
    }

    private static let odd2048: [UInt8] = [0x80] + [UInt8](repeating: 0, count: 254) + [0x01]

    @Test(
        arguments: [
            ("empty modulus", [], [1, 0, 1]),
            ("2047 bits", [0x7F] + odd2048.dropFirst(), [1, 0, 1]),
            ("2047 bits behind zeros", [0, 0, 0x7F] + odd2048.dropFirst(), [1, 0, 1]),
            ("8193 bits", [1] + [UInt8](repeating: 0, count: 1023) + [1], [1, 0, 1]),
            ("even modulus", odd2048.dropLast() + [2], [1, 0, 1]),
            ("empty exponent", odd2048, []),
            ("exponent 0", odd2048, [0, 0]),
            ("exponent 1", odd2048, [0, 1]),
            ("even exponent", odd2048, [1, 0, 0]),
            ("exponent of 65 bits", odd2048, [1, 0, 0, 0, 0, 0, 0, 0, 1]),
        ] as [(String, [UInt8], [UInt8])])
    func `a weak public key is refused`(what: String, modulus: [UInt8], exponent: [UInt8]) {
        #expect(throws: CryptoError.keyRefusal, "\(what)") { try RSAPublicKey(modulus: modulus, exponent: exponent) }
    }

    @Test func `leading zeros do not make another key`() throws {
        let plain = try RSAPublicKey(modulus: Self.odd2048, exponent: [1, 0, 1])
        #expect(try RSAPublicKey(modulus: [0] + Self.odd2048, exponent: [0, 1, 0, 1]) == plain)
        #expect(plain.modulus == Self.odd2048)
        #expect(plain.exponent == [1, 0, 1])
    }
}
