// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// Cognito's challenges and what each asks of the client (spec auth-methods §6).
extension SignInFlow {
    mutating func step(for challenge: AuthChallenge) -> Action {
        state = .finished
        // Cognito wants its own name of the user from here on, not the alias that was typed (known weakness A10).
        if let known = challenge.parameters["USER_ID_FOR_SRP"] ?? challenge.parameters["USERNAME"], !known.isEmpty {
            username = known
        }
        // The steps of a proof may come without a handle; what the client has to answer may not.
        let session = challenge.session ?? Secret("")
        switch challenge.name {
        case .passwordVerifier: return provePassword(challenge, session)
        case .deviceSRPAuth: return announceDevice(challenge, session)
        case .devicePasswordVerifier: return proveDevice(challenge, session)
        default: break
        }
        guard session.withExposed({ !$0.isEmpty }) else { return .fail(.unavailable(cause: TokenError(.malformed))) }
        var envelope = ChallengeEnvelope(
            name: challenge.name, cognitoSession: session, username: username, isUserAuth: isUserAuth)
        // A device is known by what was typed, too (decision 0011).
        if typedName != username { envelope.typedName = typedName }
        return step(for: challenge, envelope)
    }

    private mutating func step(for challenge: AuthChallenge, _ envelope: ChallengeEnvelope) -> Action {
        switch challenge.name {
        case .smsMFA: return .next(.smsCode(delivery(challenge, "SMS", "phone_number")), envelope)
        case .softwareTokenMFA: return .next(.totpCode, envelope)
        case .emailOTP:
            let details = delivery(challenge, "EMAIL", "email")
            return .next(isFirstFactor ? .firstFactorEmailOTP(details) : .emailCode(details), envelope)
        case .smsOTP: return .next(.firstFactorSMSOTP(delivery(challenge, "SMS", "phone_number")), envelope)
        case .selectChallenge:
            let (factors, bySRP) = offered(challenge)
            var envelope = envelope
            envelope.passwordBySRP = bySRP
            return .next(.firstFactorSelection(factors), envelope)
        case .password: return .next(.password, envelope)
        case .passwordSRP: return announcePassword(envelope)
        case .selectMFAType:
            return .next(.mfaSelection(list(challenge, "MFAS_CAN_CHOOSE").compactMap(Self.factor)), envelope)
        case .mfaSetup: return setup(list(challenge, "MFAS_CAN_SETUP").compactMap(Self.factor), envelope)
        case .newPasswordRequired:
            return .next(.newPasswordRequired(requiredAttributes: strings(challenge, "requiredAttributes")), envelope)
        case .webAuthn:
            let options = challenge.parameters["CREDENTIAL_REQUEST_OPTIONS"] ?? ""
            return .next(.webAuthn(credentialRequestOptions: options), envelope)
        case .customChallenge:
            let info = challenge.parameters.filter { $0.key != "USERNAME" && $0.key != "USER_ID_FOR_SRP" }
            return .next(.custom(additionalInfo: info), envelope)
        default: return .fail(.unsupportedChallenge(challenge.name))
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

    private func delivery(_ challenge: AuthChallenge, _ medium: String, _ attribute: String) -> CodeDeliveryDetails {
        CodeDeliveryDetails(
            destination: challenge.parameters["CODE_DELIVERY_DESTINATION"] ?? "***", deliveryMedium: medium,
            attributeName: attribute)
    }

    /// The first factors on offer, and whether the password, if it is one, has to be proved by SRP.
    ///
    /// Cognito lists them at the top level, older answers in a parameter (known weakness A3). Clients know one way to give a password, so
    /// `PASSWORD_SRP` is shown to them as `PASSWORD` (decision 0010).
    private func offered(_ challenge: AuthChallenge) -> (factors: [FirstFactor], bySRP: Bool) {
        let names =
            challenge.availableChallenges.isEmpty
            ? list(challenge, "AVAILABLE_CHALLENGES") : challenge.availableChallenges
        let srp = ChallengeName.passwordSRP.rawValue
        let bySRP =
            names.contains(srp)
            && (circumstances.prefersSRP || !names.contains(ChallengeName.password.rawValue))
        let hidden = bySRP ? ChallengeName.password.rawValue : srp
        let factors = names.filter { $0 != hidden }.compactMap { $0 == srp ? .password : FirstFactor(rawValue: $0) }
        return (factors, bySRP)
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
