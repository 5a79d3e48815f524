// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct `The devices of a user` {
    private let bed = LocalBed()
    private static let noDevice = AWSError.refusal("ResourceNotFoundException", "Device does not exist.")
    private static let notTracked = AWSError.refusal(
        "InvalidParameterException", "Device tracking is not enabled for this user pool.")

    private func list(_ pool: LocalUserPool, _ tokens: AuthTokens) async throws -> [Device] {
        try await pool.listDevices(.init(accessToken: tokens.accessToken ?? Secret(""))).devices
    }

    @Test(arguments: [true, false])
    func `a confirmed device is listed, and remembered unless the user is to be asked`(asks: Bool) async throws {
        let (pool, _) = try await bed.trackingPool(.init(rememberedOnUserPrompt: asks))
        let tokens = try await pool.signInAnew("alice")
        #expect(try await list(pool, tokens).isEmpty)
        let device = try KnownDevice(try #require(tokens.newDevice))
        #expect(try await pool.confirmDevice(device.confirmation(tokens.accessToken, name: "Firefox")) == asks)
        let listed = try #require(try await list(pool, tokens).first)
        #expect(listed.deviceKey == device.key)
        #expect(listed.createDate == bed.clock.now() && listed.lastAuthenticatedDate == bed.clock.now())
        let attributes = [
            "device_status": "valid", "device_name": "Firefox",
            "dev:device_remembered_status": asks ? "not_remembered" : "remembered",
        ]
        #expect(Dictionary(uniqueKeysWithValues: listed.attributes.map { ($0.name, $0.value) }) == attributes)

        bed.advance(seconds: 10)
        let token = try #require(tokens.accessToken)
        for remembered in [true, false] {
            try await pool.updateDeviceStatus(accessToken: token, deviceKey: device.key, remembered: remembered)
            let changed = try #require(try await list(pool, tokens).first)
            let status = changed.attributes.first { $0.name == "dev:device_remembered_status" }?.value
            #expect(status == (remembered ? "remembered" : "not_remembered"))
            #expect(changed.lastModifiedDate == bed.clock.now() && changed.createDate == listed.createDate)
        }
    }

    @Test func `devices come in pages, oldest first`() async throws {
        let (pool, _) = try await bed.trackingPool()
        var keys: [String] = []
        var last: AuthTokens?
        for _ in 0..<7 {
            let (device, tokens) = try await pool.signInAndConfirm()
            keys.append(device.key)
            last = tokens
            bed.advance(seconds: 1)
        }
        let token = try #require(last?.accessToken)
        var listed: [String] = []
        var pages = 0
        var next: String?
        repeat {
            let page = try await pool.listDevices(.init(accessToken: token, limit: 3, paginationToken: next))
            // One that goes in between does not disturb the pages.
            if pages == 0 { try await pool.forgetDevice(accessToken: token, deviceKey: keys[2]) }
            listed += page.devices.map(\.deviceKey)
            next = page.paginationToken
            pages += 1
        } while next != nil && pages < 10
        #expect(listed == keys && pages == 3)
        let rest = try await pool.listDevices(.init(accessToken: token, limit: 6))
        #expect(rest.devices.count == 6 && rest.paginationToken == nil)

        for limit in [0, -1, 61, .max] {
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await pool.listDevices(.init(accessToken: token, limit: limit))
            }
        }
        for bad in ["", "x", "AAAA", "%", Base64URL.encode(Array("x y".utf8)), String(repeating: "A", count: 10_000)] {
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await pool.listDevices(.init(accessToken: token, paginationToken: bad))
            }
        }
    }

    @Test func `only the device of the access token is confirmed, and once`() async throws {
        let (pool, platform) = try await bed.trackingPool()
        try await pool.register("bob", [:], platform.outbox)
        let (alices, bobs) = (try await pool.signInAnew("alice"), try await pool.signInAnew("bob"))
        let device = try KnownDevice(try #require(alices.newDevice))
        await #expect(
            performing: { try await pool.confirmDevice(device.confirmation(bobs.accessToken)) }, throws: Self.noDevice)
        let invented = try KnownDevice(.init(deviceKey: "local_1", deviceGroupKey: device.group))
        await #expect(
            performing: { try await pool.confirmDevice(invented.confirmation(alices.accessToken)) },
            throws: Self.noDevice)
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            try await pool.confirmDevice(device.confirmation(Secret("x")))
        }
        _ = try await pool.confirmDevice(device.confirmation(alices.accessToken))
        await #expect(throws: AWSError(name: "DeviceKeyExistsException")) {
            try await pool.confirmDevice(device.confirmation(alices.accessToken))
        }
    }

    @Test(arguments: [
        ("", "AAAA"), ("%", "AAAA"), ("AQ==", ""), ("AQ==", "%"), ("AA==", "AQ=="), ("", ""), ("Ag==", "AAAA"),
        ("AQ==", Base64.encode([UInt8](repeating: 1, count: 65))),
        (Base64.encode([UInt8](repeating: 1, count: 386)), "AQ=="),
    ])
    func `a verifier that is none is refused`(verifier: String, salt: String) async throws {
        let (pool, _) = try await bed.trackingPool()
        let tokens = try await pool.signInAnew("alice")
        let input = ConfirmDeviceInput(
            accessToken: try #require(tokens.accessToken), deviceKey: try #require(tokens.newDevice).deviceKey,
            passwordVerifier: Secret(verifier), salt: salt)
        await #expect(throws: AWSError(name: "InvalidParameterException")) { try await pool.confirmDevice(input) }
        for name in ["", String(repeating: "a", count: 1025)] {
            let device = try KnownDevice(try #require(tokens.newDevice))
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await pool.confirmDevice(device.confirmation(tokens.accessToken, name: name))
            }
        }
        #expect(try await list(pool, tokens).isEmpty)
    }

    @Test func `another user's device is nobody's`() async throws {
        let (pool, platform) = try await bed.trackingPool()
        try await pool.register("bob", [:], platform.outbox)
        let (device, alices) = try await pool.signInAndConfirm()
        let bobs = try #require(try await pool.signInAnew("bob").accessToken)
        await #expect(
            performing: { try await pool.forgetDevice(accessToken: bobs, deviceKey: device.key) },
            throws: Self.noDevice)
        await #expect(
            performing: {
                try await pool.updateDeviceStatus(accessToken: bobs, deviceKey: device.key, remembered: false)
            }, throws: Self.noDevice)
        #expect(try await pool.listDevices(.init(accessToken: bobs)).devices.isEmpty)
        let token = try #require(alices.accessToken)
        try await pool.forgetDevice(accessToken: token, deviceKey: device.key)
        await #expect(
            performing: { try await pool.forgetDevice(accessToken: token, deviceKey: device.key) },
            throws: Self.noDevice)
    }

    @Test func `where devices are not tracked there are none`() async throws {
        let (pool, _) = try await bed.trackingPool(nil)
        let tokens = try await pool.signInAnew("alice")
        let token = try #require(tokens.accessToken)
        #expect(try await list(pool, tokens).isEmpty)
        let device = try KnownDevice(.init(deviceKey: "local_1", deviceGroupKey: "-g"))
        await #expect(
            performing: { try await pool.confirmDevice(device.confirmation(token)) }, throws: Self.notTracked)
        await #expect(
            performing: { try await pool.forgetDevice(accessToken: token, deviceKey: "x") }, throws: Self.notTracked)
        await #expect(
            performing: { try await pool.updateDeviceStatus(accessToken: token, deviceKey: "x", remembered: true) },
            throws: Self.notTracked)
        await #expect(throws: AWSError(name: "NotAuthorizedException")) {
            try await pool.listDevices(.init(accessToken: Secret("x")))
        }
    }
}
