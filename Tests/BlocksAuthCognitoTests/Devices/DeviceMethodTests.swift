// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// `rememberDevice`, `fetchDevices` and `forgetDevice` (spec auth-methods §9).
struct DeviceMethodTests {
    private let notSignedIn = ApiError("Authentication required", status: 401, name: "NotAuthenticatedException")

    /// A fixture and the cookies of alice, who signed in on a new device where devices are tracked.
    private func signedIn(tracking: Bool = true) async throws -> (AuthFixture<Pool>, String) {
        let fixture = try AuthFixture<Pool>(
            options: .init(authFlowType: .userSRPAuth, deviceTracking: tracking ? .init() : nil))
        var tokens = fixture.tokens()
        if tracking { tokens.newDevice = NewDevice(deviceKey: "key-1", deviceGroupKey: "g") }
        fixture.cognito.script("InitiateAuth", [.tokens(tokens)])
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        return (fixture, try #require(context.cookieToSendBack))
    }

    private func pages(_ fixture: AuthFixture<Pool>, _ pages: [ListDevicesOutput]) {
        let cognito = fixture.cognito
        cognito.on("ListDevices") { () async throws -> ListDevicesOutput in
            let asked = cognito.operations.count { $0 == "ListDevices" }
            return pages[min(asked, pages.count) - 1]
        }
    }

    @Test func `the session's device is remembered`() async throws {
        let (fixture, cookies) = try await signedIn()
        try await fixture.auth.rememberDevice(fixture.context(cookies))
        #expect(
            fixture.cognito.last("UpdateDeviceStatus") == [
                "AccessToken": fixture.tokens().accessToken?.exposed, "DeviceKey": "key-1", "Remembered": "true",
            ])
    }

    @Test func `without device tracking the error says what to change`() async throws {
        let (fixture, cookies) = try await signedIn(tracking: false)
        await #expect(
            throws: ApiError(
                "rememberDevice needs a pool that tracks devices: construct AuthCognito with { deviceTracking: {} }.",
                status: 501, name: "InvalidParameterException")
        ) { try await fixture.auth.rememberDevice(fixture.context(cookies)) }
        #expect(fixture.cognito.operations == ["InitiateAuth"])
    }

    @Test func `a session without device has none to remember`() async throws {
        let fixture = try AuthFixture<Pool>(options: .init(authFlowType: .userSRPAuth, deviceTracking: .init()))
        let cookies = try await fixture.signIn()
        await #expect(
            throws: ApiError(
                "This session has no device. Sign in again to have it remembered.", status: 404,
                name: "ResourceNotFoundException")
        ) { try await fixture.auth.rememberDevice(fixture.context(cookies)) }
    }

    @Test func `nobody is signed in`() async throws {
        let fixture = try AuthFixture<Pool>(options: .init(authFlowType: .userSRPAuth, deviceTracking: .init()))
        await #expect(throws: notSignedIn) { try await fixture.auth.rememberDevice(fixture.context()) }
        await #expect(throws: notSignedIn) { try await fixture.auth.fetchDevices(fixture.context()).all() }
        await #expect(throws: notSignedIn) { try await fixture.auth.forgetDevice(fixture.context(), "k") }
        #expect(fixture.cognito.calls.isEmpty)
    }

    @Test func `devices are read page by page, as they are asked for`() async throws {
        let (fixture, cookies) = try await signedIn()
        pages(
            fixture,
            [
                .init(devices: [Device(deviceKey: "a"), Device(deviceKey: "b")], paginationToken: "p2"),
                .init(devices: [], paginationToken: "p3"), .init(devices: [Device(deviceKey: "c")]),
            ])
        var keys: [String] = []
        for try await device in fixture.auth.fetchDevices(fixture.context(cookies)) {
            keys.append(device.deviceKey)
            if keys.count < 3 { #expect(fixture.cognito.operations.count { $0 == "ListDevices" } == 1) }
        }
        #expect(keys == ["a", "b", "c"])
        let asked = fixture.cognito.calls.filter { $0.operation == "ListDevices" }.map(\.fields)
        let token = fixture.tokens().accessToken?.exposed ?? ""
        #expect(
            asked == [
                ["AccessToken": token, "Limit": "60"], ["AccessToken": token, "Limit": "60", "PaginationToken": "p2"],
                ["AccessToken": token, "Limit": "60", "PaginationToken": "p3"],
            ])
    }

    @Test func `a page that points to itself is the last`() async throws {
        let (fixture, cookies) = try await signedIn()
        pages(fixture, [.init(devices: [Device(deviceKey: "a")], paginationToken: "again")])
        #expect(try await fixture.auth.fetchDevices(fixture.context(cookies)).all().map(\.deviceKey) == ["a", "a"])
        #expect(fixture.cognito.operations.count { $0 == "ListDevices" } == 2)
    }

    @Test func `a list that is refused is an error of the loop`() async throws {
        let (fixture, cookies) = try await signedIn()
        fixture.cognito.fail("ListDevices", AWSError(name: "TooManyRequestsException", message: "Slow", status: 400))
        await #expect(throws: ApiError("Slow", status: 429, name: "TooManyRequestsException")) {
            try await fixture.auth.fetchDevices(fixture.context(cookies)).all()
        }
    }

    @Test func `a device on the wire`() throws {
        let device = UserDevice(
            Device(
                deviceKey: "k", attributes: [.init(name: "last_ip_used", value: "192.0.2.1")],
                createDate: Timestamp(milliseconds: 1_700_000_000_123),
                lastAuthenticatedDate: Timestamp(milliseconds: 1_700_000_001_000)))
        #expect(device.attributes["last_ip_used"] == "192.0.2.1")
        #expect(
            try JSONCoding.string(device)
                == #"{"deviceKey":"k","attributes":{},"createDate":"2023-11-14T22:13:20.123Z","#
                + #""lastAuthenticatedDate":"2023-11-14T22:13:21.000Z"}"#)
    }

    @Test(arguments: [("key-1", true), ("key-2", false)])
    func `only the browser's own device loses its cookie`(key: String, own: Bool) async throws {
        let (fixture, cookies) = try await signedIn()
        let context = fixture.context(cookies)
        try await fixture.auth.forgetDevice(context, key)
        #expect(fixture.cognito.last("ForgetDevice")["DeviceKey"] == key)
        #expect(context.setCookies.contains { $0.hasPrefix("__Host-device_") && $0.contains("Max-Age=0") } == own)
    }

    @Test func `a device that is none of the user's is not found`() async throws {
        let (fixture, cookies) = try await signedIn()
        fixture.cognito.fail(
            "ForgetDevice", AWSError(name: "ResourceNotFoundException", message: "Device does not exist.", status: 400))
        let context = fixture.context(cookies)
        await #expect(throws: ApiError("Device does not exist.", status: 404, name: "ResourceNotFoundException")) {
            try await fixture.auth.forgetDevice(context, "key-1")
        }
        #expect(context.setCookies.isEmpty)
    }
}
