// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito

struct RememberedDeviceTests {
    private let device = RememberedDevice(
        names: ["alice-id", "alice@example.com"], deviceKey: "k", deviceGroupKey: "g", password: Secret("p"))

    private func keys(_ text: String = "unit-test-secret") throws -> KeyRing { try KeyRing(text) }

    private func sealed(block: String = "auth") throws -> String {
        try device.sealed(with: keys(), block: block, random: .system)
    }

    @Test func `a sealed device opens, and shows nothing of itself`() throws {
        let text = try sealed()
        let opened = try #require(RememberedDevice(sealed: text, keys: keys(), block: "auth"))
        #expect(opened.names == device.names)
        #expect([opened.deviceKey, opened.deviceGroupKey, opened.password.exposed] == ["k", "g", "p"])
        #expect(SetCookie(name: "device_auth", value: text, security: .lax, maxAge: 1) != nil)
        #expect(try sealed() != text)
    }

    @Test func `another secret or another block opens nothing`() throws {
        #expect(try RememberedDevice(sealed: sealed(), keys: keys("other"), block: "auth") == nil)
        #expect(try RememberedDevice(sealed: sealed(block: "other"), keys: keys(), block: "auth") == nil)
    }

    @Test func `a device outlives a rotation of the secret while the old one is kept`() throws {
        let text = try sealed()
        #expect(try RememberedDevice(sealed: text, keys: keys("new,unit-test-secret"), block: "auth") != nil)
        #expect(try RememberedDevice(sealed: text, keys: keys("new"), block: "auth") == nil)
    }

    @Test func `any character changed is refused`() throws {
        let original = Array(try sealed())
        for index in original.indices {
            var changed = original
            changed[index] = original[index] == "A" ? "B" : "A"
            #expect(
                try RememberedDevice(sealed: String(changed), keys: keys(), block: "auth") == nil, "character \(index)")
        }
    }

    @Test(arguments: [
        "", "A", "AAAA", String(repeating: "A", count: 37), String(repeating: "A", count: 38), "a.b", "é",
    ])
    func `what was never sealed is refused`(text: String) throws {
        #expect(try RememberedDevice(sealed: text, keys: keys(), block: "auth") == nil)
    }

    @Test(arguments: [
        "{}", "[]", "null", "", #"{"names":["a"],"deviceKey":"k","deviceGroupKey":"g"}"#,
        #"{"names":"a","deviceKey":"k","deviceGroupKey":"g","password":"p"}"#,
        #"{"names":["a"],"deviceKey":1,"deviceGroupKey":"g","password":"p"}"#,
    ])
    func `a sealed text of the wrong form is refused`(json: String) throws {
        let text = try keys().seal(Array(json.utf8), for: .device, at: "auth", random: .system)
        #expect(try RememberedDevice(sealed: text, keys: keys(), block: "auth") == nil)
    }

    @Test(arguments: [
        ("alice-id", true), ("ALICE@EXAMPLE.COM", true), ("alice", false), ("", false), ("alice-id ", false),
    ])
    func `a device is of those who go by one of its names`(name: String, expected: Bool) {
        #expect(device.isOf(name) == expected)
    }

    @Test func `a name counts once`() {
        #expect(device.known(as: ["a", "b", "a"]).names == ["a", "b"])
    }

    @Test(arguments: [
        (nil, "Unknown device"), ("", "Unknown device"), ("   ", "Unknown device"), ("\u{7}\u{0}", "Unknown device"),
        ("Firefox", "Firefox"), ("Fire\r\nfox", "Firefox"), ("Ünïcode", "ncode"),
        (String(repeating: "x", count: 5000), String(repeating: "x", count: 128)),
    ])
    func `a device is called what the browser calls itself, within bounds`(agent: String?, name: String) {
        let request = BlocksRequest(
            method: .post, path: "/", headerList: agent.map { [.init(name: "user-agent", value: $0)] } ?? [])
        #expect(DeviceName.of(request) == name)
    }

    @Test func `a remembered device prints no password`() {
        var text = "\(device) \(String(reflecting: device))"
        dump(device, to: &text)
        #expect(!text.contains(#""p""#))
    }
}
