// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct SealerTests {
    private let sealer = Sealer(key: SymmetricKey([UInt8](repeating: 7, count: 32)), random: .system)

    @Test func `what is sealed opens, and looks different each time`() throws {
        for bytes in [[], [1], Array(0...255)] as [[UInt8]] {
            let sealed = try sealer.seal(bytes, as: .authenticatorApp)
            #expect(sealer.open(sealed, as: .authenticatorApp) == bytes)
            #expect(try sealer.seal(bytes, as: .authenticatorApp) != sealed)
        }
    }

    @Test func `another key or purpose opens nothing`() throws {
        let sealed = try sealer.seal([1, 2, 3], as: .passwordVerifier)
        #expect(sealer.open(sealed, as: .authenticatorApp) == nil)
        let other = Sealer(key: SymmetricKey([UInt8](repeating: 8, count: 32)), random: .system)
        #expect(other.open(sealed, as: .passwordVerifier) == nil)
        #expect(sealer.pseudorandom("a") != other.pseudorandom("a"))
        #expect(sealer.pseudorandom("a") != sealer.pseudorandom("b"))
    }

    @Test func `no changed text opens`() throws {
        let bytes = try #require(Base64.decode(try sealer.seal([1, 2, 3], as: .passwordVerifier)))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(sealer.open(Base64.encode(changed), as: .passwordVerifier) == nil)
        }
        for count in 0..<bytes.count {
            #expect(sealer.open(Base64.encode(Array(bytes.prefix(count))), as: .passwordVerifier) == nil)
        }
        for text in ["", "=", "plain text", "\u{0}"] { #expect(sealer.open(text, as: .passwordVerifier) == nil) }
    }

    @Test func `what is sealed but no verifier is none`() throws {
        for bytes in [[], [0], [5, 1], [255, 1, 2, 3], [1, 2, 0]] as [[UInt8]] {
            let sealed = try sealer.seal(bytes, as: .deviceVerifier)
            #expect(sealer.openVerifier(sealed, as: .deviceVerifier) == nil)
        }
        let verifier = try SRPVerifier(salt: [9, 9], verifier: [8, 8, 8])
        let opened = sealer.openVerifier(try sealer.seal(verifier, as: .deviceVerifier), as: .deviceVerifier)
        #expect(opened?.salt == [9, 9])
        #expect(opened?.verifier == [8, 8, 8])
    }

    @Test(arguments: [0, 951_782_400, 1_795_496_006, 1_830_297_599, 4_102_444_800, 253_402_300_799] as [Int64])
    func `the time of a proof is read as it is written`(seconds: Int64) {
        #expect(Timestamp(srpFormat: Timestamp(seconds: seconds).srpFormat) == Timestamp(seconds: seconds))
    }

    @Test(arguments: [
        "", "Tue Nov 24 04:53:26 UTC", "Mon Nov 24 04:53:26 UTC 2026", "Tue Nov 24 4:53:26 UTC 2026",
        "Tue Nov 24 04:53:26 GMT 2026", "Tue Nov 24 04:53:26 UTC 2026 ", " Tue Nov 24 04:53:26 UTC 2026",
        "Tue  Nov 24 04:53:26 UTC 2026", "Tue Nov 024 04:53:26 UTC 2026", "Tue Nov +24 04:53:26 UTC 2026",
        "Mon Feb 30 00:00:00 UTC 2026", "Tue Nov 24 24:00:00 UTC 2026", "Tue Nov 24 04:60:00 UTC 2026",
        "tue nov 24 04:53:26 utc 2026", "Di Nov 24 04:53:26 UTC 2026", "Tue Nov 24 04:53 UTC 2026",
        "Wed Dec 31 23:59:59 UTC 1969", "Tue Nov 24 04:53:26 UTC 99999", "Tue Nov 24 04:53:26 UTC 9223372036854775807",
    ])
    func `no other text is a time`(text: String) {
        #expect(Timestamp(srpFormat: text) == nil)
    }
}
