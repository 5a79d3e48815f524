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
            case .selectChallenge where envelope.awaitingPassword:  // 6
                .respond(
                    response(
                        .selectChallenge, envelope.cognitoSession,
                        ["ANSWER": Secret(FirstFactor.password.rawValue), "PASSWORD": answer]))
            case .selectChallenge where text == FirstFactor.password.rawValue:  // 5
                awaitPassword(envelope)
            default: .respond(response(envelope.name, envelope.cognitoSession, answers(to: envelope.name, text)))
            }
        }
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
            let name = text.contains("@") ? "EMAIL" : "ANSWER"  // 4, or an answer that Cognito judges
            return .respond(response(.mfaSetup, envelope.cognitoSession, [name: Secret(Self.cognitoFactor(text))]))
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
