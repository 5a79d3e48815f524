// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksLocal

@Suite struct AuthenticatorMessageTests {
    private static let hash = [UInt8](repeating: 7, count: 32)

    private static func header(_ flags: UInt8, count: [UInt8] = [0, 0, 0, 5]) -> [UInt8] { hash + [flags] + count }

    @Test func `an assertion's data are read`() throws {
        let data = try AuthenticatorData(Self.header(0x1D))
        #expect(data.relyingPartyHash == Self.hash && data.signatureCount == 5 && data.credential == nil)
        #expect(data.flags == [.userPresent, .userVerified, .backupEligible, .backedUp])
        #expect(try AuthenticatorData(Self.header(0x81) + [0xA1, 0x61, 0x61, 0xF5]).flags.contains(.extensions))
        #expect(try AuthenticatorData(Self.header(1, count: [255, 255, 255, 255])).signatureCount == .max)
    }

    @Test(arguments: [
        [], Array(header(1).dropLast()), header(1) + [0], header(0x11), header(0x81), header(0x81) + [0x80],
        header(0x81) + [0xA0, 0], header(0x41), header(0x41) + [UInt8](repeating: 0, count: 17),
        header(0x41) + [UInt8](repeating: 0, count: 18) + [0xA0],  // an id of no bytes
        header(0x41) + [UInt8](repeating: 0, count: 16) + [0, 2, 1],
        header(0x41) + [UInt8](repeating: 0, count: 16) + [0, 1, 1],  // no key
        header(0x41) + [UInt8](repeating: 0, count: 16) + [0x04, 0x00] + [UInt8](repeating: 1, count: 1024) + [0xA0],
        header(0xC1) + [UInt8](repeating: 0, count: 16) + [0, 1, 1, 0xA0],  // no extensions
    ])
    func `data that are cut, padded or contradictory are refused`(bytes: [UInt8]) {
        #expect(throws: WebAuthnError.refusal(.malformed)) { try AuthenticatorData(bytes) }
    }

    @Test(arguments: [
        "[]", "{}", "", "{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\"}",
        "{\"type\":\"webauthn.get\",\"origin\":\"https://a\"}", "{\"challenge\":\"AAAA\",\"origin\":\"https://a\"}",
        "{\"type\":1,\"challenge\":\"AAAA\",\"origin\":\"https://a\"}",
        "{\"type\":\"webauthn.get\",\"challenge\":\"AA==\",\"origin\":\"https://a\"}",
        "{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\"https://a\",\"crossOrigin\":\"true\"}",
        "{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\"https://a\",\"topOrigin\":null}",
        "{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\"https://a\"}x",
    ])
    func `client data of another form are refused`(json: String) {
        #expect(throws: WebAuthnError.refusal(.malformed)) { try ClientData(Array(json.utf8)) }
    }

    @Test(arguments: [
        ("http://localhost", true), ("http://localhost:3000", true), ("https://localhost:65535", true),
        ("http://app.localhost:80", true), ("http://localhost:", false), ("http://localhost:80a", false),
        ("http://localhost:123456", false), ("http://localhost.evil:80", false), ("http://localhost:80:80", false),
        ("http://evillocalhost", false), ("http://.localhost", false), ("http://localhost/", false),
        ("http://user@x.localhost", false), ("http://LOCALHOST", false), ("ftp://localhost", false), ("", false),
        ("null", false),
    ])
    func `a site without declared origins is its domain`(origin: String, allowed: Bool) {
        let site = WebAuthnVector.site.with(embedding: .refused, id: "localhost", origins: [])
        #expect(site.allows(origin: origin) == allowed)
        #expect(!site.allows(topOrigin: origin) && !site.allows(topOrigin: nil))
    }

    @Test(arguments: [
        ("https://example.org", true), ("https://app.example.org:8443", true), ("http://example.org", false),
        ("http://app.example.org", false), ("https://example.org.evil", false), ("https://notexample.org", false),
    ])
    func `a domain elsewhere is reached by https only`(origin: String, allowed: Bool) {
        #expect(WebAuthnVector.site.with(origins: []).allows(origin: origin) == allowed)
    }

    @Test(arguments: [
        ("https://example.org", true), ("https://example.org:443", false), ("https://example.org.evil", false),
        ("https://EXAMPLE.org", false), ("https://example.org/", false), ("https://app.example.org", false),
        ("", false),
    ])
    func `declared origins are the only ones`(origin: String, allowed: Bool) {
        #expect(WebAuthnVector.site.allows(origin: origin) == allowed)
    }

    @Test func `a key has the members of its kind and no other`() throws {
        let key = try P256PrivateKey.generate().publicKey
        let whole: [CBORKey: CBORValue] = [
            1: .integer(2), 3: .integer(-7), -1: .integer(1), -2: .bytes(key.x), -3: .bytes(key.y),
        ]
        #expect(try COSEKey(.map(whole)) == .es256(key))
        let changes: [(CBORKey, CBORValue?)] = [
            (1, .integer(3)), (1, nil), (3, nil), (3, .text("ES256")), (-1, .integer(2)), (-1, nil), (-2, nil),
            (-3, .bool(true)), (-3, .bytes(key.x)), (-3, .bytes([])), (-4, .bytes([1])), (2, .bytes([1])),
            ("alg", .null),
        ]
        for (name, value) in changes {
            var changed = whole
            changed[name] = value
            #expect(throws: WebAuthnError.refusal(.malformed)) { try COSEKey(.map(changed)) }
        }
        for algorithm: Int64 in [-8, -35, -36, -37, -38, -39, -257, -258, -259, 0, 7, -65535, .min, .max] {
            var changed = whole
            changed[3] = .integer(algorithm)
            let code: WebAuthnError.Code = algorithm == -257 ? .malformed : .unsupportedAlgorithm
            #expect(throws: WebAuthnError.refusal(code)) { try COSEKey(.map(changed)) }
        }
        let small: [CBORKey: CBORValue] = [
            1: .integer(3), 3: .integer(-257), -1: .bytes([UInt8](repeating: 255, count: 128)), -2: .bytes([1, 0, 1]),
        ]
        #expect(throws: WebAuthnError.refusal(.malformed)) { try COSEKey(.map(small)) }
    }

    @Test(.needsVectors(WebAuthnVector.file), arguments: WebAuthnVector.supported)
    func `damaged messages never sign anyone in`(vector: WebAuthnVector) throws {
        var random = SeededRandom(seed: 0xDA7A)
        let (record, asserted) = (try vector.register(), try vector.asserted)
        for part in [\AssertionResponse.clientData, \.authenticatorData, \.signature] {
            let damaged = (0..<300).map { _ in asserted[keyPath: part].damaged(using: &random) }
            let accepted = damaged.filter { bytes in
                bytes != asserted[keyPath: part]
                    && (try? WebAuthnVector.site.verify(asserted.with(part, bytes), for: vector.request, of: record))
                        != nil
            }
            #expect(accepted == [])
        }
    }

    @Test(.needsVectors(WebAuthnVector.file)) func `a damaged registration gives no other credential than it says`()
        throws
    {
        var random = SeededRandom(seed: 0xA77E)
        let vector = try #require(WebAuthnVector.supported.first)
        let registered = try vector.registered
        var refused = 0
        for _ in 0..<3000 {
            let damaged = RegistrationResponse(
                id: registered.id, clientData: registered.clientData,
                attestationObject: registered.attestationObject.damaged(using: &random))
            guard let record = try? WebAuthnVector.site.verify(damaged, for: vector.creation) else {
                refused += 1
                continue
            }
            #expect(record.id == registered.id)
        }
        #expect(refused > 2000)
    }
}
