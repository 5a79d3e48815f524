// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

@Suite struct `One-time codes` {
    private let secret = SymmetricKey(Array("12345678901234567890".utf8))

    /// RFC 6238 appendix B, the rows of SHA-1.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `the codes are those of RFC 6238`(seconds: Int64, code: String) {
        #expect(TOTP.code(secret: secret, at: seconds, digits: 8) == code)
        #expect(TOTP.code(secret: secret, at: seconds) == code.suffix(6))
    }

    @Test(arguments: [(-31, -2), (-30, -1), (-1, -1), (0, 0), (29, 0), (30, 1), (60, 2)] as [(Int64, Int64)])
    func `a step begins at its first second`(seconds: Int64, step: Int64) {
        #expect(TOTP.step(at: seconds) == step)
    }

    @Test func `a code of the neighbouring steps is accepted and its step told`() {
        for drift in [-1, 0, 1] as [Int64] {
            let code = TOTP.code(secret: secret, step: 100 + drift)
            #expect(TOTP.verify(code, secret: secret, at: 3000, lastUsedStep: nil) == 100 + drift)
        }
    }

    @Test(arguments: [-2, 2, 100] as [Int64])
    func `a code of a farther step is refused`(drift: Int64) {
        let code = TOTP.code(secret: secret, step: 100 + drift)
        #expect(TOTP.verify(code, secret: secret, at: 3000, lastUsedStep: nil) == nil)
    }

    @Test func `a code is accepted once`() {
        let code = TOTP.code(secret: secret, step: 100)
        #expect(TOTP.verify(code, secret: secret, at: 3000, lastUsedStep: 99) == 100)
        #expect(TOTP.verify(code, secret: secret, at: 3000, lastUsedStep: 100) == nil)
        #expect(TOTP.verify(code, secret: secret, at: 3000, lastUsedStep: 101) == nil)
    }

    @Test(arguments: ["", "0", "00000", "0000000", "abcdef", "１２３４５６", " 123456"])
    func `what is not a code is refused`(code: String) {
        #expect(TOTP.verify(code, secret: secret, at: 3000, lastUsedStep: nil) == nil)
    }

    @Test func `the ends of time do not trap`() {
        for seconds in [Int64.min, -1, 0, Int64.max] {
            let code = TOTP.code(secret: secret, at: seconds)
            #expect(code.utf8.count == 6)
            #expect(TOTP.verify(code, secret: secret, at: seconds, lastUsedStep: nil) != nil)
        }
    }
}
