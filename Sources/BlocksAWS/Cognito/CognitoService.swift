// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
public import BlocksCrypto

/// Every call the auth block makes to a user pool, in Cognito's own vocabulary.
///
/// `CognitoClient` speaks to Amazon Cognito; the developer tool's local user pool answers the same calls itself. The auth block
/// cannot tell them apart, and one suite of tests runs over both. Errors carry Cognito's wire names (`NotAuthorizedException`,
/// `CodeMismatchException`, …) as in the API reference of each operation:
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/>.
public protocol CognitoService: Sendable {
    /// The pool and client that the calls go to, and the issuers its tokens may name.
    var pool: UserPoolIdentity { get }

    /// Creates an unconfirmed user (`SignUp`).
    func signUp(_ input: SignUpInput) async throws(AWSError) -> SignUpOutput
    /// Confirms a user with the code that was sent (`ConfirmSignUp`).
    func confirmSignUp(_ input: ConfirmSignUpInput) async throws(AWSError) -> ConfirmSignUpOutput
    /// Sends the sign-up code again (`ResendConfirmationCode`); `nil` when the answer does not say where to.
    func resendConfirmationCode(_ input: ResendConfirmationCodeInput) async throws(AWSError) -> CodeDelivery?

    /// Starts a sign-in (`InitiateAuth`).
    func initiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput
    /// Answers a challenge (`RespondToAuthChallenge`).
    func respondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput
    /// Makes a secret for an authenticator app (`AssociateSoftwareToken`).
    func associateSoftwareToken(
        _ authority: SoftwareTokenAuthority
    ) async throws(AWSError) -> AssociateSoftwareTokenOutput
    /// Checks the first code of an authenticator app (`VerifySoftwareToken`).
    func verifySoftwareToken(_ input: VerifySoftwareTokenInput) async throws(AWSError) -> VerifySoftwareTokenOutput
    /// Exchanges a refresh token for new tokens; which operation the pool's client allows is the implementation's matter.
    func refreshTokens(_ input: RefreshTokensInput) async throws(AWSError) -> AuthOutput
    /// Ends one refresh token and the access tokens made from it (`RevokeToken`).
    func revokeToken(_ refreshToken: Secret<String>) async throws(AWSError)
    /// Ends every refresh token of the user (`GlobalSignOut`).
    func globalSignOut(accessToken: Secret<String>) async throws(AWSError)

    /// Describes the user (`GetUser`).
    func getUser(accessToken: Secret<String>) async throws(AWSError) -> GetUserOutput
    /// Changes attributes (`UpdateUserAttributes`); returns where codes went.
    func updateUserAttributes(_ input: UpdateUserAttributesInput) async throws(AWSError) -> [CodeDelivery]
    /// Confirms an attribute with the code that was sent (`VerifyUserAttribute`).
    func verifyUserAttribute(_ input: VerifyUserAttributeInput) async throws(AWSError)
    /// Sends a code to confirm an attribute (`GetUserAttributeVerificationCode`); `nil` when the answer does not say where to.
    func getUserAttributeVerificationCode(
        _ input: GetUserAttributeVerificationCodeInput
    ) async throws(AWSError) -> CodeDelivery?
    /// Replaces the password (`ChangePassword`).
    func changePassword(_ input: ChangePasswordInput) async throws(AWSError)
    /// Deletes the user (`DeleteUser`).
    func deleteUser(accessToken: Secret<String>) async throws(AWSError)
    /// Changes which second factors are asked for (`SetUserMFAPreference`).
    func setUserMFAPreference(_ input: SetUserMFAPreferenceInput) async throws(AWSError)

    /// Sends a code for a new password (`ForgotPassword`); `nil` when the answer does not say where to.
    func forgotPassword(_ input: ForgotPasswordInput) async throws(AWSError) -> CodeDelivery?
    /// Sets a new password with the code that was sent (`ConfirmForgotPassword`).
    func confirmForgotPassword(_ input: ConfirmForgotPasswordInput) async throws(AWSError)

    /// Makes a new device one that can prove itself (`ConfirmDevice`).
    ///
    /// Returns whether the user should be asked before the device is remembered.
    func confirmDevice(_ input: ConfirmDeviceInput) async throws(AWSError) -> Bool
    /// Remembers a device, or no longer (`UpdateDeviceStatus`).
    func updateDeviceStatus(
        accessToken: Secret<String>, deviceKey: String, remembered: Bool
    ) async throws(AWSError)
    /// One page of the user's devices (`ListDevices`).
    func listDevices(_ input: ListDevicesInput) async throws(AWSError) -> ListDevicesOutput
    /// Forgets a device, which then counts as a new one (`ForgetDevice`).
    func forgetDevice(accessToken: Secret<String>, deviceKey: String) async throws(AWSError)

    /// Begins to register a passkey (`StartWebAuthnRegistration`).
    ///
    /// Returns the `CredentialCreationOptions` for the browser, an object.
    func startWebAuthnRegistration(accessToken: Secret<String>) async throws(AWSError) -> JSONValue
    /// Registers the passkey that the browser made (`CompleteWebAuthnRegistration`).
    func completeWebAuthnRegistration(_ input: CompleteWebAuthnRegistrationInput) async throws(AWSError)
    /// One page of the user's passkeys (`ListWebAuthnCredentials`).
    func listWebAuthnCredentials(
        _ input: ListWebAuthnCredentialsInput
    ) async throws(AWSError) -> ListWebAuthnCredentialsOutput
    /// Removes a passkey (`DeleteWebAuthnCredential`).
    func deleteWebAuthnCredential(accessToken: Secret<String>, credentialID: String) async throws(AWSError)

    /// The calls of administrators; made at start, and only where an app opens them.
    ///
    /// Throws `ConfigurationError` where there are none, or what they need is missing.
    func administration() throws(ConfigurationError) -> any CognitoAdministration

    /// The public keys behind tokens of `issuer`, which is one of ``UserPoolIdentity/issuers``.
    func jwks(issuer: String) async throws(AWSError) -> JWKSet
}
