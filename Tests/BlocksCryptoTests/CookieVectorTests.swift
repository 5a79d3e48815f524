// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

/// The cryptography of the session cookie, the challenge envelope and the auto-sign-in cookie, with the values that
/// other implementations of the same wire format compute.
@Suite struct `Values of the wire format` {
    private static let secret = Array("unit-test-secret-0123456789abcdef".utf8)

    @Test(arguments: [
        (
            "unit-test-secret-0123456789abcdef", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX",
            "kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s"
        ),
        ("unit-test-secret-0123456789abcdef", "aZ-._9xYZ", "0gUfSb84c5dqYMHB_-Kw8LeJvvKYI-QgfQq_xXXIn3I"),
        ("sécret-✓", "abc", "pz0XLVIMII9N-nXkJPhUSv5J1mHv8D0H9SngaFgWIUk"),
        (
            "unit-test-secret-0123456789abcdef",
            Base64URL.encode(
                Array(#"{"name":"SMS_MFA","cognitoSession":"COGNITO-SESSION-1","username":"alice"}"#.utf8)),
            "mvwlJx0tS38WQZNOZt17QkcXB5jm6VMwY2kpds-BWDY"
        ),
        (
            "unit-test-secret-0123456789abcdef",
            Base64URL.encode(
                Array(
                    (#"{"name":"SELECT_CHALLENGE","cognitoSession":"COGNITO-SESSION-2","#
                        + #""username":"alice@example.com","flow":"USER_AUTH"}"#).utf8)),
            "8hghpMhiox5AsVTmNiCiRRQkZc7l73xcNrjT0nrrAj0"
        ),
        (
            "unit-test-secret-0123456789abcdef",
            Base64URL.encode(
                Array(
                    (#"{"name":"SELECT_CHALLENGE","cognitoSession":"COGNITO-SESSION-2","#
                        + #""username":"alice@example.com","flow":"USER_AUTH","awaitingPassword":true}"#).utf8)),
            "GC6W6mjTn6-R6Wuznb92suFCIEsveJRtJnXPOez6460"
        ),
        (
            "unit-test-secret-0123456789abcdef",
            Base64URL.encode(
                Array(
                    (#"{"name":"MFA_SETUP","cognitoSession":"COGNITO-SESSION-3","username":"zoë","#
                        + #""sharedSecret":"JBSWY3DPEHPK3PXP"}"#).utf8)),
            "tGLMBnY2wDySaCiAqfqmg3BYbDzgOzroOvKvLL4LHRY"
        ),
    ])
    func `session ids and envelopes get these MACs`(secret: String, text: String, mac: String) {
        let key = SymmetricKey(Array(secret.utf8))
        #expect(Base64URL.encode(HMAC.sha256(Array(text.utf8), key: key)) == mac)
    }

    @Test func `a session id is 24 bytes in 32 characters`() {
        #expect(Base64URL.encode([UInt8](0..<24)) == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")
    }

    private static func key(_ purpose: String) throws -> SymmetricKey {
        let info = Array("auth-cognito.autoSignIn.\(purpose).v1".utf8)
        return try HKDF.sha256(secret: secret, salt: [], info: info, count: 32)
    }

    @Test(arguments: [
        ("enc", "d6ed5f3398b63139b7344134f5de4d714d28da8c32e93f96a00ecf9c284555a0"),
        ("mac", "f76f9fbd5532b74dec02bf19b0217ac8d9cc4ef522a0ce4d1a99e0b96c4ad8af"),
    ])
    func `the keys of the auto-sign-in cookie are these`(purpose: String, key: String) throws {
        #expect(try Self.key(purpose).withBytes { Hex.encode($0) } == key)
    }

    @Test(arguments: [
        (
            #"{"username":"alice","password":"P@ssw0rd!","cognitoSession":"SIGNUP-SESSION","exp":4102444800000}"#,
            "AAECAwQFBgcICQoL.UxBAW_IijghnAOiGhCH9sun5kbm3l38xpiD_2Dm4MePxyq_I0k5swWfKDeqwnJR613RhTdGVzsLiGxfTxl3QWKlRVp"
                + "Q4HTTXDfFCdjR10oLEff4jPs2lu1VlsBnS3cjz8g.2eDiKuIgRhChDMkYC1MKTA",
            "8eWaKZqaaYUCtUxPCMK5myEuY7YGwjRyO6xuK8FeKqQ"
        ),
        (
            #"{"username":"bob","exp":4102444800000}"#,
            "AAECAwQFBgcICQoL.UxBAW_IijghnAOiGhCL-uaiwkfDtlzx44WagmGmuP_mRuuyLlQM.jbC5P5ahbJKJ4RIK-A2H6Q",
            "7lg3A-ZnCof3EOuz2izr29T7soA0oGWWOoFZ5B4svds"
        ),
        (
            #"{"username":"alice","exp":1}"#,
            "AAECAwQFBgcICQoL.UxBAW_IijghnAOiGhCH9sun5kbm3gmYy922h1w.uysuZn-5t4ktmVEKSsBMwA",
            "eUuqR2vORi11vzq4xJCbeyX4xx5uvDNIGatnZmAqhEw"
        ),
    ])
    func `the auto-sign-in cookie is sealed and opened like this`(text: String, sealed: String, mac: String) throws {
        let box = try AESGCM.unsafeSeal(Array(text.utf8), key: Self.key("enc"), nonce: [UInt8](0..<12))
        #expect([box.nonce, box.ciphertext, box.tag].map(Base64URL.encode).joined(separator: ".") == sealed)
        #expect(Base64URL.encode(HMAC.sha256(Array(sealed.utf8), key: try Self.key("mac"))) == mac)
        #expect(try AESGCM.open(box, key: Self.key("enc")) == Array(text.utf8))
        #expect(throws: CryptoError.authenticationFailure) { try AESGCM.open(box, key: Self.key("mac")) }
    }
}
