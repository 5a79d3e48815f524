// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito

struct SessionSecretSourceTests {
    let clock = MovableClock()

    private func source(_ driver: FaultySettingDriver) -> SessionSecretSource {
        SessionSecretSource(
            setting: SecretSetting(name: "/secret", driver: driver), random: SequenceRandom().source, clock: clock.clock
        )
    }

    @Test func `a hundred first callers read the secret once`() async throws {
        let driver = FaultySettingDriver("s")
        let source = source(driver)
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { _ = try? await source.keys() } }
        }
        #expect(driver.reads == 1)
    }

    @Test func `a missing secret is made once and then used`() async throws {
        let driver = FaultySettingDriver(nil)
        let first = try await source(driver).keys()
        let second = try await source(driver).keys()
        #expect(first.isSame(as: second))
    }

    @Test func `a failure is a retriable 503 and is not kept`() async throws {
        let driver = FaultySettingDriver("s")
        driver.fail()
        let source = source(driver)
        let error = await #expect(throws: ApiError.self) { try await source.keys() }
        #expect(error?.status == 503)
        #expect(error?.retriable == true)
        driver.fail(nil)
        _ = try await source.keys()
    }

    @Test func `an empty secret is a configuration fault`() async throws {
        let source = source(FaultySettingDriver(""))
        await #expect(throws: ApiError("Session secret not found", status: 500)) { try await source.keys() }
    }

    @Test(arguments: ["a:", "new,:old", ",", "too-long-id:secret"])
    func `a text that is no key ring is a configuration fault, of which nothing is quoted`(text: String) async throws {
        let source = source(FaultySettingDriver(text))
        let error = await #expect(throws: ApiError.self) { try await source.keys() }
        #expect(error == ApiError("Session secret not usable", status: 500))
        #expect(!String(reflecting: error).contains(text))
    }

    @Test func `a text that has become no key ring is not taken over`() async throws {
        let driver = FaultySettingDriver("s")
        let source = source(driver)
        let known = try await source.keys()
        clock.advance(seconds: 60)
        driver.change(to: "s,s")
        #expect(await source.newerKeys() == nil)
        #expect(try await source.keys().isSame(as: known))
    }

    @Test func `a cookie that does not verify looks for a newer secret once a minute`() async throws {
        let driver = FaultySettingDriver("old")
        let source = source(driver)
        _ = try await source.keys()
        #expect(await source.newerKeys()?.newest.sign("") == nil)
        #expect(driver.reads == 1)
        clock.advance(seconds: 60)
        #expect(await source.newerKeys()?.newest.sign("") == nil)
        #expect(driver.reads == 2)
        driver.change(to: "new")
        #expect(await source.newerKeys()?.newest.sign("") == nil)
        clock.advance(seconds: 60)
        #expect(await source.newerKeys()?.newest.sign("x") == (try SessionSecret("new")).sign("x"))
        #expect(try await source.keys().newest.sign("x") == (try SessionSecret("new")).sign("x"))
    }

    @Test func `while SSM is away the known secret stays in use`() async throws {
        let driver = FaultySettingDriver("s")
        let source = source(driver)
        let known = try await source.keys()
        clock.advance(seconds: 60)
        driver.fail()
        #expect(await source.newerKeys()?.newest.sign("") == nil)
        #expect(await source.newerKeys()?.newest.sign("") == nil)
        #expect(driver.reads == 2)
        #expect(try await source.keys().newest.sign("x") == known.newest.sign("x"))
    }

    @Test func `a secret that is gone is not made again while one is known`() async throws {
        let driver = FaultySettingDriver("s")
        let source = source(driver)
        let known = try await source.keys()
        clock.advance(seconds: 60)
        driver.change(to: nil)
        #expect(await source.newerKeys()?.newest.sign("") == nil)
        #expect(driver.stored == nil)
        #expect(try await source.keys().newest.sign("x") == known.newest.sign("x"))
    }

    @Test func `a cookie of a newer secret is read after the rotation`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn()
        let name = try #require(cookie.split(separator: "=").first)
        fixture.settings.change(to: "rotated,\(AuthFixture<Pool>.secretText)")
        clock.advance(seconds: 61)
        let signed = try KeyRing("rotated").cookieValue(Tested.firstID, Tested.format)
        #expect(try await fixture.auth.checkAuth(fixture.context("\(name)=\(signed)")))
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        #expect(fixture.settings.reads == 2)
    }

    @Test func `without the secret nobody is signed in or out, and Cognito is not asked`() async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        let other = try AuthFixture<Pool>()
        other.settings.fail()
        let context = other.context(cookie)
        let read = await #expect(throws: ApiError.self) { try await other.auth.getCurrentUser(context) }
        #expect(read?.status == 503)
        let signIn = await #expect(throws: ApiError.self) {
            try await other.auth.signIn("alice", "pw", context: context)
        }
        #expect(signIn?.status == 503)
        #expect(other.cognito.operations.isEmpty)
        #expect(context.setCookies.isEmpty)
    }
}
