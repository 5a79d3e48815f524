// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// The start of a sign-in, and what Cognito's refusals lead to.
extension SignInFlow {
    /// What a sign-in starts with.
    struct Start: Sendable {
        /// Cognito's flow.
        var flow: AuthFlowType
        /// The name that the user typed.
        var username: String
        /// The password; empty for none.
        var password: Secret<String>
        /// The first factor that `USER_AUTH` tries first; `nil` lets the user choose.
        var preferred: PreferredChallenge?
        /// Whether `CUSTOM_AUTH` has the password proved before its own challenges.
        var startsWithSRP = false
        /// The handle of a sign-up that was just confirmed; `nil` for none.
        var cognitoSession: Secret<String>?
        /// Values for the pool's Lambda triggers; `nil` for none.
        var clientMetadata: [String: String]?

        /// Whether the password itself goes to Cognito with the start.
        var sendsPassword: Bool {
            switch flow {
            case .userPasswordAuth, .adminUserPasswordAuth: true
            case .userAuth: preferred == .password && hasPassword
            default: false
            }
        }

        /// Whether the first half of a proof goes to Cognito with the start.
        var needsClient: Bool {
            switch flow {
            case .userSRPAuth: true
            case .customAuth: startsWithSRP
            case .userAuth: preferred == .passwordSRP && hasPassword
            default: false
            }
        }

        private var hasPassword: Bool { password.withExposed { !$0.isEmpty } }

        /// The preference for Cognito.
        ///
        /// One for SRP without a password is none: the proof could not be completed in this request, and its private half does not leave
        /// the server.
        private var sentPreference: PreferredChallenge? {
            preferred == .passwordSRP && !hasPassword ? nil : preferred
        }

        /// The parameters of spec auth-methods §5 and of Cognito's `InitiateAuth`.
        func parameters(publicValue: String?, deviceKey: String?) -> [String: Secret<String>] {
            var parameters = ["USERNAME": Secret(username)]
            if sendsPassword { parameters["PASSWORD"] = password }
            if let publicValue { parameters["SRP_A"] = Secret(publicValue) }
            if flow == .customAuth, startsWithSRP { parameters["CHALLENGE_NAME"] = Secret("SRP_A") }
            if flow == .userAuth, let preference = sentPreference {
                parameters["PREFERRED_CHALLENGE"] = Secret(preference.rawValue)
            }
            if let deviceKey { parameters["DEVICE_KEY"] = Secret(deviceKey) }
            return parameters
        }
    }

    /// Begins the sign-in that this value was made for; one that goes on in another request can't begin.
    mutating func start() -> Action {
        guard let begin, answered == nil else { return outOfOrder() }
        if begin.needsClient, client == nil {
            state = .waitingForClient(.start)
            return .drawClient
        }
        state = .waitingForReply
        let publicValue = begin.needsClient ? client?.publicValue : nil
        return .initiate(
            InitiateAuthInput(
                flow: AuthFlow(rawValue: begin.flow.rawValue),
                parameters: begin.parameters(publicValue: publicValue, deviceKey: circumstances.device?.deviceKey),
                clientMetadata: begin.clientMetadata ?? [:], session: begin.cognitoSession,
                userContext: circumstances.userContext))
    }

    /// Cognito refused the start or an answer; `nil` when the refusal is the outcome.
    ///
    /// A device that Cognito does not accept is left out and the sign-in started again, once. Where it started in an earlier request, the
    /// user has to start again, without the device.
    mutating func refused(_ error: AWSError) -> Action? {
        guard error.kind == .service else { return nil }
        if concernsDevice(error) {
            circumstances.device = nil
            refusedDevice = true
            guard let begin else { return nil }
            answered = nil
            silent = []
            username = begin.username
            return start()
        }
        return Concealment.wrongPassword(error, concealsUnconfirmed: circumstances.concealsUnconfirmed).map {
            .fail($0)
        }
    }

    /// Whether it is the device that Cognito refuses: one that was forgotten, or proved wrongly.
    private func concernsDevice(_ error: AWSError) -> Bool {
        guard circumstances.device != nil else { return false }
        let text = error.message.lowercased()
        switch error.name {
        case "NotAuthorizedException", "ResourceNotFoundException":
            return answered == .deviceSRPAuth || answered == .devicePasswordVerifier || text.includes("device")
        case "InvalidParameterException": return text.includes("device key")
        default: return false
        }
    }
}
