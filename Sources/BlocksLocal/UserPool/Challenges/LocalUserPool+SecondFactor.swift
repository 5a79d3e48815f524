// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// Second factors, asked for after a password (local-mode §8).
extension LocalUserPool {
    /// What follows a right password: a new one where it was temporary, else the second factor.
    func afterPassword(
        _ name: String, _ user: LocalUser, on device: ClientDevice, in next: inout PoolState
    ) throws(AWSError) -> SignInStep {
        if user.hasTemporaryPassword { return try askForPassword(name, user, on: device, in: &next) }
        return try afterFirstFactor(name, user, on: device, in: &next)
    }

    /// Asks for a second factor, or for setting one up, or signs in; a remembered device may take the second factor's place.
    func afterFirstFactor(
        _ name: String, _ user: LocalUser, on device: ClientDevice, in next: inout PoolState
    ) throws(AWSError) -> SignInStep {
        if try isSparedSecondFactor(user, on: device) { return try finish(name, user, on: device, in: &next) }
        let enrolled = enrolledFactors(of: user)
        if let preferred = user.factors.preferred, enrolled.contains(preferred) {
            return try ask(for: preferred, name, user, on: device, in: &next)
        }
        switch enrolled.count {
        case 0 where configuration.mfa == .required: return try askForSetUp(name, user, on: device, in: &next)
        case 0: return try finish(name, user, on: device, in: &next)
        case 1: return try ask(for: enrolled[0], name, user, on: device, in: &next)
        default:
            let choices = enrolled.map(\.rawValue)
            let pending = PendingChallenge(
                .selectMFAType, username: name, user: user, on: device, at: now, choices: choices)
            return SignInStep(
                output: try pose(pending, ["MFAS_CAN_CHOOSE": Self.listParameter(choices)], in: &next))
        }
    }

    /// Asks for one second factor, and sends its code.
    ///
    /// The address is shown whole, as the reference does: who gets here knows the password.
    func ask(
        for factor: SecondFactor, _ name: String, _ user: LocalUser, on device: ClientDevice, in next: inout PoolState
    ) throws(AWSError) -> SignInStep {
        let pending = PendingChallenge(factor.challenge, username: name, user: user, on: device, at: now)
        guard let attribute = factor.address else { return SignInStep(output: try pose(pending, in: &next)) }
        let address = user.attributes[attribute] ?? ""
        return try poseCode(pending, to: Contact([attribute: address]), shown: address, in: &next)
    }

    /// The second factors that `user` can be asked for: those switched on, then verified addresses of the declared kinds.
    ///
    /// A verified address counts without being switched on, unlike in Cognito: the reference's clients rely on it.
    func enrolledFactors(of user: LocalUser) -> [SecondFactor] {
        guard configuration.mfa != .off else { return [] }
        let declared = Set(configuration.mfaTypes.map(SecondFactor.init))
        var enrolled = user.factors.enabled.filter { factor in
            declared.contains(factor)
                && (factor.address.map { !(user.attributes[$0] ?? "").isEmpty } ?? (user.app?.isVerified == true))
        }
        for factor in [SecondFactor.email, .sms] where declared.contains(factor) && !enrolled.contains(factor) {
            if let address = factor.address, user.isVerified(address) { enrolled.append(factor) }
        }
        return enrolled
    }

    /// Asks for setting a second factor up, where none is.
    private func askForSetUp(
        _ name: String, _ user: LocalUser, on device: ClientDevice, in next: inout PoolState
    ) throws(AWSError) -> SignInStep {
        let choices = configuration.mfaTypes.map(SecondFactor.init).filter { $0 != .sms }.map(\.rawValue)
        guard !choices.isEmpty else {
            throw .invalidParameter(
                "MFA is required but no factor can be enrolled. Configure TOTP / EMAIL or verify an SMS number.")
        }
        let pending = PendingChallenge(
            .mfaSetup, username: name, user: user, on: device, at: now, choices: choices)
        return SignInStep(output: try pose(pending, ["MFAS_CAN_SETUP": Self.listParameter(choices)], in: &next))
    }
}
