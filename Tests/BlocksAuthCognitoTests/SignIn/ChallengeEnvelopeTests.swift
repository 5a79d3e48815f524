// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-cookies-and-sessions §6, sealed: known weakness S7.
struct ChallengeEnvelopeTests {
    private let now = WallClock.fixed.now()

    private static let block = "my-stack-my-app-auth"

    private func keys(_ text: String = "unit-test-secret-0123456789abcdef") throws -> KeyRing { try KeyRing(text) }

    private func open(
        _ text: String, keys: String? = nil, block: String = block, at now: Timestamp? = nil
    ) throws -> ChallengeEnvelope? {
        let keys = try keys.map { try KeyRing($0) } ?? self.keys()
        return ChallengeEnvelope(sealed: text, keys: keys, block: block, now: now ?? self.now)
    }

    /// A correctly sealed envelope around `json`.
    private func sealed(_ json: String, for purpose: KeyPurpose = .challenge) throws -> String {
        try keys().seal(Array(json.utf8), for: purpose, at: Self.block, random: .system)
    }

    private func sealed(_ envelope: ChallengeEnvelope, until end: Timestamp? = nil) throws -> String {
        try envelope.sealed(
            with: keys(), block: Self.block, expires: end ?? now.adding(seconds: ChallengeEnvelope.lifetimeSeconds),
            random: .system)
    }

    static let envelopes: [ChallengeEnvelope] = [
        .init(name: .smsMFA, cognitoSession: Secret("COGNITO-SESSION-1"), username: "alice"),
        .init(
            name: .selectChallenge, cognitoSession: Secret("COGNITO-SESSION-2"), username: "alice@example.com",
            isUserAuth: true, awaitingPassword: true, passwordBySRP: true, typedName: "alice"),
        .init(
            name: .mfaSetup, cognitoSession: Secret("COGNITO-SESSION-3"), username: "zoë",
            sharedSecret: Secret("JBSWY3DPEHPK3PXP")),
    ]

    @Test(arguments: envelopes)
    func `what was sealed opens`(envelope: ChallengeEnvelope) throws {
        let opened = try #require(try open(sealed(envelope)))
        #expect(opened.name == envelope.name)
        #expect(opened.cognitoSession.exposed == envelope.cognitoSession.exposed)
        #expect(opened.username == envelope.username)
        #expect(opened.sharedSecret?.exposed == envelope.sharedSecret?.exposed)
        #expect(opened.isUserAuth == envelope.isUserAuth)
        #expect(opened.awaitingPassword == envelope.awaitingPassword)
        #expect(opened.passwordBySRP == envelope.passwordBySRP)
        #expect(opened.typedName == envelope.typedName)
    }

    @Test(arguments: envelopes)
    func `the client can read nothing of it, and no two are alike`(envelope: ChallengeEnvelope) throws {
        let text = try sealed(envelope)
        #expect(try sealed(envelope) != text)
        for part in text.split(separator: ".") {
            let bytes = Base64URL.decode(String(part)) ?? []
            for planted in ["COGNITO-SESSION", "JBSWY3DPEHPK3PXP", "alice", "zoë", "cognitoSession"] {
                #expect(!String(decoding: bytes, as: UTF8.self).contains(planted))
            }
        }
    }

    @Test func `an envelope ends after a quarter of an hour`() throws {
        let end = now.adding(seconds: 900)
        let text = try sealed(Self.envelopes[0])
        #expect(try open(text, at: end) != nil)
        #expect(try open(text, at: end.adding(milliseconds: 1)) == nil)
    }

    @Test(arguments: envelopes)
    func `any character changed is refused`(envelope: ChallengeEnvelope) throws {
        let original = Array(try sealed(envelope))
        for index in original.indices {
            var changed = original
            changed[index] = original[index] == "A" ? "B" : "A"
            #expect(try open(String(changed)) == nil, "character \(index)")
        }
    }

    @Test func `any end cut off is refused`() throws {
        let text = try sealed(Self.envelopes[0])
        for count in 0..<text.count { #expect(try open(String(text.prefix(count))) == nil) }
    }

    @Test func `another block's, another secret's and another purpose's are refused`() throws {
        let text = try sealed(Self.envelopes[0])
        #expect(try open(text, block: "other") == nil)
        #expect(try open(text, keys: "another-secret") == nil)
        let json = #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","exp":4102444800000}"#
        #expect(try open(sealed(json)) != nil)
        for purpose in KeyPurpose.allCases where purpose != .challenge {
            #expect(try open(sealed(json, for: purpose)) == nil)
        }
    }

    @Test func `an envelope outlives a rotation of the secret while the old one is kept`() throws {
        let text = try sealed(Self.envelopes[0])
        #expect(try open(text, keys: "new,unit-test-secret-0123456789abcdef") != nil)
        #expect(try open(text, keys: "new") == nil)
    }

    @Test func `the reference's signed envelope, whose payload anybody can read, is refused`() throws {
        let payload = Base64URL.encode(Array(#"{"name":"SMS_MFA","cognitoSession":"s","username":"a"}"#.utf8))
        #expect(try open(keys().newest.sign(payload)) == nil)
    }

    @Test func `the longest of Cognito's handles fits, and a longer text is not looked at`() throws {
        var envelope = Self.envelopes[2]
        envelope.cognitoSession = Secret(String(repeating: "s", count: 2048))
        #expect(try sealed(envelope).utf8.count < ChallengeEnvelope.sizeLimit / 2)
        envelope.cognitoSession = Secret(String(repeating: "s", count: 8192))
        #expect(try open(sealed(envelope)) == nil)
    }

    @Test(arguments: [
        #"{"name":"NOT_A_CHALLENGE","cognitoSession":"s","username":"a","exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":"","username":"a","exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"","exp":4102444800000}"#,
        #"{"name":"SMS_MFA","username":"a","exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","exp":4102444800000}"#,
        #"{"cognitoSession":"s","username":"a","exp":4102444800000}"#,
        #"{"name":1,"cognitoSession":"s","username":"a","exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":7,"username":"a","exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":null,"exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","flow":"OTHER","exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","flow":true,"exp":4102444800000}"#,
        #"{"name":"MFA_SETUP","cognitoSession":"s","username":"a","sharedSecret":7,"exp":4102444800000}"#,
        #"{"name":"SELECT_CHALLENGE","cognitoSession":"s","username":"a","awaitingPassword":"true","exp":4102444800000}"#,
        #"{"name":"SELECT_CHALLENGE","cognitoSession":"s","username":"a","srp":"true","exp":4102444800000}"#,
        #"{"name":"SELECT_CHALLENGE","cognitoSession":"s","username":"a","srp":null,"exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","typed":7,"exp":4102444800000}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","exp":1}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","exp":"9999999999999"}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","exp":null}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a"}"#, "[]", "null", "", "{",
    ])
    func `a sealed envelope of the wrong form is refused`(json: String) throws {
        #expect(try open(sealed(json)) == nil)
    }

    @Test func `unknown members are ignored`() throws {
        let json = #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","exp":4102444800000,"later":{"x":1}}"#
        #expect(try open(sealed(json)) != nil)
    }

    @Test func `a session cookie is no envelope`() throws {
        #expect(try open(keys().newest.sign("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")) == nil)
    }
}
