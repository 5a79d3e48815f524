// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// The vectors of spec auth-cookies-and-sessions §7 and §8.
struct AutoSignInBridgeTests {
    static let vector8 =
        "AAECAwQFBgcICQoL.UxBAW_IijghnAOiGhCH9sun5kbm3l38xpiD_2Dm4MePxyq_I0k5swWfKDeqwnJR613RhTdGVzsLiGxfTxl3QWKlRVpQ4HTTXDfFCdjR10oLEff4jPs2lu1VlsBnS3cjz8g.2eDiKuIgRhChDMkYC1MKTA.8eWaKZqaaYUCtUxPCMK5myEuY7YGwjRyO6xuK8FeKqQ"
    static let vector9 =
        "AAECAwQFBgcICQoL.UxBAW_IijghnAOiGhCL-uaiwkfDtlzx44WagmGmuP_mRuuyLlQM.jbC5P5ahbJKJ4RIK-A2H6Q.7lg3A-ZnCof3EOuz2izr29T7soA0oGWWOoFZ5B4svds"
    static let vector10 =
        "AAECAwQFBgcICQoL.UxBAW_IijghnAOiGhCH9sun5kbm3gmYy922h1w.uysuZn-5t4ktmVEKSsBMwA.eUuqR2vORi11vzq4xJCbeyX4xx5uvDNIGatnZmAqhEw"

    private let now = WallClock.fixed.now()

    private func secret() throws -> SessionSecret { try SessionSecret("unit-test-secret-0123456789abcdef") }

    private func open(_ text: String) throws -> AutoSignInBridge? {
        AutoSignInBridge(sealed: text, secret: try secret(), now: now)
    }

    @Test func `vector 8 opens with password and handle`() throws {
        let bridge = try #require(try open(Self.vector8))
        #expect(bridge.username == "alice")
        #expect(bridge.password?.exposed == "P@ssw0rd!")
        #expect(bridge.cognitoSession?.exposed == "SIGNUP-SESSION")
        #expect(bridge.expires == Timestamp(milliseconds: 4_102_444_800_000))
    }

    @Test func `vector 9 opens without password`() throws {
        let bridge = try #require(try open(Self.vector9))
        #expect(bridge.username == "bob")
        #expect(bridge.password == nil)
        #expect(bridge.cognitoSession == nil)
    }

    @Test func `vector 10 has ended`() throws {
        #expect(try open(Self.vector10) == nil)
        let start = Timestamp(milliseconds: 1)
        #expect(AutoSignInBridge(sealed: Self.vector10, secret: try secret(), now: start) != nil)
    }

    @Test func `vectors 8 and 9 are sealed byte for byte`() throws {
        let end = Timestamp(milliseconds: 4_102_444_800_000)
        let alice = AutoSignInBridge(
            username: "alice", password: Secret("P@ssw0rd!"), cognitoSession: Secret("SIGNUP-SESSION"), expires: end)
        #expect(try alice.sealed(with: secret(), random: SequenceRandom().source) == Self.vector8)
        let bob = AutoSignInBridge(username: "bob", password: nil, cognitoSession: nil, expires: end)
        #expect(try bob.sealed(with: secret(), random: SequenceRandom().source) == Self.vector9)
    }

    @Test func `any character changed is refused`() throws {
        let original = Array(Self.vector9)
        for index in original.indices {
            var changed = original
            changed[index] = original[index] == "A" ? "B" : "A"
            #expect(try open(String(changed)) == nil, "character \(index)")
        }
    }

    @Test func `parts swapped, missing or added are refused`() throws {
        let parts = Self.vector8.split(separator: ".").map(String.init)
        for (first, second) in [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)] {
            var swapped = parts
            swapped.swapAt(first, second)
            #expect(try open(swapped.joined(separator: ".")) == nil)
        }
        for count in 0...3 { #expect(try open(parts.prefix(count).joined(separator: ".")) == nil) }
        for extra in [Self.vector8 + ".", Self.vector8 + ".AA", "." + Self.vector8, Self.vector8 + "="] {
            #expect(try open(extra) == nil)
        }
    }

    @Test(arguments: [
        "", "null", "[]", #"{"username":1,"exp":4102444800000}"#, #"{"exp":4102444800000}"#, #"{"username":"a"}"#,
        #"{"username":"a","exp":"4102444800000"}"#, #"{"username":"a","exp":1e300}"#, "{",
    ])
    func `a sealed payload of the wrong form is refused`(payload: String) throws {
        let secret = try secret()
        let box = try AESGCM.seal(Array(payload.utf8), key: secret.bridgeEncryption, random: SequenceRandom().source)
        let text = [box.nonce, box.ciphertext, box.tag].map { Base64URL.encode($0) }.joined(separator: ".")
        #expect(try open(text + "." + SessionSecret.mac(text, secret.bridgeAuthentication)) == nil)
    }

    @Test func `a bridge is good up to its last millisecond`() throws {
        let end = now.adding(seconds: 900)
        let bridge = AutoSignInBridge(username: "a", password: nil, cognitoSession: nil, expires: end)
        let text = try bridge.sealed(with: secret(), random: SequenceRandom().source)
        #expect(AutoSignInBridge(sealed: text, secret: try secret(), now: end) != nil)
        #expect(AutoSignInBridge(sealed: text, secret: try secret(), now: end.adding(milliseconds: 1)) == nil)
    }
}
