// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// The vectors of spec auth-cookies-and-sessions §6 and §8, and known weakness S7.
struct ChallengeEnvelopeTests {
    private let now = WallClock.fixed.now()

    private func secret() throws -> SessionSecret { try SessionSecret("unit-test-secret-0123456789abcdef") }

    private func open(_ text: String, at now: Timestamp? = nil) throws -> ChallengeEnvelope? {
        ChallengeEnvelope(sealed: text, secret: try secret(), now: now ?? self.now)
    }

    /// A correctly signed envelope around `json`.
    private func signed(_ json: String) throws -> String { try secret().sign(Base64URL.encode(Array(json.utf8))) }

    static let vectors: [(ChallengeEnvelope, String)] = [
        (
            .init(name: .smsMFA, cognitoSession: Secret("COGNITO-SESSION-1"), username: "alice"),
            "eyJuYW1lIjoiU01TX01GQSIsImNvZ25pdG9TZXNzaW9uIjoiQ09HTklUTy1TRVNTSU9OLTEiLCJ1c2VybmFtZSI6ImFsaWNlIn0.mvwlJx0tS38WQZNOZt17QkcXB5jm6VMwY2kpds-BWDY"
        ),
        (
            .init(
                name: .selectChallenge, cognitoSession: Secret("COGNITO-SESSION-2"), username: "alice@example.com",
                isUserAuth: true),
            "eyJuYW1lIjoiU0VMRUNUX0NIQUxMRU5HRSIsImNvZ25pdG9TZXNzaW9uIjoiQ09HTklUTy1TRVNTSU9OLTIiLCJ1c2VybmFtZSI6ImFsaWNlQGV4YW1wbGUuY29tIiwiZmxvdyI6IlVTRVJfQVVUSCJ9.8hghpMhiox5AsVTmNiCiRRQkZc7l73xcNrjT0nrrAj0"
        ),
        (
            .init(
                name: .selectChallenge, cognitoSession: Secret("COGNITO-SESSION-2"), username: "alice@example.com",
                isUserAuth: true, awaitingPassword: true),
            "eyJuYW1lIjoiU0VMRUNUX0NIQUxMRU5HRSIsImNvZ25pdG9TZXNzaW9uIjoiQ09HTklUTy1TRVNTSU9OLTIiLCJ1c2VybmFtZSI6ImFsaWNlQGV4YW1wbGUuY29tIiwiZmxvdyI6IlVTRVJfQVVUSCIsImF3YWl0aW5nUGFzc3dvcmQiOnRydWV9.GC6W6mjTn6-R6Wuznb92suFCIEsveJRtJnXPOez6460"
        ),
        (
            .init(
                name: .mfaSetup, cognitoSession: Secret("COGNITO-SESSION-3"), username: "zoë",
                sharedSecret: Secret("JBSWY3DPEHPK3PXP")),
            "eyJuYW1lIjoiTUZBX1NFVFVQIiwiY29nbml0b1Nlc3Npb24iOiJDT0dOSVRPLVNFU1NJT04tMyIsInVzZXJuYW1lIjoiem_DqyIsInNoYXJlZFNlY3JldCI6IkpCU1dZM0RQRUhQSzNQWFAifQ.tGLMBnY2wDySaCiAqfqmg3BYbDzgOzroOvKvLL4LHRY"
        ),
    ]

    @Test(arguments: vectors)
    func `vectors 4 to 7 seal and open`(envelope: ChallengeEnvelope, text: String) throws {
        #expect(try envelope.sealed(with: secret(), expires: nil) == text)
        let opened = try #require(try open(text))
        #expect(opened.name == envelope.name)
        #expect(opened.cognitoSession.exposed == envelope.cognitoSession.exposed)
        #expect(opened.username == envelope.username)
        #expect(opened.sharedSecret?.exposed == envelope.sharedSecret?.exposed)
        #expect(opened.isUserAuth == envelope.isUserAuth)
        #expect(opened.awaitingPassword == envelope.awaitingPassword)
    }

    @Test func `an envelope of ours ends after a quarter of an hour`() throws {
        let end = now.adding(seconds: ChallengeEnvelope.lifetimeSeconds)
        let text = try Self.vectors[0].0.sealed(with: secret(), expires: end)
        #expect(try open(text, at: end) != nil)
        #expect(try open(text, at: end.adding(milliseconds: 1)) == nil)
    }

    @Test(arguments: vectors.map(\.1))
    func `any character changed is refused`(text: String) throws {
        let original = Array(text)
        for index in original.indices {
            var changed = original
            changed[index] = original[index] == "A" ? "B" : "A"
            #expect(try open(String(changed)) == nil, "character \(index)")
        }
    }

    @Test(arguments: [
        #"{"name":"NOT_A_CHALLENGE","cognitoSession":"s","username":"a"}"#,
        #"{"name":"SMS_MFA","cognitoSession":"","username":"a"}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":""}"#,
        #"{"name":"SMS_MFA","username":"a"}"#, #"{"name":"SMS_MFA","cognitoSession":"s"}"#,
        #"{"cognitoSession":"s","username":"a"}"#, #"{"name":1,"cognitoSession":"s","username":"a"}"#,
        #"{"name":"SMS_MFA","cognitoSession":7,"username":"a"}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":null}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","flow":"OTHER"}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","flow":true}"#,
        #"{"name":"MFA_SETUP","cognitoSession":"s","username":"a","sharedSecret":7}"#,
        #"{"name":"SELECT_CHALLENGE","cognitoSession":"s","username":"a","awaitingPassword":"true"}"#,
        #"{"name":"SELECT_CHALLENGE","cognitoSession":"s","username":"a","srp":"true"}"#,
        #"{"name":"SELECT_CHALLENGE","cognitoSession":"s","username":"a","srp":null}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","typed":7}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","exp":1}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","exp":"9999999999999"}"#,
        #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","exp":null}"#, "[]", "null", "", "{",
    ])
    func `a signed envelope of the wrong form is refused`(json: String) throws {
        #expect(try open(signed(json)) == nil)
    }

    @Test func `our own members stand behind the reference's and come back`() throws {
        let envelope = ChallengeEnvelope(
            name: .selectChallenge, cognitoSession: Secret("s"), username: "alice-id", isUserAuth: true,
            awaitingPassword: true, passwordBySRP: true, typedName: "alice@example.com")
        let text = try envelope.sealed(with: secret(), expires: nil)
        let payload = try #require(Base64URL.decode(String(text.prefix { $0 != "." })))
        #expect(
            String(decoding: payload, as: UTF8.self)
                == #"{"name":"SELECT_CHALLENGE","cognitoSession":"s","username":"alice-id","flow":"USER_AUTH","#
                + #""awaitingPassword":true,"srp":true,"typed":"alice@example.com"}"#)
        let opened = try #require(try open(text))
        #expect(opened.passwordBySRP)
        #expect(opened.typedName == "alice@example.com")
    }

    @Test func `unknown members are ignored`() throws {
        let json = #"{"name":"SMS_MFA","cognitoSession":"s","username":"a","later":{"x":1}}"#
        #expect(try open(signed(json)) != nil)
    }

    @Test func `a session cookie is no envelope, and an envelope no session`() throws {
        #expect(try open(secret().sign("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")) == nil)
    }
}
