// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// Devices in a sign-in: a known one proves itself by SRP, any other becomes a new one.
extension LocalUserPool {
    /// What is known of a client's device from the parameters, and from the challenge that they answer, if they answer one.
    ///
    /// Throws `InvalidParameterException` for what can't be a key.
    func device(
        in parameters: [String: Secret<String>], after pending: PendingChallenge? = nil
    ) throws(AWSError) -> ClientDevice {
        var device = pending?.clientDevice ?? ClientDevice()
        guard configuration.deviceTracking != nil, let key = parameters["DEVICE_KEY"]?.withExposed({ $0 }) else {
            return device
        }
        guard (1...Self.maximumKeyLength).contains(key.utf8.count) else {
            throw .invalidParameter("Invalid DEVICE_KEY")
        }
        device.key = key
        return device
    }

    /// Whether the second factor is spared, for the device will prove itself.
    ///
    /// Throws `ResourceNotFoundException` when the user has no such device: the client has to start again without it.
    func isSparedSecondFactor(_ user: LocalUser, on device: ClientDevice) throws(AWSError) -> Bool {
        guard let tracking = configuration.deviceTracking, let key = device.key else { return false }
        return try known(key, of: user).remembered && tracking.challengeRequiredOnNewDevice
    }

    /// The last step of a sign-in: tokens, but first the proof of the device if the client named one.
    ///
    /// Note of a new device is taken only in the flows in which Cognito can confirm it: those that prove the password by SRP.
    func finish(
        _ name: String, _ user: LocalUser, on device: ClientDevice, in next: inout PoolState
    ) throws(AWSError) -> SignInStep {
        if let key = device.key, configuration.deviceTracking != nil {
            _ = try known(key, of: user)
            let pending = PendingChallenge(.deviceSRPAuth, username: name, user: user, on: device, at: now)
            return SignInStep(output: try pose(pending, ["DEVICE_KEY": key], in: &next))
        }
        let isNoted = configuration.deviceTracking != nil && device.passwordWasProved
        let new = isNoted ? try newDevice(of: user) : nil
        var tokens = try signIn(name, user, on: new?.deviceKey, in: &next)
        tokens.newDevice = new
        return SignInStep(output: .tokens(tokens))
    }

    /// Asks for the device's proof (`DEVICE_SRP_AUTH`).
    func acceptDevice(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        let (key, device) = try device(of: answer)
        let (proof, parameters) = try newProof(Self.checked(answer["SRP_A"]), try verifier(of: device))
        let name = answer.pending.username
        var pending = PendingChallenge(
            .devicePasswordVerifier, username: name, user: answer.user, on: answer.device, at: now)
        pending.proof = proof
        let named = parameters.merging(["DEVICE_KEY": key, "USERNAME": name]) { $1 }
        return try take { [pending] next throws(AWSError) in
            next.challenges[answer.session] = nil
            return SignInStep(output: try pose(pending, named, in: &next))
        }
    }

    /// Judges the device's proof (`DEVICE_PASSWORD_VERIFIER`) and signs in.
    func acceptDeviceProof(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        var (key, device) = try device(of: answer)
        guard let pending = answer.pending.proof else { throw .challengeExpired }
        let proof = try ProofAnswer(answer.input.challengeResponses)
        let identity = SRPIdentity(deviceGroupKey: try deviceGroup(of: answer.user), deviceKey: key)
        guard try isProof(proof, of: identity, try verifier(of: device), pending) else {
            try countWrongAnswer(answer.session)
            throw .incorrectCredentials
        }
        var user = answer.user
        device.authenticated = now.milliseconds
        user.devices[key] = device
        return try take { [key, user] next throws(AWSError) in
            next.challenges[answer.session] = nil
            next.users[answer.pending.username] = user
            return SignInStep(output: .tokens(try signIn(answer.pending.username, user, on: key, in: &next)))
        }
    }

    /// Whether a refresh comes from the device that the sign-in was on, which has to be confirmed and not forgotten.
    func isOn(_ record: SignInRecord, _ device: String?, _ user: LocalUser) -> Bool {
        guard configuration.deviceTracking != nil, let key = record.device else { return true }
        return device == key && user.devices[key] != nil
    }

    /// The device that a challenge is about, which the answer must not exchange for another.
    private func device(of answer: ChallengeAnswer) throws(AWSError) -> (key: String, device: LocalDevice) {
        guard let key = answer.pending.clientDevice.key, answer.device.key == key else { throw .noDevice }
        return (key, try known(key, of: answer.user))
    }

    private func known(_ key: String, of user: LocalUser) throws(AWSError) -> LocalDevice {
        guard let device = user.devices[key] else { throw .noDevice }
        return device
    }

    /// What the device's proofs are checked with; one that does not open, since the key was lost, is as good as forgotten.
    private func verifier(of device: LocalDevice) throws(AWSError) -> SRPVerifier {
        guard let verifier = try sealer().openVerifier(device.sealedVerifier, as: .deviceVerifier) else {
            throw .noDevice
        }
        return verifier
    }

    private func newDevice(of user: LocalUser) throws(AWSError) -> NewDevice {
        let group = try deviceGroup(of: user)
        do {
            return NewDevice(deviceKey: "\(pool.region)_\(try random.uuid())", deviceGroupKey: group)
        } catch {
            throw fault("device key", error)
        }
    }

    /// The group of all devices of a user, which follows from the user's permanent id.
    private func deviceGroup(of user: LocalUser) throws(AWSError) -> String {
        "-" + Base64URL.encode(Array(try sealer().pseudorandom("device-group:\(user.userSub)").prefix(6)))
    }

    private static let maximumKeyLength = 55
}
