// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksAWS

/// Every type of this module that holds credentials, passwords, codes or tokens, in every text that can be made of it.
struct PlantedSecretTests {
    private static let mark = "planted-in-aws-0001"
    private static let secret = Secret(mark)

    @Test func `no textual form of credentials, or of what is signed with them, shows them`() throws {
        let (mark, secret) = (Self.mark, Self.secret)
        let credentials = AWSCredentials(accessKeyID: "AKID", secretAccessKey: secret, sessionToken: secret)
        let signer = SigV4Signer(service: "ssm", region: "eu-west-1")
        let instant = Timestamp(seconds: 1_800_000_000)
        let request = SigV4Request(
            method: "POST", host: "h", path: "/" + mark, query: "a=" + mark, headers: [("x-token", mark)],
            payload: Array(mark.utf8))
        var headers = CanonicalHeaders(capacity: 1)
        headers.insert("x-amz-security-token", mark)
        let environment = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": mark, "AWS_SESSION_TOKEN": mark]
        let configuration: AWSConfiguration =
            Surroundings(RecordingTransport([]), environment: environment).configuration
        let stages: SigV4Signer.Stages = signer.stages(request, credentials: credentials, at: instant)
        let queryStages: SigV4Signer.QueryStages = signer.queryStages(
            request, credentials: credentials, at: instant, lifetime: 60)
        let pool = UserPoolIdentity(userPoolID: "eu-west-1_p", clientID: "c")
        for value in [
            credentials, request, headers, signer, stages, queryStages,
            RequestSignature(signer: signer, credentials: credentials), CredentialSources(environment: environment),
            INIFile("[default]\naws_secret_access_key = \(mark)\n"), configuration, ClientSecret(secret),
            try CognitoClient(pool, clientSecret: ClientSecret(secret), configuration: configuration),
        ] as [Any] {
            expectNoTrace(of: mark, in: value)
        }
    }

    @Test func `no textual form of a row of a table, or of a condition on one, shows it`() {
        let value = AttributeValue.string(Self.mark)
        let condition = ConditionExpression("#value = :old", names: ["#value": "value"], values: [":old": value])
        for value in [value, condition, ["pk": value], AttributeValue.other(["B": .string(Self.mark)])] as [Any] {
            expectNoTrace(of: Self.mark, in: value)
        }
    }

    @Test func `no textual form of what is said to Cognito, or by it, shows a password, a code or a token`() {
        let secret = Self.secret
        let tokens = AuthTokens(idToken: secret, accessToken: secret, refreshToken: secret)
        let challenge = AuthChallenge(name: .mfaSetup, session: secret)
        let context = UserContext(
            ipAddress: nil, encodedData: secret, endpoint: .init(serverName: "s", serverPath: "/"))
        for value in [
            tokens, AuthOutput.tokens(tokens), challenge, AuthOutput.challenge(challenge), context,
            InitiateAuthInput(flow: .userPasswordAuth, parameters: ["PASSWORD": secret], session: secret),
            RefreshTokensInput(refreshToken: secret),
            RespondToAuthChallengeInput(challengeName: .mfaSetup, session: secret, challengeResponses: ["A": secret]),
            SoftwareTokenAuthority.accessToken(secret), SoftwareTokenAuthority.session(secret),
            AssociateSoftwareTokenOutput(secretCode: secret, session: secret),
            VerifySoftwareTokenInput(authority: .session(secret), userCode: secret),
            VerifySoftwareTokenOutput(succeeded: true, session: secret), SignUpInput(username: "a", password: secret),
            SignUpOutput(userConfirmed: true, userSub: "s", session: secret),
            ConfirmSignUpInput(username: "a", confirmationCode: secret, session: secret),
            ConfirmSignUpOutput(session: secret),
            ConfirmForgotPasswordInput(username: "a", confirmationCode: secret, password: secret),
            ChangePasswordInput(accessToken: secret, previousPassword: secret, proposedPassword: secret),
            UpdateUserAttributesInput(accessToken: secret, attributes: []),
            VerifyUserAttributeInput(accessToken: secret, attributeName: "email", code: secret),
            GetUserAttributeVerificationCodeInput(accessToken: secret, attributeName: "email"),
            SetUserMFAPreferenceInput(accessToken: secret),
            ConfirmDeviceInput(accessToken: secret, deviceKey: "k", passwordVerifier: secret, salt: "s"),
            ListDevicesInput(accessToken: secret), ListWebAuthnCredentialsInput(accessToken: secret),
            CompleteWebAuthnRegistrationInput(accessToken: secret, credential: .null),
            AdminCreateUserInput(username: "a", temporaryPassword: secret),
        ] as [Any] {
            expectNoTrace(of: Self.mark, in: value)
        }
    }
}
