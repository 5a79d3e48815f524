// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// Makes and reads the pool's tokens: RS256 with Cognito's claims.
struct LocalTokenIssuer: Sendable {
    /// Seconds an ID or access token is good for: Cognito's 60 minutes.
    static let lifetime: Int64 = 3600
    /// The scope of an access token that was not asked for at an OAuth endpoint.
    static let scope = "aws.cognito.signin.user.admin"

    /// Whom tokens are for, and of which sign-in they are.
    struct Subject: Sendable {
        let username: String
        let userSub: String
        let attributes: [String: String]
        let groups: [String]
        let originID: String
        let authenticated: Int64
        /// The device of the sign-in; `nil` where devices are not tracked.
        var device: String?
    }

    /// The claims of an access token that the pool itself needs.
    struct AccessClaims: Sendable {
        let userSub: String
        let originID: String
        let expires: Int64
    }

    /// The public key, as the issuer would publish it.
    let keySet: JWKSet

    private let pool: UserPoolIdentity
    private let key: RSAPrivateKey
    private let keyID: String
    private let random: SecureRandom

    init(pool: UserPoolIdentity, key: RSAPrivateKey, random: SecureRandom) {
        self.pool = pool
        self.key = key
        self.random = random
        keyID = Base64URL.encode(SHA256.hash(key.publicKey.modulus))
        keySet = JWKSet(keys: [JWK(key.publicKey, kid: keyID)])
    }

    /// An ID token and an access token with the application's `changes`, without a refresh token.
    func tokens(
        for subject: Subject, _ changes: PreTokenGeneration.Response? = nil, at now: Timestamp
    ) throws(CryptoError) -> AuthTokens {
        let eventID = try random.uuid()
        var id = idClaims(subject).merging(try common(subject, use: "id", eventID: eventID, at: now))
        var access = accessClaims(subject).merging(try common(subject, use: "access", eventID: eventID, at: now))
        if let changes {
            id = changes.changing(idClaims: id)
            access = changes.changing(accessClaims: access)
        }
        return AuthTokens(
            idToken: Secret(try sign(id)), accessToken: Secret(try sign(access)), expiresIn: Int(Self.lifetime))
    }

    /// The claims of `token` if it is an access token of this pool; whether it is still good is for the caller to decide.
    func verifiedAccessClaims(_ token: String) -> AccessClaims? {
        guard let jwt = try? UnverifiedJWT(token), let header = try? JSONValue(parsing: jwt.headerBytes),
            header["alg"]?.string == "RS256", header["kid"]?.string == keyID,
            jwt.hasValidRS256Signature(of: key.publicKey), let claims = try? JSONValue(parsing: jwt.payloadBytes),
            claims["iss"]?.string == pool.issuers.first, claims["client_id"]?.string == pool.clientID,
            claims["token_use"]?.string == "access", let userSub = claims["sub"]?.string,
            let originID = claims["origin_jti"]?.string, let expires = claims["exp"]?.int
        else { return nil }
        return AccessClaims(userSub: userSub, originID: originID, expires: Int64(expires))
    }

    /// Attributes come first and only those that can exist: what is merged over them cannot be overridden, and what is left out is not
    /// said of a user by themselves (known weakness L2).
    private func idClaims(_ subject: Subject) -> JSONObject {
        var claims = JSONObject()
        for (name, value) in subject.attributes.sorted(by: { $0.key < $1.key }) where AttributeSchema.canExist(name) {
            // Cognito writes the two flags as booleans.
            claims[name] = AttributeSchema.verifiedFlags.contains(name) ? .bool(value == "true") : .string(value)
        }
        claims["aud"] = .string(pool.clientID)
        claims["cognito:username"] = .string(subject.username)
        return claims
    }

    private func accessClaims(_ subject: Subject) -> JSONObject {
        var claims: JSONObject = [
            "client_id": .string(pool.clientID),
            "username": .string(subject.username),
            "scope": .string(Self.scope),
        ]
        if let device = subject.device { claims["device_key"] = .string(device) }
        return claims
    }

    private func common(
        _ subject: Subject, use: String, eventID: String, at now: Timestamp
    ) throws(CryptoError) -> JSONObject {
        var claims: JSONObject = [
            "sub": .string(subject.userSub),
            "iss": .string(pool.issuers.first ?? ""),
            "token_use": .string(use),
            "auth_time": .number(JSONNumber(subject.authenticated)),
            "iat": .number(JSONNumber(now.seconds)),
            "exp": .number(JSONNumber(now.adding(seconds: Self.lifetime).seconds)),
            "jti": .string(try random.uuid()),
            "origin_jti": .string(subject.originID),
            "event_id": .string(eventID),
        ]
        if !subject.groups.isEmpty { claims["cognito:groups"] = .array(subject.groups.map { .string($0) }) }
        return claims
    }

    private func sign(_ claims: JSONObject) throws(CryptoError) -> String {
        let header: JSONObject = ["kid": .string(keyID), "alg": "RS256"]
        return try JWTSigner(key).sign(header: Self.bytes(header), payload: Self.bytes(claims))
    }

    private static func bytes(_ object: JSONObject) -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        writer.value(.object(object))
        return writer.bytes
    }
}

extension JSONObject {
    /// The members of both; of a common name `other` has the last word.
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        for (key, value) in other { merged[key] = value }
        return merged
    }
}
