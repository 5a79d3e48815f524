// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Decision 0021: the grammar of the ring, and what its secrets open.
struct KeyRingTests {
    @Test(arguments: [
        "", " ", ",", " , \n", "a:", "planted,a:", ":planted", "planted-id:planted", "é:planted", "planted b: c",
        "a:planted,a:other", "planted,planted", "a:planted,b:two a:planted", "1,2,3,4,5,6,7,8,planted",
    ])
    func `a malformed ring is refused, and nothing of it quoted`(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try KeyRing(text) }
        #expect(!String(reflecting: error).contains("planted"))
        #expect(error?.setting == "session-secret")
    }

    @Test(arguments: [
        ("one", ["one"]), ("a:one", ["one"]), ("a:one,b:two", ["one", "two"]), ("two one", ["two", "one"]),
        (" a:one ,\n\tb:two,\r\n", ["one", "two"]), ("a:one:more", ["one:more"]), ("ABCDEFG8:s", ["s"]),
        ("1,2,3,4,5,6,7,8", ["1", "2", "3", "4", "5", "6", "7", "8"]), ("sécret-✓", ["sécret-✓"]),
    ])
    func `a ring holds its secrets, newest first`(text: String, secrets: [String]) throws {
        let ring = try KeyRing(text)
        #expect(ring.secrets.map { $0.sign("x") } == (try secrets.map { try SessionSecret($0).sign("x") }))
        #expect(ring.newest.id == ring.secrets.first?.id)
    }

    @Test func `an id is the one that is named, or follows from the secret`() throws {
        #expect(try KeyRing("Key1:one").newest.id == "Key1")
        let derived = try KeyRing("unit-test-secret-0123456789abcdef").newest.id
        #expect(derived.utf8.count == 6)
        #expect(Base64URL.decode(derived + "AA") != nil)
        #expect(try KeyRing("unit-test-secret-0123456789abcdef").newest.id == derived)
        #expect(try KeyRing("unit-test-secret-0123456789abcdeg").newest.id != derived)
    }

    @Test func `each purpose of each secret has a key of its own`() throws {
        let keys = try ["one", "two"].flatMap { text in
            let secret = try SessionSecret(text)
            return [secret.signing, secret.bridgeEncryption, secret.bridgeAuthentication]
                + KeyPurpose.allCases.map { secret.key($0) }
        }
        #expect(Set(keys.map { $0.withBytes { $0 } }).count == 2 * (3 + KeyPurpose.allCases.count))
    }

    @Test(arguments: KeyPurpose.allCases)
    func `what is sealed opens for the same purpose at the same place alone`(purpose: KeyPurpose) throws {
        let ring = try KeyRing("k:one")
        let text = try ring.seal(Array("hello".utf8), for: purpose, at: "here", random: .system)
        #expect(text.hasPrefix("k."))
        #expect(ring.open(text, for: purpose, at: "here") == Array("hello".utf8))
        #expect(ring.open(text, for: purpose, at: "there") == nil)
        for other in KeyPurpose.allCases where other != purpose {
            #expect(ring.open(text, for: other, at: "here") == nil)
        }
    }

    @Test func `an older secret opens, a removed one doesn't, and an id alone opens nothing`() throws {
        let text = try KeyRing("old:one").seal([1, 2, 3], for: .device, at: "", random: .system)
        #expect(try KeyRing("new:two,old:one").open(text, for: .device, at: "") == [1, 2, 3])
        #expect(try KeyRing("new:two").open(text, for: .device, at: "") == nil)
        #expect(try KeyRing("new:one,old:two").open(text, for: .device, at: "") == nil)
        #expect(try KeyRing("new:one").open("new" + text.dropFirst(3), for: .device, at: "") == nil)
    }

    @Test func `any character changed, and any end cut off, opens nothing`() throws {
        let ring = try KeyRing("k:one")
        let text = Array(try ring.seal([], for: .challenge, at: "a", random: .system))
        for index in text.indices {
            var changed = text
            changed[index] = text[index] == "A" ? "B" : "A"
            #expect(ring.open(String(changed), for: .challenge, at: "a") == nil)
            #expect(ring.open(String(text[..<index]), for: .challenge, at: "a") == nil)
        }
        #expect(ring.open(String(text) + "A", for: .challenge, at: "a") == nil)
    }
}
