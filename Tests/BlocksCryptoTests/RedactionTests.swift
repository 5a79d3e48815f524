// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

@Suite struct `Nothing secret is printed` {
    /// Every textual form that a value has.
    private func forms(_ value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        dump([value], to: &dumped)
        return ["\(value)", "\([value])", String(describing: value), String(reflecting: value), dumped]
            .joined(separator: "\n")
    }

    @Test func `a symmetric key`() {
        let text = forms(SymmetricKey([201, 202, 203]))
        #expect(!text.contains("201") && !text.contains("c9"))
        #expect(text.contains("[redacted]"))
    }

    @Test func `a private key and its signer`() throws {
        let key = try RSAPrivateKey.generate()
        let line = try #require(key.pem().split(separator: "\n").dropFirst(5).first)
        let byte = try #require(key.publicKey.modulus.first)
        for text in [forms(key), forms(JWTSigner(key))] {
            #expect(!text.contains(line) && !text.contains("PRIVATE") && !text.contains("\(byte),"))
            #expect(text.contains("[redacted]"))
        }
    }

    @Test func `a private key on P-256`() throws {
        let key = try P256PrivateKey.generate()
        let byte = key.publicKey.x[0]
        #expect(!forms(key).contains("\(byte),") && forms(key).contains("P256PrivateKey([redacted])"))
    }

    @Test func `the private half of an SRP exchange, and what a password is checked with`() throws {
        let bytes = [UInt8](repeating: 201, count: 32)
        let random = SecureRandom { count in [UInt8](repeating: 201, count: count) }
        let identity = SRPIdentity(userPoolID: "r_p", userID: "u")
        let verifier = try SRPVerifier(identity: identity, password: "hunter2", salt: bytes)
        for value in [verifier, try SRPClient(random: random), try SRPServer(verifier: verifier, random: random)]
            as [Any]
        {
            let text = forms(value)
            #expect(!text.contains("201, 201") && !text.contains("c9c9") && text.contains("[redacted]"))
            #expect(!text.contains(Hex.encode(verifier.verifier)))
        }
    }

    @Test func `a token`() throws {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2ln"
        let text = forms(try UnverifiedJWT(token))
        #expect(!text.contains("eyJ") && !text.contains("alice") && !text.contains("115"))
        #expect(text.contains("[redacted]"))
    }

    @Test func `an error says what failed, not on what`() {
        let error = #expect(throws: CryptoError.self) {
            try RSAPrivateKey(pem: "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----")
        }
        #expect(error.map { !forms($0).contains("c2VjcmV0") } == true)
        #expect(error?.description.hasPrefix("invalidKey: private key") == true)
    }

    @Test func `errors are equal when their codes are`() {
        #expect(CryptoError.keyRefusal != CryptoError.lengthRefusal)
        let error = #expect(throws: CryptoError.self) { try RSAPublicKey(modulus: [], exponent: []) }
        #expect(error == CryptoError.keyRefusal)
    }
}
