// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// The client's answers and what each sends to Cognito (spec auth-methods §7, whose case numbers are given).
extension SignInFlow {
    /// The user answered the challenge of `envelope`, with which this value was made.
    mutating func answered(_ answer: Secret<String>, to envelope: ChallengeEnvelope) -> Action {
        guard case .waitingForReply = state else { return .fail(.invalidChallengeSession()) }
        return answer.withExposed { text in
            switch envelope.name {
            case .mfaSetup: answeredSetup(text, envelope)
            case .selectChallenge where envelope.awaitingPassword: answeredPassword(answer, envelope)  // 6
            case .selectChallenge where text == FirstFactor.password.rawValue: awaitPassword(envelope)  // 5
            case .passwordSRP: answeredPassword(answer, envelope)
            case .passwordVerifier, .deviceSRPAuth, .devicePasswordVerifier: outOfOrder()  // no step asks for these
            default: respond(envelope.name, envelope.cognitoSession, answers(to: envelope.name, text))
            }
        }
    }

    private mutating func answeredPassword(_ password: Secret<String>, _ envelope: ChallengeEnvelope) -> Action {
        if envelope.passwordBySRP || envelope.name == .passwordSRP {
            self.password = password
            silent.insert(.passwordSRP)
            return announce(.password(envelope.name, session: envelope.cognitoSession))
        }
        let factor = Secret(FirstFactor.password.rawValue)
        return respond(.selectChallenge, envelope.cognitoSession, ["ANSWER": factor, "PASSWORD": password])
    }

    private mutating func answeredSetup(_ text: String, _ envelope: ChallengeEnvelope) -> Action {
        if envelope.sharedSecret != nil {  // 1 and 2
            let digits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard text.utf8.count == 6, digits else {
                return .fail(ApiError(.invalidParameter, "Authenticator code must be 6 digits."))
            }
            state = .waitingForVerification(envelope)
            return .verifySoftwareToken(
                VerifySoftwareTokenInput(
                    authority: .session(envelope.cognitoSession), userCode: Secret(text),
                    friendlyDeviceName: options.friendlyDeviceName))
        }
        switch text {
        case StandardFactor.totp.rawValue, StandardFactor.email.rawValue:  // 3
            isUserAuth = false
            var envelope = envelope
            envelope.isUserAuth = false
            return setup([text], envelope)
        default:
            isUserAuth = false
            isFirstFactor = false
            let name = text.includes("@") ? "EMAIL" : "ANSWER"  // 4, or an answer that Cognito judges
            return respond(.mfaSetup, envelope.cognitoSession, [name: Secret(Self.cognitoFactor(text))])
        }
    }

    private mutating func awaitPassword(_ envelope: ChallengeEnvelope) -> Action {
        state = .finished
        var envelope = envelope
        envelope.awaitingPassword = true
        return .next(.password, envelope)
    }

    private func answers(to name: ChallengeName, _ text: String) -> [String: Secret<String>] {
        switch name {
        case .smsMFA, .emailOTP, .smsOTP, .softwareTokenMFA: return [name.rawValue + "_CODE": Secret(text)]
        case .selectMFAType: return ["ANSWER": Secret(Self.cognitoFactor(text))]
        case .password: return ["PASSWORD": Secret(text)]
        case .webAuthn: return ["CREDENTIAL": Secret(text)]
        case .newPasswordRequired:
            var answers = ["NEW_PASSWORD": Secret(text)]
            for (attribute, value) in options.userAttributes ?? [:] {
                answers["userAttributes." + StandardAttribute.prefixed(attribute)] = Secret(value)
            }
            return answers
        default: return ["ANSWER": Secret(text)]
        }
    }

    /// Cognito's name of our second factor; other texts as they are.
    private static func cognitoFactor(_ text: String) -> String {
        switch text {
        case StandardFactor.sms.rawValue: "SMS_MFA"
        case StandardFactor.totp.rawValue: "SOFTWARE_TOKEN_MFA"
        case StandardFactor.email.rawValue: "EMAIL_OTP"
        default: text
        }
    }
}
