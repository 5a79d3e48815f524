// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

/// RFC 4648 §10: the text, then base64, base32 and base16 of it.
private let published = [
    ("", "", "", ""),
    ("f", "Zg==", "MY======", "66"),
    ("fo", "Zm8=", "MZXQ====", "666f"),
    ("foo", "Zm9v", "MZXW6===", "666f6f"),
    ("foob", "Zm9vYg==", "MZXW6YQ=", "666f6f62"),
    ("fooba", "Zm9vYmE=", "MZXW6YTB", "666f6f6261"),
    ("foobar", "Zm9vYmFy", "MZXW6YTBOI======", "666f6f626172"),
]

@Suite struct `Text codecs` {
    @Test(arguments: published)
    func `the examples of RFC 4648 are written and read`(text: String, base64: String, base32: String, hex: String) {
        let bytes = Array(text.utf8)
        let unpadded = String(base64.filter { $0 != "=" })
        #expect(Base64.encode(bytes) == base64)
        #expect(Base64.decode(base64) == bytes)
        #expect(Base64.decode(Array(base64.utf8)) == bytes)
        #expect(Base64URL.encode(bytes) == unpadded)
        #expect(Base64URL.decode(unpadded) == bytes)
        #expect(Base32.encode(bytes, padded: true) == base32)
        #expect(Base32.encode(bytes) == base32.filter { $0 != "=" })
        #expect(Base32.decode(base32) == bytes)
        #expect(Base32.decode(base32.lowercased().filter { $0 != "=" }) == bytes)
        #expect(Hex.encode(bytes) == hex)
        #expect(Hex.decode(hex) == bytes)
        #expect(Hex.decode(hex.uppercased()) == bytes)
    }

    @Test func `every byte and every length survives`() {
        let random = SequenceBytes(seed: 7)
        for count in 0..<200 {
            let bytes = random.bytes(count)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
        let all = [UInt8](0...255)
        #expect(Base64.decode(Base64.encode(all)) == all)
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    }

    @Test(arguments: [
        "A", "AAAAA", "AA==", "AA=", "A A", "AA\n", "AB", "AAB", "+A", "/A", "AAé", "AA.", "====", "\0AAA",
    ])
    func `base64url that no encoder writes is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: [
        "A", "AA", "AAA", "AA=A", "A===", "====", "=", "AB==", "AAB=", "AA==\n", "-A==", "_A==", "AA==AA==", "AAAAA===",
    ])
    func `base64 that no encoder writes is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: [
        "A", "AAA", "AAAAAA", "AB", "MY=====", "MY====", "M1", "M8", "M Y", "========", "MZXW6YQ=A", "MYé",
    ])
    func `base32 that no encoder writes is refused`(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test(arguments: ["0", "0g", "000", "é0", " 00", "0x00"])
    func `what is not hexadecimal is refused`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func `for each text that decodes there is no other of the same bytes`() {
        let random = SequenceBytes(seed: 11)
        var decoded = 0
        for _ in 0..<20_000 {
            let length = Int(random.bytes(1)[0] % 9)
            let text = String(decoding: random.bytes(length).map { $0 & 0x7F }, as: UTF8.self)
            if let bytes = Base64URL.decode(text) {
                decoded += 1
                #expect(Base64URL.encode(bytes) == text)
            }
            if let bytes = Base64.decode(text) { #expect(Base64.encode(bytes) == text) }
        }
        #expect(decoded > 100)
    }
}
