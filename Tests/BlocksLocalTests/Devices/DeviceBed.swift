// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

@testable import BlocksLocal

/// A device as a client keeps it.
struct KnownDevice {
    let key: String
    let group: String
    let password: Secret<String>

    init(_ new: NewDevice) throws {
        key = new.deviceKey
        group = new.deviceGroupKey
        password = Secret(try SRPVerifier.devicePassword(random: .system))
    }

    var identity: SRPIdentity { SRPIdentity(deviceGroupKey: group, deviceKey: key) }

    /// What `ConfirmDevice` is called with.
    func confirmation(_ token: Secret<String>?, name: String? = nil) throws -> ConfirmDeviceInput {
        let verifier = try SRPVerifier(identity: identity, password: password.exposed, random: .system)
        return ConfirmDeviceInput(
            accessToken: token ?? Secret(""), deviceKey: key, deviceName: name,
            passwordVerifier: Secret(try verifier.devicePasswordVerifier), salt: try verifier.deviceSalt)
    }
}

extension LocalBed {
    /// A pool that tracks devices, with the confirmed user Alice.
    func trackingPool(
        _ tracking: UserPoolConfiguration.DeviceTracking? = .init(challengeRequiredOnNewDevice: true),
        mfa: UserPoolConfiguration.MFAMode = .off
    ) async throws -> (LocalUserPool, LocalPlatform) {
        let (pool, platform) = try pool(
            .init(fullID: "app-auth", mfa: mfa, mfaTypes: [.email], deviceTracking: tracking))
        try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
        return (pool, platform)
    }
}

extension LocalUserPool {
    /// Signs in by a proof of the password, without a device: what the pool takes note of a new one in.
    func signInAnew(_ username: String = "alice") async throws -> AuthTokens {
        try await prove(username, at: now).tokens()
    }

    /// Signs in without a device, confirms the new one, and returns it with the tokens.
    func signInAndConfirm(_ username: String = "alice") async throws -> (KnownDevice, AuthTokens) {
        let tokens = try await signInAnew(username)
        guard let new = tokens.newDevice else { throw LocalBed.BedError.noTokens }
        let device = try KnownDevice(new)
        _ = try await confirmDevice(device.confirmation(tokens.accessToken))
        return (device, tokens)
    }

    /// Starts a sign-in by password that names a device.
    func start(_ username: String, on key: String) async throws -> AuthOutput {
        try await initiateAuth(
            .init(
                flow: .userPasswordAuth,
                parameters: ["USERNAME": Secret(username), "PASSWORD": password, "DEVICE_KEY": Secret(key)]))
    }

    /// Goes from `DEVICE_SRP_AUTH` to the challenge of the proof.
    func provable(_ challenge: AuthChallenge, on key: String, _ client: ProvingClient) async throws -> AuthChallenge {
        try await answer(challenge, ["SRP_A": client.client.publicValue, "DEVICE_KEY": key]).challenge()
    }

    /// Meets `DEVICE_SRP_AUTH` and what follows as `device`.
    func prove(_ device: KnownDevice, _ challenge: AuthChallenge, at now: Timestamp) async throws -> AuthOutput {
        let client = try ProvingClient(self)
        let asked = try await provable(challenge, on: device.key, client)
        return try await answer(asked, device.answers(to: asked, client, at: now))
    }
}

extension KnownDevice {
    func answers(
        to challenge: AuthChallenge, _ client: ProvingClient, at now: Timestamp
    ) throws -> [String: String] {
        try client.answers(to: challenge, identity, password, at: now).merging(["DEVICE_KEY": key]) { $1 }
    }
}
