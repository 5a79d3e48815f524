// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

/// The key, message and signature of RFC 7515 appendix A.3.
@Suite struct `P-256 keys` {
    private let x = Base64URL.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU") ?? []
    private let y = Base64URL.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0") ?? []
    private let signature =
        Base64URL.decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q") ?? []
    private let message = Array(
        ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9p"
            + "c19yb290Ijp0cnVlfQ").utf8)

    @Test func `the signature of RFC 7515 is valid`() throws {
        let key = try P256PublicKey(x: x, y: y)
        #expect(key.isValidSignature(raw: signature, for: message))
    }

    @Test func `any flipped bit is refused`() throws {
        let key = try P256PublicKey(x: x, y: y)
        for bit in 0..<signature.count * 8 {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.isValidSignature(raw: changed, for: message))
        }
        #expect(!key.isValidSignature(raw: signature, for: message + [0]))
    }

    @Test(arguments: [0, 63, 65, 128])
    func `a raw signature of another length is refused`(count: Int) throws {
        let key = try P256PublicKey(x: x, y: y)
        #expect(!key.isValidSignature(raw: [UInt8](repeating: 1, count: count), for: message))
    }

    @Test func `zeros are no signature`() throws {
        let key = try P256PublicKey(x: x, y: y)
        #expect(!key.isValidSignature(raw: [UInt8](repeating: 0, count: 64), for: message))
        #expect(!key.isValidSignature(der: [0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00], for: message))
        #expect(!key.isValidSignature(der: [], for: message))
    }

    @Test func `a point off the curve or of another length is refused`() throws {
        #expect(throws: CryptoError.keyRefusal) { try P256PublicKey(x: x, y: x) }
        #expect(throws: CryptoError.keyRefusal) { try P256PublicKey(x: y, y: x) }
        #expect(throws: CryptoError.keyRefusal) { try P256PublicKey(x: x.dropLast(), y: y) }
        #expect(throws: CryptoError.keyRefusal) { try P256PublicKey(x: [0] + x, y: y) }
        #expect(throws: CryptoError.keyRefusal) { try P256PublicKey(x: [], y: []) }
        let beyond = [UInt8](repeating: 0xFF, count: 32)
        #expect(throws: CryptoError.keyRefusal) { try P256PublicKey(x: beyond, y: beyond) }
    }

    @Test func `what a private key signs its public half verifies, and no other`() throws {
        let (key, other) = (try P256PrivateKey.generate(), try P256PrivateKey.generate())
        #expect(key.publicKey != other.publicKey)
        let signature = try key.sign(message)
        #expect(signature.count <= 72)
        #expect(key.publicKey.isValidSignature(der: signature, for: message))
        #expect(!other.publicKey.isValidSignature(der: signature, for: message))
        #expect(!key.publicKey.isValidSignature(der: signature, for: message + [0]))
    }
}
