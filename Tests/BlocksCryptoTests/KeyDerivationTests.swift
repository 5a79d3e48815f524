// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

@Suite struct `Key derivation` {
    /// RFC 5869 appendix A.1 to A.3.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 22), [UInt8](0x00...0x0c), [UInt8](0xf0...0xf9), 42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        (
            [UInt8](0x00...0x4f), [UInt8](0x60...0xaf), [UInt8](0xb0...0xff), 82,
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
        (
            [UInt8](repeating: 0x0b, count: 22), [], [], 42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        ),
    ])
    func `HKDF gives the keys of RFC 5869`(
        secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int, output: String
    ) throws {
        let key = try HKDF.sha256(secret: secret, salt: salt, info: info, count: count)
        #expect(key.withBytes { Hex.encode($0) } == output)
    }

    @Test(arguments: [-1, 0, 8161, .max])
    func `HKDF refuses to derive more or less than it can`(count: Int) {
        #expect(throws: CryptoError.self) { try HKDF.sha256(secret: [1], salt: [], info: [], count: count) }
    }

    /// RFC 7914 §11 and the well-known SHA-256 forms of RFC 6070's inputs.
    @Test(arguments: [
        (
            "passwd", "salt", 1, 64,
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        ),
        ("password", "salt", 2, 32, "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43"),
        ("password", "salt", 4096, 32, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
    ])
    func `PBKDF2 gives the published keys`(
        password: String, salt: String, iterations: Int, count: Int, output: String
    ) throws {
        let key = try PBKDF2.sha256(
            password: Array(password.utf8), salt: Array(salt.utf8), iterations: iterations, count: count)
        #expect(Hex.encode(key) == output)
    }

    @Test(arguments: [(0, 32), (-1, 32), (1, 0), (1, -1), (.max, 32), (1, .max)])
    func `PBKDF2 refuses rounds and lengths out of range`(iterations: Int, count: Int) {
        #expect(throws: CryptoError.self) {
            try PBKDF2.sha256(password: [1], salt: [2], iterations: iterations, count: count)
        }
    }

    @Test func `an empty password and salt are hashed like any other`() throws {
        let key = try PBKDF2.sha256(password: [], salt: [], iterations: 1, count: 32)
        #expect(key.count == 32)
        #expect(try key == PBKDF2.sha256(password: [], salt: [], iterations: 1, count: 32))
        #expect(try key != PBKDF2.sha256(password: [0], salt: [1], iterations: 1, count: 32))
    }
}
