// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// Cognito's challenges and what each asks of the client (spec auth-methods §6).
extension SignInFlow {
    mutating func step(for challenge: AuthChallenge) -> Action {
        state = .finished
        guard let session = challenge.session, session.withExposed({ !$0.isEmpty }) else {
            return .fail(.unavailable(cause: TokenError(.malformed)))
        }
        // Cognito wants its own name of the user from here on, not the alias that was typed (known weakness A10).
        if let known = challenge.parameters["USER_ID_FOR_SRP"] ?? challenge.parameters["USERNAME"], !known.isEmpty {
            username = known
        }
        let envelope = ChallengeEnvelope(
            name: challenge.name, cognitoSession: session, username: username, isUserAuth: isUserAuth)
        switch challenge.name {
        case .smsMFA: return .next(.smsCode(delivery(challenge, "SMS", "phone_number")), envelope)
        case .softwareTokenMFA: return .next(.totpCode, envelope)
        case .emailOTP:
            let details = delivery(challenge, "EMAIL", "email")
            return .next(isFirstFactor ? .firstFactorEmailOTP(details) : .emailCode(details), envelope)
        case .smsOTP: return .next(.firstFactorSMSOTP(delivery(challenge, "SMS", "phone_number")), envelope)
        case .selectChallenge: return .next(.firstFactorSelection(offered(challenge)), envelope)
        case .password: return .next(.password, envelope)
        case .selectMFAType:
            return .next(.mfaSelection(list(challenge, "MFAS_CAN_CHOOSE").compactMap(Self.factor)), envelope)
        case .mfaSetup: return setup(list(challenge, "MFAS_CAN_SETUP").compactMap(Self.factor), envelope)
        case .newPasswordRequired:
            return .next(.newPasswordRequired(requiredAttributes: strings(challenge, "requiredAttributes")), envelope)
        case .webAuthn:
            let options = challenge.parameters["CREDENTIAL_REQUEST_OPTIONS"] ?? ""
            return .next(.webAuthn(credentialRequestOptions: options), envelope)
        default: return .fail(Self.unsupported(challenge.name))
        }
    }

    /// The set-up of a second factor, with what may be set up; text messages are no choice, since they need a phone number first.
    mutating func setup(_ factors: [String], _ envelope: ChallengeEnvelope) -> Action {
        let choices = factors.filter { $0 != StandardFactor.sms.rawValue }
        switch (choices.contains("TOTP"), choices.contains("EMAIL")) {
        case (true, false):
            state = .waitingForSecret(envelope)
            return .associateSoftwareToken(session: envelope.cognitoSession)
        case (false, true): return .next(.emailSetup, envelope)
        case (true, true): return .next(.mfaSetupSelection(choices), envelope)
        case (false, false):
            // A picker without choices would be a dead end (known weakness A9).
            return .fail(
                ApiError(
                    .mfaMethodNotFound,
                    "A second factor is required, but only text messages are offered and the account has no phone number"
                ))
        }
    }

    private static func unsupported(_ name: ChallengeName) -> ApiError {
        switch name {
        case .passwordVerifier, .deviceSRPAuth, .devicePasswordVerifier, .passwordSRP:
            .unsupportedChallenge("Challenge '\(name.rawValue)' requires the SRP flow, which is not yet implemented.")
        case .customChallenge: .unsupportedChallenge("CUSTOM_AUTH / CUSTOM_CHALLENGE is not yet supported.")
        default: .unsupportedChallenge("Unsupported challenge: \(name.rawValue)")
        }
    }

    private func delivery(_ challenge: AuthChallenge, _ medium: String, _ attribute: String) -> CodeDeliveryDetails {
        CodeDeliveryDetails(
            destination: challenge.parameters["CODE_DELIVERY_DESTINATION"] ?? "***", deliveryMedium: medium,
            attributeName: attribute)
    }

    /// The first factors on offer; Cognito lists them at the top level, older answers in a parameter (known weakness A3).
    private func offered(_ challenge: AuthChallenge) -> [FirstFactor] {
        let names =
            challenge.availableChallenges.isEmpty
            ? list(challenge, "AVAILABLE_CHALLENGES") : challenge.availableChallenges
        return names.compactMap(FirstFactor.init(rawValue:))
    }

    /// The strings of a parameter that is JSON text of a list; others in it are dropped.
    private func list(_ challenge: AuthChallenge, _ name: String) -> [String] {
        array(challenge, name)?.compactMap(\.string) ?? []
    }

    /// The same, but `nil` unless all of it is strings.
    private func strings(_ challenge: AuthChallenge, _ name: String) -> [String]? {
        guard let array = array(challenge, name) else { return nil }
        let strings = array.compactMap(\.string)
        return strings.count == array.count ? strings : nil
    }

    private func array(_ challenge: AuthChallenge, _ name: String) -> [JSONValue]? {
        challenge.parameters[name].flatMap { try? JSONValue(parsing: Array($0.utf8)).array }
    }

    /// Our name of Cognito's second factor; `nil` for one that clients don't know.
    static func factor(_ name: String) -> String? {
        switch name {
        case "SMS_MFA": StandardFactor.sms.rawValue
        case "SOFTWARE_TOKEN_MFA": StandardFactor.totp.rawValue
        case "EMAIL_OTP": StandardFactor.email.rawValue
        default: nil
        }
    }
}
