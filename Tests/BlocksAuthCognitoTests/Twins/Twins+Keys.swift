// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksHTTP
import TestSupport

@testable import BlocksAuthCognito

extension Twin {
    private static let noUse = "a key of no use is as good as none"

    /// tests/unit/jwt-verifier.test.ts, "kid errors", "invalid JWK" and "public key cache".
    static let keys: [Twin] = [
        header("kid: no string", "", .unknownKey, "kid", ["foo": "bar"]),
        header("kid: absent", "", .unknownKey, "kid", nil),
        header("kid: not in the set", "", .unknownKey, "kid", "abcd"),
        key("key: wrong alg", noUse, .unknownKey) { $0["alg"] = "RS384" },
        header("key: unsupported alg, key without alg", "", .algorithm, "alg", "PS256"),
        token(
            "key: unsupported alg, key with it", "", .algorithm, keys: keySet([changedKey { $0["alg"] = "PS256" }])
        ) { $0.sign($1, header: ["alg": "PS256"]) },
        header("key: token without alg", "", .algorithm, "alg", nil),
        key("key: wrong use", noUse, .unknownKey) { $0["use"] = "notsig" },
        key("key: no use", "", nil) { $0["use"] = nil },
        key("key: no modulus", noUse, .unknownKey) { $0["n"] = nil },
        key("key: no exponent", noUse, .unknownKey) { $0["e"] = nil },
        key("key: EC without crv", noUse, .unknownKey) { $0 = ec.merging(["crv": .null]) },
        key("key: OKP without crv", noUse, .unknownKey) { $0 = okp.merging(["crv": .null]) },
        key("key: EC without x", noUse, .unknownKey) { $0 = ec.merging(["x": .null]) },
        key("key: OKP without x", noUse, .unknownKey) { $0 = okp.merging(["x": .null]) },
        key("key: EC without y", noUse, .unknownKey) { $0 = ec.merging(["y": .null]) },
        key("key: whole EC key", noUse, .unknownKey) { $0 = ec },
        key("key: empty modulus", noUse, .unknownKey) { $0["n"] = "" },
        key("key: modulus of 512 bits", noUse, .unknownKey) {
            $0["n"] = .string(Base64URL.encode([UInt8](repeating: 0xFF, count: 64)))
        },
        key("key: key_ops without verify", noUse, .unknownKey) { $0["key_ops"] = ["sign"] },
        fact("public key cache: parsed once", "one fetch for a hundred tokens") {
            let bed = try TwinBed(.json(goodKeys))
            let token = TestTokenIssuer.shared.sign(TestTokenIssuer.shared.idClaims(now: now))
            for _ in 0..<100 { _ = try await bed.verifier.verifyIDToken(Secret(token)) }
            return bed.transport.requests.count == 1
        },
        fact("public key cache: the key is the published one") {
            try await TwinBed(.json(goodKeys)).cache.key("key-1", issuer: TestTokenIssuer.pool.issuers[0]).modulus
                == TestTokenIssuer.shared.key.publicKey.modulus
        },
        fact("public key cache: key without alg") { try await found(keySet([changedKey { $0["alg"] = nil }])) == nil },
        fact("public key cache: key without alg, fetched") {
            try await found(keySet([changedKey { $0["alg"] = nil }, changedKey { $0["kid"] = "b" }])) == nil
        },
        fact("public key cache: no issuer", "keys are kept by issuer") {
            try await TwinBed(.json(goodKeys)).code(of: "key-1", issuer: "") == .keysUnavailable
        },
        fact("public key cache: no kid", "such a key can't be named") {
            try await found(keySet([changedKey { $0["kid"] = nil }])) == .unknownKey
        },
        fact("public key cache: no kid, fetched") {
            try await TwinBed(.json(keySet([changedKey { $0["kid"] = nil }]))).code(of: "") == .unknownKey
        },
    ]

    /// tests/unit/jwk.test.ts, "validate", and tests/unit/alb-cache.test.ts.
    static let sets: [Twin] = [
        fact("validate set: no set", "an empty body") { try await found("") == .keysUnavailable },
        fact("validate set: no object") { try await found(#""foo""#) == .keysUnavailable },
        fact("validate set: no keys") { try await found("{}") == .keysUnavailable },
        fact("validate set: keys no array") { try await found(#"{"keys":123}"#) == .keysUnavailable },
        fact("validate set: not valid") { try await found(#"{"foo":[]}"#) == .keysUnavailable },
        fact("validate set: valid, empty") { try await found(#"{"keys":[]}"#) == .unknownKey },
        fact("validate key: empty", "the others count") {
            try await found(keySet(["", changedKey { _ in }])) == nil
        },
        fact("validate key: no object", "the others count") {
            try await found(keySet(["foobar", 7, .null, changedKey { _ in }])) == nil
        },
        fact("validate key: alg no string", noUse) {
            try await found(keySet([changedKey { $0["alg"] = 123 }])) == .unknownKey
        },
        fact("fetch: no JSON", "bytes that are no UTF-8") {
            try await TwinBed(.init(status: 200, body: [0xFF])).code(of: "key-1") == .keysUnavailable
        },
        fact("ALB cache: happy flow") { try await found(goodKeys) == nil },
        fact("ALB cache: kid empty") { try await TwinBed(.json(goodKeys)).code(of: "") == .unknownKey },
        fact("ALB cache: fetcher fails") {
            try await TwinBed([.failure(.init(.connect))]).code(of: "key-1") == .keysUnavailable
        },
        fact("ALB cache: cached key") {
            let bed = try TwinBed(.json(goodKeys))
            let codes = [await bed.code(of: "key-1"), await bed.code(of: "key-1")]
            return codes == [nil, nil] && bed.transport.requests.count == 1
        },
        fact("ALB cache: no key") { try await found(#"{"keys":[]}"#) == .unknownKey },
        fact("ALB cache: one key twice", "no reason to refuse it") {
            try await found(keySet([changedKey { _ in }, changedKey { _ in }])) == nil
        },
        fact("ALB cache: key without kid") {
            try await found(keySet([["kty": "EC", "alg": "ES256"]])) == .unknownKey
        },
    ]

    private static let ec: JSONObject = [
        "kty": "EC", "kid": "key-1", "alg": "ES256", "use": "sig", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    ]
    private static let okp: JSONObject = [
        "kty": "OKP", "kid": "key-1", "alg": "EdDSA", "use": "sig", "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    ]

    /// What asking for the usual key comes to when the issuer answers with `body`; `nil` when there is one.
    private static func found(_ body: String) async throws -> TokenError.Code? {
        try await TwinBed(.json(body)).code(of: "key-1")
    }
}

extension JSONObject {
    /// A copy with members replaced, or removed by `null`.
    fileprivate func merging(_ changes: JSONObject) -> JSONObject {
        var copy = self
        for (name, value) in changes { copy[name] = value == .null ? nil : value }
        return copy
    }
}
