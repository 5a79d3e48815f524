// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore
public import BlocksCrypto

/// Signs tokens as Cognito does, with a key of its own.
public struct TestTokenIssuer: Sendable {
    /// The pool whose tokens these are.
    public static let pool = UserPoolIdentity(userPoolID: "eu-west-1_TestPool1", clientID: "client123")
    /// The one issuer of most tests; making its key takes a tenth of a second.
    public static let shared = TestTokenIssuer(key: newKey(), keyID: "key-1")

    /// Who signs.
    public let key: RSAPrivateKey
    /// The name of the key.
    public let keyID: String

    /// The parts as given.
    public init(key: RSAPrivateKey, keyID: String) {
        self.key = key
        self.keyID = keyID
    }

    /// A fresh key; a machine without randomness ends the test run.
    public static func newKey() -> RSAPrivateKey {
        do { return try RSAPrivateKey.generate() } catch { preconditionFailure("\(error)") }
    }

    /// The published half of the key.
    public var keys: JWKSet { JWKSet(keys: [JWK(key.publicKey, kid: keyID)]) }

    /// The claims of an ID token for `username`, good for an hour from `now`.
    public func idClaims(_ username: String = "alice", sub: String = "sub-alice", now: Timestamp) -> JSONObject {
        [
            "sub": .string(sub), "cognito:groups": ["admins"], "email_verified": true,
            "iss": .string(Self.pool.issuers.first ?? ""), "cognito:username": .string(username),
            "aud": .string(Self.pool.clientID), "token_use": "id", "auth_time": .number(JSONNumber(now.seconds)),
            "exp": .number(JSONNumber(now.seconds + 3600)), "iat": .number(JSONNumber(now.seconds)),
            "email": .string("\(username)@example.com"),
        ]
    }

    /// A signed token of the given claims; `header` replaces members of the usual header.
    public func sign(_ claims: JSONObject, header changes: JSONObject = [:]) -> String {
        var header: JSONObject = ["kid": .string(keyID), "alg": "RS256"]
        for (name, value) in changes { header[name] = value == .null ? nil : value }
        return sign(header: text(.object(header)), payload: text(.object(claims)))
    }

    /// A signed token of the given texts, whatever they are.
    public func sign(header: String, payload: String) -> String {
        do {
            return try JWTSigner(key).sign(header: Array(header.utf8), payload: Array(payload.utf8))
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// ID and access token of `username`, which end `seconds` after `now`.
    public func tokens(
        _ username: String = "alice", sub: String = "sub-alice", now: Timestamp, seconds: Int64 = 3600,
        refreshToken: String? = "refresh-1", mark: String = "1"
    ) -> AuthTokens {
        var id = idClaims(username, sub: sub, now: now)
        id["exp"] = .number(JSONNumber(now.seconds + seconds))
        id["name"] = .string("Mark \(mark)")
        let access: JSONObject = [
            "sub": .string(sub), "token_use": "access", "client_id": .string(Self.pool.clientID),
            "username": .string(username), "exp": .number(JSONNumber(now.seconds + seconds)), "jti": .string(mark),
        ]
        return AuthTokens(
            idToken: Secret(sign(id)), accessToken: Secret(sign(access)), refreshToken: refreshToken.map { Secret($0) })
    }

    private func text(_ value: JSONValue) -> String {
        do { return try JSONCoding.string(value) } catch { preconditionFailure("\(error)") }
    }
}
