// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Devices that the local user pool knows again, and spares the second factor where it is told to.
struct DeviceEndToEndTests {
    /// Alice's browser and the key of her authenticator app; she has signed out.
    private func enrolled(
        _ tracking: DeviceTracking = .init(challengeRequiredOnNewDevice: true), flow: AuthFlowType = .userSRPAuth
    ) async throws -> (LocalBrowser, SymmetricKey) {
        let browser = try LocalBrowser(
            .init(
                mfa: .optional, mfaTypes: [.totp], authFlowType: flow,
                preferredChallenge: flow == .userAuth ? .passwordSRP : nil, deviceTracking: tracking))
        try await browser.register("alice", email: "alice@example.com")
        #expect(try await browser.signIn("alice").state == .signedIn)
        let setUp = try await browser.request { try await browser.auth.setUpTOTP($0) }
        let key = SymmetricKey(try #require(Base32.decode(setUp.sharedSecret)))
        let code = TOTP.code(secret: key, at: browser.clock.clock.now().seconds)
        try await browser.request { try await browser.auth.verifyTOTPSetup($0, code) }
        try await browser.request { try await browser.auth.updateMFAPreference($0, [.totp: .preferred]) }
        _ = try await browser.submit("signOut")
        return (browser, key)
    }

    /// Answers the question for a code, with one that was not used yet.
    private func answer(_ state: AuthState, _ browser: LocalBrowser, _ key: SymmetricKey) async throws -> AuthState {
        browser.clock.advance(seconds: 60)
        let code = TOTP.code(secret: key, at: browser.clock.clock.now().seconds)
        return try await browser.submit(
            "confirmSignIn", ["session": try state.value("session"), "challenge": "code", "code": code])
    }

    private func devices(_ browser: LocalBrowser) async throws -> [UserDevice] {
        try await browser.request { try await browser.auth.fetchDevices($0).all() }
    }

    @Test(arguments: [AuthFlowType.userSRPAuth, .userAuth])
    func `a device that is known is spared the second factor, another browser is not`(flow: AuthFlowType) async throws {
        let (browser, _) = try await enrolled(flow: flow)
        let device = try #require(browser.device)
        #expect(try await browser.signIn("alice").state == .signedIn)
        _ = try await browser.submit("signOut")
        browser.tamper(browser.deviceCookie, nil)
        #expect(try await browser.signIn("alice").state == .confirmingSignIn)
        browser.tamper(browser.deviceCookie, device)
        #expect(try await browser.signIn("alice", "wrong").error == "Incorrect username or password")
        #expect(try await browser.signIn("alice").state == .signedIn)
        browser.tamper(browser.deviceCookie, String(device.reversed()))
        #expect(try await browser.signIn("alice").state == .confirmingSignIn)
    }

    @Test func `a second factor on a new device makes it a known one, by every name that was typed`() async throws {
        let (browser, key) = try await enrolled()
        browser.tamper(browser.deviceCookie, nil)
        let asked = try await browser.signIn("alice@example.com")
        #expect(asked.state == .confirmingSignIn)
        #expect(try await answer(asked, browser, key).state == .signedIn)
        #expect(try await devices(browser).count == 2)
        for name in ["alice@example.com", "alice"] {
            _ = try await browser.submit("signOut")
            #expect(try await browser.signIn(name).state == .signedIn)
        }
        #expect(try await devices(browser).count == 2)
    }

    @Test func `a device that was forgotten elsewhere shows the second factor and becomes a new one`() async throws {
        let (browser, key) = try await enrolled()
        let device = try #require(browser.device)
        _ = try await browser.signIn("alice")
        let known = try await devices(browser)
        #expect(known.map { $0.attributes["device_name"] } == ["Browser/1"])
        try await browser.request { try await browser.auth.forgetDevice($0, known[0].deviceKey) }
        #expect(browser.device == nil)
        _ = try await browser.submit("signOut")
        browser.tamper(browser.deviceCookie, device)
        let asked = try await browser.signIn("alice")
        #expect(asked.state == .confirmingSignIn)
        #expect(browser.device == nil)
        #expect(try await answer(asked, browser, key).state == .signedIn)
        let fresh = try await devices(browser)
        #expect(fresh.count == 1 && fresh[0].deviceKey != known[0].deviceKey)
        #expect(browser.device != nil)
    }

    @Test func `a session is refreshed with its device, and ends with it`() async throws {
        let (browser, _) = try await enrolled()
        _ = try await browser.signIn("alice")
        for _ in 0..<2 {
            browser.clock.advance(seconds: 3700)
            #expect(try await browser.request { try await browser.auth.checkAuth($0) })
        }
        let key = try #require(try await devices(browser).first).deviceKey
        try await browser.request { try await browser.auth.forgetDevice($0, key) }
        browser.clock.advance(seconds: 3700)
        #expect(try await !browser.request { try await browser.auth.checkAuth($0) })
    }

    @Test func `where the user is asked, a device is spared only once it is remembered`() async throws {
        let (browser, key) = try await enrolled(
            .init(challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: true))
        let asked = try await browser.signIn("alice")
        #expect(asked.state == .confirmingSignIn)
        #expect(try await answer(asked, browser, key).state == .signedIn)
        try await browser.request { try await browser.auth.rememberDevice($0) }
        _ = try await browser.submit("signOut")
        #expect(try await browser.signIn("alice").state == .signedIn)
    }

    @Test func `devices are one user's own`() async throws {
        let (browser, _) = try await enrolled()
        _ = try await browser.signIn("alice")
        let key = try #require(try await devices(browser).first).deviceKey
        _ = try await browser.submit("signOut")
        try await browser.register("bob")
        #expect(try await browser.signIn("bob").state == .signedIn)
        #expect(try await devices(browser).allSatisfy { $0.deviceKey != key })
        let error = await #expect(throws: ApiError.self) {
            try await browser.request { try await browser.auth.forgetDevice($0, key) }
        }
        #expect(error?.status == 404)
        // Bob's device took the place of Alice's, who is on a new one again.
        #expect(try await browser.signIn("alice").state == .confirmingSignIn)
    }
}

extension LocalBrowser {
    /// The name of the device's cookie.
    fileprivate var deviceCookie: String { "device_" + auth.fullID }
    /// What it holds.
    fileprivate var device: String? { cookies[deviceCookie] }
}
