// SPDX-License-Identifier: Apache-2.0

import BlocksStore
import Foundation
import TestSupport
import Testing

@testable import BlocksLocal

@Suite struct FileSettingDriverTests {
    private let bed = LocalBed()

    @Test func `the file maps full ids to plain JSON`() async throws {
        let driver = try bed.platform().settingDriver()
        _ = try await driver.write("/app-limit", value: #"{"max":3}"#, secret: false, overwrite: false)
        _ = try await driver.write("/app-auth-session-secret", value: "c2VjcmV0", secret: true, overwrite: false)
        #expect(
            try bed.text("settings.json") == """
                {
                  "app-limit": {
                    "max": 3
                  },
                  "app-auth-session-secret": "c2VjcmV0"
                }
                """)
        #expect(try bed.mode("settings.json") == 0o600)
    }

    @Test(arguments: [#"{"max":3}"#, "3", "true", "null", "[1,2]", #""3""#, #""""#, "no JSON"])
    func `a value is read as it was written`(json: String) async throws {
        let driver = try bed.platform().settingDriver()
        #expect(try await driver.write("/s", value: json, secret: false, overwrite: false))
        #expect(try await driver.read("/s", secret: false) == json)
    }

    @Test(arguments: ["c2VjcmV0", "123456", "true", "{}", "päß wort", #"with "quotes""#])
    func `a secret is read as the text that was written`(text: String) async throws {
        let driver = try bed.platform().settingDriver()
        #expect(try await driver.write("/s", value: text, secret: true, overwrite: false))
        #expect(try await driver.read("/s", secret: true) == text)
    }

    @Test func `a driver for settings in a file is one like any other`() async throws {
        try await SettingDriverConformance.check(bed.platform().settingDriver())
    }

    @Test func `a string keeps its meaning`() async throws {
        let setting = AppSetting<String>(name: "/s", driver: try bed.platform().settingDriver())
        for value in ["text", "", "3", "true", #""quoted""#, "{", "ünï ✓"] {
            try await setting.put(value)
            #expect(try await setting.get() == value)
        }
    }

    @Test func `what is not there is nothing`() async throws {
        #expect(try await bed.platform().settingDriver().read("/s", secret: true) == nil)
    }

    @Test func `without overwrite the first value stays`() async throws {
        let driver = try bed.platform().settingDriver()
        #expect(try await driver.write("/s", value: "1", secret: true, overwrite: false))
        #expect(try await !driver.write("/s", value: "2", secret: true, overwrite: false))
        #expect(try await driver.read("/s", secret: true) == "1")
        #expect(try await driver.write("/s", value: "3", secret: true, overwrite: true))
        #expect(try await driver.read("/s", secret: true) == "3")
    }

    @Test func `an edit counts at once and keeps the other settings`() async throws {
        let driver = try bed.platform().settingDriver()
        _ = try await driver.write("/a", value: "1", secret: false, overwrite: false)
        try Data(#"{"a": "edited", "other": {"x": 1}}"#.utf8).write(
            to: URL(fileURLWithPath: bed.folder + "/settings.json"))
        #expect(try await driver.read("/a", secret: false) == "edited")
        _ = try await driver.write("/b", value: "2", secret: false, overwrite: false)
        #expect(try await driver.read("/other", secret: false) == #"{"x":1}"#)
    }

    @Test(arguments: ["", "{", "[]", "1"])
    func `a corrupt file is moved aside with a warning`(content: String) async throws {
        let driver = try bed.platform().settingDriver()
        try Data(content.utf8).write(to: URL(fileURLWithPath: bed.folder + "/settings.json"))
        #expect(try await driver.read("/a", secret: false) == nil)
        let aside = try #require(try bed.names().first { $0.hasPrefix("settings.json.corrupt-") })
        #expect(try bed.text(aside) == content)
        #expect(bed.log.all.contains { $0.hasPrefix("warning:") && $0.contains(aside) })
    }
}
