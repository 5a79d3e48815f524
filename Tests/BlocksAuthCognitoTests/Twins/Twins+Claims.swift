// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport

@testable import BlocksAuthCognito

extension Twin {
    private static let exp = JSONNumber(now.seconds)
    private static func at(_ offset: Int64) -> JSONValue { .number(JSONNumber(now.seconds + offset)) }
    private static let header = #"{"alg":"RS256","kid":"key-1"}"#

    /// tests/unit/jwt-verifier.test.ts, "parse errors".
    static let parsing: [Twin] = [
        token("parse: empty", "", .malformed) { _, _ in "" },
        token("parse: no string", "", .malformed) { _, _ in #"{"foo":"bar"}"# },
        token("parse: less than 3 parts", "", .malformed) { _, _ in "header.payload" },
        token("parse: more than 3 parts", "", .malformed) { _, _ in "header.payload.signature.other.garbage" },
        parts("parse: header no JSON", .malformed, "abc", "{}"),
        parts("parse: header no object", .malformed, "123", "{}"),
        parts("parse: payload no JSON", .malformed, header, "abc"),
        parts("parse: payload no object", .malformed, header, "123"),
        parts("parse: alg no string", .algorithm, #"{"alg":12345}"#, #"{"iss":"test"}"#),
        parts("parse: alg not the key's", .algorithm, #"{"alg":"RS512"}"#, #"{"iss":"test"}"#),
        parts("parse: iss no string", .issuer, header, #"{"iss":12345}"#),
        claim("parse: sub no string", "", .subject, "sub", 12345),
        claim("parse: aud no string", "", .audience, "aud", 12345),
        claim("parse: aud no array of strings", "", .audience, "aud", ["1234", 5678]),
        claim("parse: iat no number", "", .malformed, "iat", "12345"),
        claim("parse: scope no string", "ID tokens have none; it is not read", nil, "scope", 12345),
        claim("parse: jti no string", "it is not read", nil, "jti", 12345),
        parts("safe JSON: like JSON", .issuer, header, #"{"hello":"world"}"#),
        token("safe JSON: __proto__ and constructor", "names like others", nil) { issuer, claims in
            issuer.sign(
                header: header,
                payload: #"{"__proto__":{"isAdmin":true},"constructor":"foo","nested":{"__proto__":{}},"#
                    + text(.object(claims)).dropFirst())
        },
        fact("safe JSON: no pollution", "members of __proto__ are no claims") {
            let claims = TokenClaims(payload: Array(#"{"__proto__":{"sub":"mallory"}}"#.utf8))
            return claims != nil && claims?.subject == nil
        },
    ]

    /// tests/unit/jwt-verifier.test.ts, "expiry", "not before" and "scope"; tests/unit/assert.test.ts.
    static let claims: [Twin] = [
        claim("expiry: expired", "", .expired, "exp", at(-1)),
        claim("expiry: expired now", "at the very second", .expired, "exp", at(0)),
        claim("expiry: nonsense", "", .expired, "exp", "Garbage"),
        claim("expiry: absent", "exp is required", .expired, "exp", nil),
        claim("expiry: null", "exp is required", .expired, "exp", .null),
        claim("expiry: just enough grace", "there is no grace", .expired, "exp", at(-999)),
        claim("expiry: too little grace", "", .expired, "exp", at(-1000)),
        claim("expiry: a second left", "", nil, "exp", at(1)),
        claim("not before: in the future", "", .notYetValid, "nbf", at(100)),
        claim("not before: invalid", "", .notYetValid, "nbf", "foobar"),
        claim("not before: just enough grace", "there is no grace", .notYetValid, "nbf", at(1)),
        claim("not before: too little grace", "", .notYetValid, "nbf", at(99)),
        claim("not before: now", "", nil, "nbf", at(0)),
        claim("scope: one allowed", "not read", nil, "scope", "blah"),
        claim("scope: several allowed", "not read", nil, "scope", "blah blah2"),
        claim("scope: none required", "", nil, "scope", "openid"),
        claim("assert equals: non-empty", "", .audience, "aud", ""),
        claim("assert equals: strings", "", .tokenUse, "token_use", 123),
        claim("assert contains: strings", "", .issuer, "iss", [123]),
        claim("assert contains: strings, default error", "", .issuer, "iss", ["two"]),
        claim("assert overlaps: array", "nobody is in groups that are no array", nil, "cognito:groups", 123),
        fact("assert overlaps: array of strings", "others are left out") {
            groups(["cognito:groups": [123, "two"]]) == ["two"]
        },
        fact("assert overlaps: array of strings, default error") { groups(["cognito:groups": [123]]).isEmpty },
    ]

    /// The groups of a user with these claims.
    static func groups(_ claims: JSONObject) -> [String] {
        TokenClaims(payload: Array(text(.object(claims)).utf8))?.user.groups ?? ["none could be read"]
    }
}
