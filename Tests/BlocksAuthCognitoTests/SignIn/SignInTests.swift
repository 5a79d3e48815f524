// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-methods §5: exact requests and exact replies.
struct SignInTests {
    private static let user =
        #"{"userId":"alice","username":"alice","userSub":"sub-alice","groups":["admins"],"#
        + #""attributes":{"email_verified":"true","email":"alice@example.com","name":"Mark 1"}}"#

    @Test func `user and password go to Cognito, the user comes back`() async throws {
        let fixture = try AuthFixture<Pool>()
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let result = try await fixture.auth.signIn(
            "alice", "Passw0rd!", context: fixture.context(), options: .init(clientMetadata: ["source": "test"]))
        #expect(try JSONCoding.string(result) == #"{"status":"signedIn","user":\#(Self.user)}"#)
        #expect(
            fixture.cognito.calls == [
                .init(
                    "InitiateAuth",
                    [
                        "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters.USERNAME": "alice",
                        "AuthParameters.PASSWORD": "Passw0rd!", "ClientMetadata.source": "test",
                    ]), .init("JWKS", ["Issuer": TestTokenIssuer.pool.issuers[0]]),
            ])
    }

    @Test(arguments: [
        (PreferredChallenge?.none, FirstFactor?.none, "pw", ["AuthParameters.USERNAME": "alice"]),
        (
            .password, nil, "pw",
            [
                "AuthParameters.USERNAME": "alice", "AuthParameters.PREFERRED_CHALLENGE": "PASSWORD",
                "AuthParameters.PASSWORD": "pw",
            ]
        ),
        (.password, nil, "", ["AuthParameters.USERNAME": "alice", "AuthParameters.PREFERRED_CHALLENGE": "PASSWORD"]),
        (
            .password, .emailOTP, "pw",
            ["AuthParameters.USERNAME": "alice", "AuthParameters.PREFERRED_CHALLENGE": "EMAIL_OTP"]
        ),
        (nil, .webAuthn, "", ["AuthParameters.USERNAME": "alice", "AuthParameters.PREFERRED_CHALLENGE": "WEB_AUTHN"]),
        (
            .smsOTP, .password, "pw",
            [
                "AuthParameters.USERNAME": "alice", "AuthParameters.PREFERRED_CHALLENGE": "PASSWORD",
                "AuthParameters.PASSWORD": "pw",
            ]
        ),
    ])
    func `USER_AUTH sends the password only as the preferred factor`(
        pool: PreferredChallenge?, call: FirstFactor?, password: String, parameters: [String: String]
    ) async throws {
        let fixture = try AuthFixture<Pool>(options: .init(authFlowType: .userAuth, preferredChallenge: pool))
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        _ = try await fixture.auth.signIn(
            "alice", password, context: fixture.context(), options: .init(preferredChallenge: call))
        #expect(fixture.cognito.calls.first?.fields == parameters.merging(["AuthFlow": "USER_AUTH"]) { $1 })
    }

    @Test(arguments: [
        ("NotAuthorizedException", "Incorrect username or password.", 401, false),
        ("UserNotConfirmedException", "User is not confirmed.", 400, false),
        ("PasswordResetRequiredException", "Password reset required for the user", 400, false),
        ("TooManyRequestsException", "Too many requests", 429, false),
        ("InvalidParameterException", "Missing required parameter USERNAME", 400, true),
    ])
    func `Cognito's refusals keep name and text`(name: String, text: String, status: Int, retriable: Bool) async throws
    {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.fail("InitiateAuth", AWSError(name: name, message: text, status: 400))
        let context = fixture.context()
        await #expect(throws: ApiError(text, status: status, name: name, retriable: retriable)) {
            try await fixture.auth.signIn("alice", "pw", context: context)
        }
        #expect(context.setCookies.isEmpty)
        #expect(fixture.rows.isEmpty)
    }

    @Test func `an unknown user looks like a wrong password`() async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.fail("InitiateAuth", AWSError(name: "UserNotFoundException", message: "User does not exist."))
        await #expect(
            throws: ApiError("Incorrect username or password.", status: 401, name: "NotAuthorizedException")
        ) { try await fixture.auth.signIn("nobody", "pw", context: fixture.context()) }
    }

    @Test(arguments: [(true, false), (false, true), (false, false)])
    func `tokens that are missing are an error`(hasID: Bool, hasAccess: Bool) async throws {
        let fixture = try AuthFixture<Pool>()
        var tokens = fixture.tokens()
        if !hasID { tokens.idToken = nil }
        if !hasAccess { tokens.accessToken = nil }
        fixture.cognito.on("InitiateAuth") { [tokens] in AuthOutput.tokens(tokens) }
        await #expect(throws: ApiError("Cognito returned no tokens", status: 401, name: "NotAuthorizedException")) {
            try await fixture.auth.signIn("alice", "pw", context: fixture.context())
        }
    }

    @Test func `a token that does not verify begins no session and names the failed step`() async throws {
        let fixture = try AuthFixture<Pool>()
        let tokens = fixture.tokens(seconds: 0)
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context()
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.signIn("a", "p", context: context) }
        #expect(error?.status == 400)
        #expect(error?.name == "JwtExpiredError")
        #expect(error?.retriable == false)
        #expect(fixture.rows.isEmpty)
        #expect(context.setCookies.isEmpty)
    }

    @Test func `keys that can't be had are a retriable 503`() async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.fail("JWKS", AWSError(name: "TimeoutError", kind: .transport))
        let error = await #expect(throws: ApiError.self) { try await fixture.signIn() }
        #expect(error?.status == 503)
        #expect(error?.retriable == true)
    }

    @Test func `a record that can't be stored is a retriable 503 without cookie`() async throws {
        let fixture = try AuthFixture<Pool>()
        fixture.store.fail(.put)
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context()
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.signIn("a", "p", context: context) }
        #expect(error?.status == 503)
        #expect(context.setCookies.isEmpty)
    }

    @Test func `a missing refresh token is stored as an empty text`() async throws {
        let fixture = try AuthFixture<Pool>()
        try await fixture.signIn(refreshToken: nil)
        #expect(try fixture.members()?["refreshToken"] == "")
    }

    @Test func `the ID token of the spec projects to its user`() throws {
        let text =
            "eyJraWQiOiJrIiwiYWxnIjoiUlMyNTYifQ.eyJzdWIiOiIxMTExMTExMS0yMjIyLTQzMzMtODQ0NC01NTU1NTU1NTU1NTUiLCJjb2duaXRvOmdyb3VwcyI6WyJhZG1pbnMiLDcsInJlYWRlcnMiXSwiZW1haWxfdmVyaWZpZWQiOnRydWUsImlzcyI6Imh0dHBzOi8vY29nbml0by1pZHAudXMtZWFzdC0xLmFtYXpvbmF3cy5jb20vdXMtZWFzdC0xX0VYQU1QTEUiLCJjb2duaXRvOnVzZXJuYW1lIjoiYWxpY2UiLCJvcmlnaW5fanRpIjoibyIsImF1ZCI6ImNsaWVudDEyMyIsImV2ZW50X2lkIjoiZSIsInRva2VuX3VzZSI6ImlkIiwiYXV0aF90aW1lIjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDM2MDAsImlhdCI6MTcwMDAwMDAwMCwianRpIjoiaiIsImVtYWlsIjoiYWxpY2VAZXhhbXBsZS5jb20iLCJjdXN0b206ZGVwYXJ0bWVudCI6InBsYXRmb3JtIiwibmFtZSI6Ilpvw6sifQ.c2ln"
        let claims = try #require(TokenClaims(unverified: Secret(text)))
        #expect(
            try JSONCoding.string(claims.user)
                == #"{"userId":"alice","username":"alice","userSub":"11111111-2222-4333-8444-555555555555","#
                + #""groups":["admins","readers"],"attributes":{"email_verified":"true","email":"alice@example.com","#
                + #""custom:department":"platform","name":"Zoë"}}"#)
        #expect(claims.expires.milliseconds == 1_700_003_600_000)
    }

    @Test(arguments: [
        (#"{"username":"u"}"#, "u", ""), (#"{"cognito:username":"","username":"u","sub":"s"}"#, "u", "s"),
        (#"{"cognito:username":7,"sub":7}"#, "", ""), ("{}", "", ""),
    ])
    func `name and sub are texts or empty`(payload: String, name: String, sub: String) throws {
        let user = try #require(TokenClaims(payload: Array(payload.utf8))).user
        #expect(user.username == name)
        #expect(user.userSub == sub)
        #expect(user.groups.isEmpty)
    }

    @Test(arguments: [
        (#"{"exp":1700003600}"#, Int64(1_700_003_600_000)), (#"{"exp":1.5}"#, 1500), (#"{"exp":"1"}"#, 0), ("{}", 0),
        (#"{"exp":1e300}"#, .max), (#"{"exp":-1e300}"#, .min), (#"{"exp":null}"#, 0),
    ])
    func `the end of a token never traps`(payload: String, milliseconds: Int64) throws {
        #expect(try #require(TokenClaims(payload: Array(payload.utf8))).expires.milliseconds == milliseconds)
    }

    @Test func `fetchAuthSession shows claims and ends, never the refresh token`() async throws {
        let fixture = try AuthFixture<Pool>()
        #expect(try JSONCoding.string(await fixture.auth.fetchAuthSession(fixture.context())) == "{}")
        let session = try await fixture.auth.fetchAuthSession(fixture.context(try await fixture.signIn()))
        let wire = try JSONCoding.decode(JSONValue.self, from: JSONCoding.string(session))
        #expect(wire["userSub"] == "sub-alice")
        #expect(wire["tokens"]?["idToken"]?["payload"]?["email"] == "alice@example.com")
        let ends = (fixture.clock.clock.now().seconds + 3600) * 1000
        #expect(wire["tokens"]?["accessToken"]?["expiresAt"]?.int == Int(ends))
        #expect(wire["tokens"]?["accessToken"]?.object?.count == 2)
        #expect(session.tokens?.accessToken.raw.exposed == fixture.tokens().accessToken?.exposed)
    }
}
