// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Foundation
import Testing

@Suite struct `Tokens and key sets` {
    /// RFC 7515 appendix A.2.
    private static let modulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZ"
        + "S-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2"
        + "R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcD"
        + "TW9gb54h4FRWyuXpoQ"
    private static let token =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
        + "cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJ"
        + "dbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383Lc"
        + "OLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtV"
        + "rBp0igcN_IoypGlUPQGe77Rw"
    private let key = JWK(kty: "RSA", n: modulus, e: "AQAB")

    @Test func `the token of RFC 7515 is taken apart and its signature is valid`() throws {
        let token = try UnverifiedJWT(Self.token)
        #expect(String(decoding: token.headerBytes, as: UTF8.self) == #"{"alg":"RS256"}"#)
        #expect(token.payloadBytes.starts(with: Array(#"{"iss":"joe","#.utf8)))
        #expect(token.signature.count == 256)
        #expect(try token.hasValidRS256Signature(of: key.rsaPublicKey()))
    }

    @Test func `a token with any other character is not valid`() throws {
        let key = try key.rsaPublicKey()
        let characters = Array(Self.token.utf8)
        for index in stride(from: 0, to: characters.count, by: 5) {
            var changed = characters
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let token = try? UnverifiedJWT(String(decoding: changed, as: UTF8.self))
            #expect(token?.hasValidRS256Signature(of: key) != true)
        }
    }

    @Test(arguments: [
        "", ".", "..", "...", "a.b", "YQ.YQ.YQ.YQ", ".YQ.YQ", "YQ.YQ.", " YQ.YQ.YQ", "YQ.YQ.YQ\n",
        "YQ==.YQ.YQ",
        "YR.YQ.YQ", "YQ.Y+.YQ", "YQ.YQ.Y", "é.YQ.YQ",
    ])
    func `what is not three strict parts is refused`(text: String) {
        #expect(throws: CryptoError.formRefusal) { try UnverifiedJWT(text) }
    }

    @Test func `a token of 16 KiB is read, a longer one is not`() throws {
        let head = "YQ.YQ."
        let longest = head + String(repeating: "A", count: UnverifiedJWT.maximumCount - head.utf8.count)
        #expect(try UnverifiedJWT(longest).signature.count == (UnverifiedJWT.maximumCount - 6) * 3 / 4)
        #expect(throws: CryptoError.lengthRefusal) { try UnverifiedJWT(longest + "A") }
    }

    @Test func `what the signer makes is valid under its own JWK`() throws {
        let key = try RSAPrivateKey.generate()
        let header = Array(#"{"alg":"RS256","kid":"k1"}"#.utf8)
        let payload = Array(#"{"sub":"zoë"}"#.utf8)
        let token = try UnverifiedJWT(JWTSigner(key).sign(header: header, payload: payload))
        #expect(token.headerBytes == header)
        #expect(token.payloadBytes == payload)
        let published = try JSONEncoder().encode(JWKSet(keys: [JWK(key.publicKey, kid: "k1")]))
        let read = try #require(JSONDecoder().decode(JWKSet.self, from: published).key(id: "k1"))
        #expect(read.alg == "RS256" && read.use == "sig")
        #expect(try token.hasValidRS256Signature(of: read.rsaPublicKey()))
        #expect(try !token.hasValidRS256Signature(of: self.key.rsaPublicKey()))
    }

    @Test func `a set is read around keys of types unknown`() throws {
        let text = """
            {"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA","kid":"a"},{"kid":"no type"},7,null,{"kty":3},
            {"kty":"RSA","kid":"b","n":"\(Self.modulus)","e":"AQAB","x5c":["AA"]}],"other":1}
            """
        let set = try JSONDecoder().decode(JWKSet.self, from: Data(text.utf8))
        #expect(set.keys.map(\.kid) == ["a", "b"])
        #expect(throws: CryptoError.keyRefusal) { try set.keys[0].rsaPublicKey() }
        #expect(try set.key(id: "b")?.rsaPublicKey().exponent == [1, 0, 1])
        #expect(set.key(id: "c") == nil)
    }

    @Test(arguments: ["{}", "[]", #"{"keys":{}}"#, #"{"keys":null}"#])
    func `what is not a set is refused`(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(JWKSet.self, from: Data(text.utf8)) }
    }

    @Test(arguments: [
        JWK(kty: "EC", n: modulus, e: "AQAB"), JWK(kty: "rsa", n: modulus, e: "AQAB"), JWK(kty: "RSA", e: "AQAB"),
        JWK(kty: "RSA", n: modulus), JWK(kty: "RSA", n: modulus + "=", e: "AQAB"),
        JWK(kty: "RSA", n: "AQAB", e: "AQAB"),
        JWK(kty: "RSA", n: modulus, e: "AQ"), JWK(kty: "RSA", n: modulus, e: ""),
    ])
    func `a JWK that is no usable RSA key is refused`(key: JWK) {
        #expect(throws: CryptoError.keyRefusal) { try key.rsaPublicKey() }
    }
}
