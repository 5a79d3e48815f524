// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

@testable import BlocksAuthCognito

/// The vectors of spec auth-cookies-and-sessions §8.
struct SessionSecretTests {
    private static let secret = "unit-test-secret-0123456789abcdef"

    @Test(arguments: [
        (secret, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s"),
        (secret, "aZ-._9xYZ", "0gUfSb84c5dqYMHB_-Kw8LeJvvKYI-QgfQq_xXXIn3I"),
        ("sécret-✓", "abc", "pz0XLVIMII9N-nXkJPhUSv5J1mHv8D0H9SngaFgWIUk"),
    ])
    func `vectors 1 to 3 sign and verify`(secret: String, id: String, mac: String) throws {
        let secret = try SessionSecret(secret)
        #expect(secret.sign(id) == "\(id).\(mac)")
        #expect(secret.verify("\(id).\(mac)") == id)
    }

    @Test func `an id is the base64url text of its 24 bytes`() {
        #expect(Base64URL.encode(Array(0x00...0x17)) == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")
    }

    @Test(arguments: [
        (
            #"{"name":"SMS_MFA","cognitoSession":"COGNITO-SESSION-1","username":"alice"}"#,
            "mvwlJx0tS38WQZNOZt17QkcXB5jm6VMwY2kpds-BWDY"
        ),
        (
            #"{"name":"SELECT_CHALLENGE","cognitoSession":"COGNITO-SESSION-2","username":"alice@example.com","flow":"USER_AUTH"}"#,
            "8hghpMhiox5AsVTmNiCiRRQkZc7l73xcNrjT0nrrAj0"
        ),
        (
            #"{"name":"SELECT_CHALLENGE","cognitoSession":"COGNITO-SESSION-2","username":"alice@example.com","flow":"USER_AUTH","awaitingPassword":true}"#,
            "GC6W6mjTn6-R6Wuznb92suFCIEsveJRtJnXPOez6460"
        ),
        (
            #"{"name":"MFA_SETUP","cognitoSession":"COGNITO-SESSION-3","username":"zoë","sharedSecret":"JBSWY3DPEHPK3PXP"}"#,
            "tGLMBnY2wDySaCiAqfqmg3BYbDzgOzroOvKvLL4LHRY"
        ),
    ])
    func `vectors 4 to 7 carry this MAC`(json: String, mac: String) throws {
        let payload = Base64URL.encode(Array(json.utf8))
        #expect(try SessionSecret(Self.secret).sign(payload) == "\(payload).\(mac)")
    }

    @Test func `a cookie with any one character changed is no session`() throws {
        let secret = try SessionSecret(Self.secret)
        let signed = Array("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s")
        for index in signed.indices {
            for replacement in ["A", "B", ".", "=", " ", "é"] where String(signed[index]) != replacement {
                var changed = signed
                changed[index] = Character(replacement)
                #expect(secret.verify(String(changed)) == nil, "\(String(changed))")
            }
        }
    }

    @Test(arguments: [
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXkkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s=",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9t",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.", ".kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s", ".", "",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s.",
    ])
    func `a malformed cookie is no session`(signed: String) throws {
        #expect(try SessionSecret(Self.secret).verify(signed) == nil)
    }

    @Test func `another secret's cookie is no session`() throws {
        let foreign = try SessionSecret("another-secret").sign("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")
        #expect(try SessionSecret(Self.secret).verify(foreign) == nil)
    }

    @Test func `the bridge keys are those of the spec`() throws {
        let secret = try SessionSecret(Self.secret)
        #expect(
            secret.bridgeEncryption.withBytes { Hex.encode($0) }
                == "d6ed5f3398b63139b7344134f5de4d714d28da8c32e93f96a00ecf9c284555a0")
        #expect(
            secret.bridgeAuthentication.withBytes { Hex.encode($0) }
                == "f76f9fbd5532b74dec02bf19b0217ac8d9cc4ef522a0ce4d1a99e0b96c4ad8af")
    }
}
