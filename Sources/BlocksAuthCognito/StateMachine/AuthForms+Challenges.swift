// SPDX-License-Identifier: Apache-2.0

extension AuthForms {
    /// A sign-in that waits for one more answer: always exactly one action (spec auth-state-machine §5).
    func confirmingSignIn(_ step: SignInNextStep) -> AuthState {
        AuthState(.confirmingSignIn, actions: [Self.action(for: step)])
    }

    private static func action(for step: SignInNextStep) -> AuthAction {
        let code = AuthField("code", "Code", .text)
        switch step.kind {
        case .smsCode(let details), .firstFactorSMSOTP(let details):
            return confirm("Enter SMS Code" + sent(details), step, challenge: "code", [code])
        case .emailCode(let details), .firstFactorEmailOTP(let details):
            return confirm("Enter Email Code" + sent(details), step, challenge: "code", [code])
        case .totpCode:
            return confirm("Enter Authenticator Code", step, challenge: "code", [code])
        case .mfaSelection(let types):
            return confirm("Choose MFA Method", step, challenge: "mfaType", [choice("mfaType", types)])
        case .mfaSetupSelection(let types):
            return confirm("Choose MFA Setup", step, challenge: "mfaType", [choice("mfaType", types)])
        case .firstFactorSelection(let factors):
            let names = factors.map(\.rawValue)
            return confirm("Choose Sign-In Method", step, challenge: "firstFactor", [choice("firstFactor", names)])
        case .totpSetup(let secret):
            let fields = [
                AuthField.hidden("sharedSecret", "Shared Secret", secret),
                AuthField("code", "Code from Authenticator", .text),
            ]
            return confirm("Set Up Authenticator", step, challenge: "totpSetup", fields)
        case .emailSetup:
            return confirm("Set Up Email OTP", step, challenge: "email", [AuthField("email", "Email Address", .email)])
        case .newPasswordRequired(let names):
            let password = AuthField("newPassword", "New Password", .password)
            return confirm("Set New Password", step, challenge: "newPassword", [password] + required(names ?? []))
        case .password:
            let password = AuthField("password", "Password", .password)
            return confirm("Enter Password", step, challenge: "password", [password])
        case .webAuthn(let options):
            let fields = [
                AuthField.hidden("credentialRequestOptions", "Credential Request Options", options),
                AuthField.hidden("credential", "Credential", nil),
            ]
            return confirm("Use Passkey", step, challenge: "webauthn", capability: .webAuthnGet, fields)
        case .custom:
            return confirm("Answer Challenge", step, challenge: "custom", [AuthField("answer", "Answer", .text)])
        }
    }

    private static func confirm(
        _ label: String, _ step: SignInNextStep, challenge: String, capability: AuthAction.Capability? = nil,
        _ fields: [AuthField]
    ) -> AuthAction {
        let hidden = [
            AuthField.hidden("session", "Session", step.session), AuthField.hidden("challenge", "Challenge", challenge),
        ]
        return AuthAction("confirmSignIn", label, capability: capability, fields: hidden + fields)
    }

    private static func sent(_ details: CodeDeliveryDetails) -> String {
        details.destination.isEmpty ? "" : " (sent to \(details.destination))"
    }

    private static func choice(_ name: String, _ options: [String]) -> AuthField {
        AuthField(name, "Pick one of: " + options.joined(separator: ", "), .text)
    }

    /// One field per attribute that Cognito wants together with a new password (known weakness M7).
    private static func required(_ names: [String]) -> [AuthField] {
        names.map { name in
            let bare = name.hasPrefix("userAttributes.") ? String(name.dropFirst(15)) : name
            return AuthField(bare, humanised(bare), bare == "email" ? .email : .text)
        }
    }
}
