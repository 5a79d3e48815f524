// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Foundation
import Testing

@testable import BlocksLocal

@Suite struct `Signing in on a device` {
    private let bed = LocalBed()
    private var now: Timestamp { bed.clock.now() }
    private static let incorrect = AWSError.refusal("NotAuthorizedException", "Incorrect username or password")
    private static let dead = AWSError.refusal("ExpiredCodeException", "Challenge session expired")
    private static let noDevice = AWSError.refusal("ResourceNotFoundException", "Device does not exist.")
    private static let noRefresh = AWSError.refusal("NotAuthorizedException", "Invalid Refresh Token")

    @Test func `a sign-in without a device gets a new one, where devices are tracked`() async throws {
        let (pool, _) = try await bed.trackingPool()
        let first = try #require(try await pool.signInAnew("alice").newDevice)
        let second = try #require(try await pool.prove("alice", at: now).tokens().newDevice)
        #expect(first.deviceKey.hasPrefix("local_") && first.deviceKey != second.deviceKey)
        #expect(first.deviceGroupKey == second.deviceGroupKey)
        let third = try await pool.signIn("alice")
        #expect(try await pool.claims(third.accessToken)["device_key"]?.string == third.newDevice?.deviceKey)
        #expect(try await pool.claims(third.idToken)["device_key"] == nil)

        let other = LocalBed()
        let (plain, _) = try await other.trackingPool(nil)
        #expect(try await plain.signInAnew("alice").newDevice == nil)
        // There a device that is named does not matter.
        #expect(try await plain.start("alice", on: "local_1").tokens().newDevice == nil)
        withExtendedLifetime(other) {}
    }

    @Test func `a password that is not proved brings no new device, as in Cognito`() async throws {
        let (pool, _) = try await bed.trackingPool()
        #expect(try await pool.signIn("alice").newDevice == nil)
        let chosen = try await pool.initiateAuth(
            .init(
                flow: .userAuth,
                parameters: [
                    "USERNAME": Secret("alice"), "PASSWORD": password, "PREFERRED_CHALLENGE": Secret("PASSWORD"),
                ]))
        let tokens = try chosen.tokens()
        #expect(tokens.newDevice == nil)
        // Such a session is on no device, and is refreshed without one.
        _ = try await pool.refreshTokens(.init(refreshToken: #require(tokens.refreshToken))).tokens()
        let made = try KnownDevice(.init(deviceKey: "local_1", deviceGroupKey: "-g"))
        await #expect(
            performing: { try await pool.confirmDevice(made.confirmation(tokens.accessToken)) }, throws: Self.noDevice)
        let client = try ProvingClient(pool)
        let asked = try await pool.provable("alice", client, .userAuth, ["PREFERRED_CHALLENGE": "PASSWORD_SRP"])
        #expect(try await pool.answer(asked, client.answers(to: asked, at: now)).tokens().newDevice != nil)
    }

    @Test func `a confirmed device proves itself and is no new one`() async throws {
        let (pool, _) = try await bed.trackingPool()
        let (device, _) = try await pool.signInAndConfirm()
        let challenge = try await pool.start("alice", on: device.key).challenge()
        #expect(challenge.name == .deviceSRPAuth)
        let client = try ProvingClient(pool)
        let asked = try await pool.provable(challenge, on: device.key, client)
        #expect(asked.name == .devicePasswordVerifier)
        let names = ["DEVICE_KEY", "SALT", "SECRET_BLOCK", "SRP_B", "USERNAME", "USER_ID_FOR_SRP"]
        #expect(asked.parameters.keys.sorted() == names)
        let tokens = try await pool.answer(asked, device.answers(to: asked, client, at: now)).tokens()
        #expect(tokens.newDevice == nil && tokens.refreshToken != nil)
    }

    @Test func `a device may be named with the proof of the password, too`() async throws {
        let (pool, _) = try await bed.trackingPool()
        let (device, _) = try await pool.signInAndConfirm()
        let client = try ProvingClient(pool)
        for withStart in [true, false] {
            let named = ["DEVICE_KEY": device.key]
            let asked = try await pool.provable("alice", client, .userSRPAuth, withStart ? named : [:])
            let answers = try client.answers(to: asked, at: now).merging(withStart ? [:] : named) { $1 }
            let challenge = try await pool.answer(asked, answers).challenge()
            #expect(challenge.name == .deviceSRPAuth)
            _ = try await pool.prove(device, challenge, at: now).tokens()
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `a remembered device takes the second factor's place where the pool says so`(
        challengesNew: Bool, remembered: Bool
    ) async throws {
        let (pool, platform) = try await bed.trackingPool(
            .init(challengeRequiredOnNewDevice: challengesNew), mfa: .required)
        let first = try await pool.prove("alice", at: now).challenge()
        #expect(first.name == .emailOTP)
        let code = try platform.outbox.code(for: "alice")
        let tokens = try await pool.answer(first, ["EMAIL_OTP_CODE": code]).tokens()
        let device = try KnownDevice(try #require(tokens.newDevice))
        _ = try await pool.confirmDevice(device.confirmation(tokens.accessToken))
        let token = try #require(tokens.accessToken)
        try await pool.updateDeviceStatus(accessToken: token, deviceKey: device.key, remembered: remembered)

        var challenge = try await pool.start("alice", on: device.key).challenge()
        if !(challengesNew && remembered) {
            #expect(challenge.name == .emailOTP)
            let code = try platform.outbox.code(for: "alice")
            challenge = try await pool.answer(challenge, ["EMAIL_OTP_CODE": code]).challenge()
        }
        #expect(challenge.name == .deviceSRPAuth)
        _ = try await pool.prove(device, challenge, at: now).tokens()
    }

    @Test func `a device that the user has not is told apart only after the password`() async throws {
        let (pool, platform) = try await bed.trackingPool()
        try await pool.register("bob", [:], platform.outbox)
        let (bobs, _) = try await pool.signInAndConfirm("bob")
        let unconfirmed = try #require(try await pool.signInAnew("alice").newDevice).deviceKey
        for key in [bobs.key, unconfirmed, "local_1", "x"] {
            await #expect(performing: { try await pool.start("alice", on: key) }, throws: Self.noDevice)
            let wrong = ["USERNAME": Secret("alice"), "PASSWORD": otherPassword, "DEVICE_KEY": Secret(key)]
            await #expect(
                performing: { try await pool.initiateAuth(.init(flow: .userPasswordAuth, parameters: wrong)) },
                throws: Self.incorrect)
        }
        for key in ["", String(repeating: "a", count: 56), String(repeating: "a", count: 10_000_000)] {
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await pool.start("alice", on: key)
            }
        }
    }

    @Test func `a wrong proof is refused, and the session ends with the third`() async throws {
        let (pool, _) = try await bed.trackingPool()
        let (device, _) = try await pool.signInAndConfirm()
        let client = try ProvingClient(pool)
        let challenge = try await pool.start("alice", on: device.key).challenge()
        let asked = try await pool.provable(challenge, on: device.key, client)
        let right = try device.answers(to: asked, client, at: now)
        let other = try KnownDevice(.init(deviceKey: device.key, deviceGroupKey: device.group))
        for wrong in [
            try other.answers(to: asked, client, at: now), right.merging(["PASSWORD_CLAIM_SIGNATURE": "AAAA"]) { $1 },
            try device.answers(to: asked, client, at: now.adding(seconds: -301)),
        ] {
            await #expect(performing: { try await pool.answer(asked, wrong) }, throws: Self.incorrect)
        }
        await #expect(performing: { try await pool.answer(asked, right) }, throws: Self.dead)
    }

    @Test func `a proof counts once, and only for its device`() async throws {
        let (pool, _) = try await bed.trackingPool()
        let (device, _) = try await pool.signInAndConfirm()
        let (second, _) = try await pool.signInAndConfirm()
        let client = try ProvingClient(pool)
        let challenge = try await pool.start("alice", on: device.key).challenge()
        // Another device may not slip in, at either step.
        for key in [second.key, "local_1"] {
            await #expect(performing: { try await pool.provable(challenge, on: key, client) }, throws: Self.noDevice)
        }
        let asked = try await pool.provable(challenge, on: device.key, client)
        await #expect(
            performing: { try await pool.answer(asked, second.answers(to: asked, client, at: now)) },
            throws: Self.noDevice)
        let right = try device.answers(to: asked, client, at: now)
        _ = try await pool.answer(asked, right).tokens()
        await #expect(performing: { try await pool.answer(asked, right) }, throws: Self.dead)
        await #expect(
            performing: { try await pool.provable(challenge, on: device.key, client) }, throws: Self.dead)
    }

    @Test(arguments: [nil, "", "0", "zz"] as [String?])
    func `an unusable public value is refused`(value: String?) async throws {
        let (pool, _) = try await bed.trackingPool()
        let (device, _) = try await pool.signInAndConfirm()
        let challenge = try await pool.start("alice", on: device.key).challenge()
        var answers = ["DEVICE_KEY": device.key]
        answers["SRP_A"] = value
        await #expect(throws: AWSError(name: "InvalidParameterException")) {
            try await pool.answer(challenge, answers)
        }
        _ = try await pool.prove(device, challenge, at: now).tokens()
    }

    @Test func `a device that is forgotten meanwhile does not sign in`() async throws {
        let (pool, _) = try await bed.trackingPool()
        let (device, tokens) = try await pool.signInAndConfirm()
        let client = try ProvingClient(pool)
        let challenge = try await pool.start("alice", on: device.key).challenge()
        let asked = try await pool.provable(challenge, on: device.key, client)
        try await pool.forgetDevice(accessToken: #require(tokens.accessToken), deviceKey: device.key)
        let proof = try device.answers(to: asked, client, at: now)
        await #expect(performing: { try await pool.answer(asked, proof) }, throws: Self.noDevice)
    }

    @Test func `refreshing needs the device of the sign-in, confirmed and not forgotten`() async throws {
        let (pool, _) = try await bed.trackingPool()
        let tokens = try await pool.signInAnew("alice")
        let device = try KnownDevice(try #require(tokens.newDevice))
        let (other, _) = try await pool.signInAndConfirm()
        let token = try #require(tokens.refreshToken)
        func refresh(_ key: String?) async throws -> AuthOutput {
            try await pool.refreshTokens(.init(refreshToken: token, deviceKey: key))
        }
        await #expect(performing: { try await refresh(device.key) }, throws: Self.noRefresh)
        _ = try await pool.confirmDevice(device.confirmation(tokens.accessToken))
        for key in [nil, "", "local_1", other.key] {
            await #expect(performing: { try await refresh(key) }, throws: Self.noRefresh)
        }
        let renewed = try await refresh(device.key).tokens()
        try await pool.forgetDevice(accessToken: #require(renewed.accessToken), deviceKey: device.key)
        await #expect(performing: { try await refresh(device.key) }, throws: Self.noRefresh)
    }

    @Test func `devices outlive a restart, and a lost sealing key makes them unknown`() async throws {
        let configuration = UserPoolConfiguration(fullID: "app-auth", deviceTracking: .init())
        let device = try await {
            let (pool, platform) = try bed.pool(configuration)
            try await pool.register("alice", [:], platform.outbox)
            return try await pool.signInAndConfirm().0
        }()
        try await {
            let (pool, _) = try bed.pool(configuration)
            let challenge = try await pool.start("alice", on: device.key).challenge()
            _ = try await pool.prove(device, challenge, at: now).tokens()
            #expect(try !bed.text("app-auth/state.json").contains(device.password.exposed))
        }()
        try FileManager.default.removeItem(atPath: bed.folder + "/app-auth/sealing-key")
        let (pool, _) = try bed.pool(configuration)
        let challenge = try await pool.start("alice", on: device.key).challenge()
        await #expect(performing: { try await pool.prove(device, challenge, at: now) }, throws: Self.noDevice)
    }
}
