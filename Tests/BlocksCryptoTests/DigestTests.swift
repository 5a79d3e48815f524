// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

@Suite struct `Digests and MACs` {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the digests of FIPS 180-4`(message: String, digest: String) {
        #expect(Hex.encode(SHA256.hash(Array(message.utf8))) == digest)
    }

    @Test func `a message in pieces has the digest of the whole`() {
        let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        for split in [0, 1, 63, 64, 65, 500, 999, 1000] {
            var function = SHA256()
            function.update(Array(message[..<split]))
            function.update(Array(message[split...]))
            #expect(function.finalize() == SHA256.hash(message))
        }
    }

    @Test func `a copy of a digest in progress goes its own way`() {
        var one = SHA256()
        one.update([1])
        var other = one
        other.update([2])
        #expect(one.finalize() == SHA256.hash([1]))
        #expect(other.finalize() == SHA256.hash([1, 2]))
    }

    @Test func `SHA-1 gives the digest of FIPS 180-4`() {
        #expect(Hex.encode(SHA1.hash(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    /// RFC 4231 §4.2 to §4.8; case 5 truncates and is left to `a shortened tag is refused`.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](1...25), [UInt8](repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `HMAC-SHA-256 gives the tags of RFC 4231`(key: [UInt8], message: [UInt8], tag: String) {
        #expect(Hex.encode(HMAC.sha256(message, key: SymmetricKey(key))) == tag)
    }

    @Test func `a tag is valid for its own message and key only`() {
        let key = SymmetricKey(Array("key".utf8))
        let tag = HMAC.sha256([1, 2, 3], key: key)
        #expect(HMAC.isValidSHA256(tag, message: [1, 2, 3], key: key))
        #expect(!HMAC.isValidSHA256(tag, message: [1, 2, 4], key: key))
        #expect(!HMAC.isValidSHA256(tag, message: [1, 2, 3], key: SymmetricKey(Array("kez".utf8))))
        for index in tag.indices {
            var changed = tag
            changed[index] ^= 1
            #expect(!HMAC.isValidSHA256(changed, message: [1, 2, 3], key: key))
        }
    }

    @Test func `a shortened tag is refused`() {
        let key = SymmetricKey([UInt8](repeating: 0x0c, count: 20))
        let message = Array("Test With Truncation".utf8)
        let tag = HMAC.sha256(message, key: key)
        #expect(Hex.encode(Array(tag.prefix(16))) == "a3b6167473100ee06e0c796c2955552b")  // RFC 4231 §4.6
        #expect(!HMAC.isValidSHA256(Array(tag.prefix(16)), message: message, key: key))
        #expect(!HMAC.isValidSHA256([], message: message, key: key))
    }

    @Test(
        arguments: [
            ([], [], true), ([1], [1], true), ([1], [2], false), ([1], [1, 0], false), ([], [0], false),
        ] as [([UInt8], [UInt8], Bool)])
    func `equality in constant time is equality`(a: [UInt8], b: [UInt8], equal: Bool) {
        #expect(constantTimeEquals(a, b) == equal)
    }

    @Test func `texts are equal by their bytes, not by their meaning`() {
        #expect(constantTimeEquals("café", "café"))
        #expect(!constantTimeEquals("caf\u{E9}", "cafe\u{301}"))
        #expect(!constantTimeEquals("abc", "abcd"))
    }
}
