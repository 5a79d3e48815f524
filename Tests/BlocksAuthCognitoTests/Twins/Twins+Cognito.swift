// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

@testable import BlocksAuthCognito

extension Twin {
    private static let other = UserPoolIdentity(userPoolID: "us-east-1_def", clientID: "client2")

    /// tests/unit/cognito-verifier.test.ts, and "JwtVerifier used for Cognito tokens" of tests/unit/jwt-verifier.test.ts.
    static let cognito: [Twin] = [
        token("cognito verify: happy flow"), token("cognito verifySync: happy flow"),
        token(
            "cognito: id token", "", nil, pool: UserPoolIdentity(userPoolID: "us-east-1_abc", clientID: "myclientid")),
        claim("cognito: access token where an id token is expected", "", .tokenUse, "token_use", "access"),
        token("cognito: access token", "only ID tokens are accepted", .audience) { issuer, claims in
            var claims = claims
            (claims["token_use"], claims["client_id"], claims["aud"]) = ("access", claims["aud"], nil)
            return issuer.sign(claims)
        },
        token("cognito: access token of an expected client", "an aud beside it does not help", .tokenUse) {
            var claims = $1
            (claims["token_use"], claims["client_id"]) = ("access", claims["aud"])
            return $0.sign(claims)
        },
        claim("cognito: no token use", "", .tokenUse, "token_use", nil),
        claim("cognito: token use of another kind", "", .tokenUse, "token_use", "refresh"),
        fact("cognito groups: a member of several") {
            try await role(["users", "others", "admins"], .admins) == nil
        },
        fact("cognito groups: not a member") { try await role(["users"], .admins) == 403 },
        fact("cognito groups: a member of the group asked for") { try await role(["readers"], .readers) == nil },
        fact("cognito groups: no groups") { try await role(nil, .admins) == 403 },
        token("cognito: clientId undefined", "", .audience, pool: pool(clientID: "")),
        claim("cognito: tokenUse undefined", "it is fixed", .tokenUse, "token_use", ""),
        fact("cognito: invalid user pool id", "refused at start") {
            do {
                _ = try CognitoClient(
                    UserPoolConfiguration(fullID: "auth"),
                    configuration: AWSConfiguration(
                        environment: [
                            "BLOCKS_AUTH_COGNITO_AUTH_USER_POOL_ID": "foo central bar_cfE3xfsaf",
                            "BLOCKS_AUTH_COGNITO_AUTH_CLIENT_ID": "client",
                        ], transport: RecordingTransport([]), clock: .fixed, sleep: { _ in }))
                return false
            } catch { return true }
        },
        token("cognito pools: a token of each, first pool"), token("cognito pools: second pool", pool: other),
        token("cognito pools: the one's token for the other", "", .issuer, pool: other) { issuer, _ in
            issuer.sign(issuer.idClaims(now: now))
        },
        token("cognito JwtVerifier: id token"),
        claim("cognito JwtVerifier: access token expected as id token", "", .tokenUse, "token_use", "access"),
    ]

    /// The flags that put the raw token into an error; here no flag and no error does.
    static let silence: [Twin] = [
        silent("raw token: expired", "asked for over there") { $0["exp"] = 0 },
        silent("raw token: expired, fetched key") { $0["exp"] = .number(JSONNumber(now.seconds)) },
        silent("raw token: flag not set") { $0["nbf"] = "x" },
        silent("raw token: flag false") { $0["aud"] = "x" },
        silent("raw token: a check of one's own") { $0["sub"] = nil },
        silent("raw token: cognito, statement") { $0["token_use"] = "access" },
        silent("raw token: cognito, verifier") { $0["token_use"] = nil },
        silent("raw token: cognito, flag not set") { $0["token_use"] = 7 },
        silent("raw token: issuer") { $0["iss"] = "https://evil.example" },
        silent("raw token: invalid signature", spoilt: true) { _ in },
    ]

    private static func silent(
        _ name: String, _ note: String = "", spoilt: Bool = false,
        _ change: @escaping @Sendable (inout JSONObject) -> Void
    ) -> Twin {
        fact(name, note) {
            var claims = TestTokenIssuer.shared.idClaims(now: now)
            claims["email"] = "planted-9d1c@example.com"
            change(&claims)
            let token = TestTokenIssuer.shared.sign(claims) + (spoilt ? "AAAA" : "")
            do {
                _ = try await TwinBed(.json(goodKeys)).verifier.verifyIDToken(Secret(token))
                return false
            } catch let error as TokenError {
                var dumped = ""
                dump(error, to: &dumped)
                dump(error.apiError, to: &dumped)
                let shown = "\(error) \(String(reflecting: error)) \(error.apiError) \(dumped)"
                return token.split(separator: ".").allSatisfy { !shown.contains($0) } && !shown.contains("planted")
            }
        }
    }

    /// The status with which a user of `groups` is refused; `nil` when they are let in.
    private static func role(_ groups: [String]?, _ group: Pool.Group) async throws -> Int? {
        let fixture = try AuthFixture<Pool>()
        var claims = TestTokenIssuer.shared.idClaims(now: fixture.clock.clock.now())
        claims["cognito:groups"] = groups.map { .array($0.map { .string($0) }) }
        var tokens = fixture.tokens()
        tokens.idToken = Secret(TestTokenIssuer.shared.sign(claims))
        fixture.cognito.on("InitiateAuth") { [tokens] in AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        do {
            _ = try await fixture.auth.requireRole(fixture.context(context.cookieToSendBack), group)
            return nil
        } catch let error as ApiError { return error.status }
    }
}
