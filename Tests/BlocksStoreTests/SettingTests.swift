// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@Suite struct AppSettingTests {
    @Test func `in-memory driver passes the drivers' suite`() async throws {
        try await SettingDriverConformance.check(InMemorySettingDriver())
    }

    @Test func `a value is kept as JSON`() async throws {
        let driver = InMemorySettingDriver()
        let setting = AppSetting<[String: Int]>(name: "/s", driver: driver)
        try await setting.put(["b": 2, "a": 1])
        #expect(driver.stored == ["/s": #"{"a":1,"b":2}"#])
        try #expect(await setting.get() == ["a": 1, "b": 2])
    }

    @Test(arguments: [(#""Hi""#, "Hi"), ("Hi", "Hi"), ("Hi \"there\"", "Hi \"there\""), ("{broken", "{broken")])
    func `text that is no JSON is a string`(_ stored: String, _ value: String) async throws {
        try #expect(await AppSetting<String>(name: "/s", driver: InMemorySettingDriver(["/s": stored])).get() == value)
    }

    @Test func `a parameter without value is not found`() async {
        for values in [[:], ["/s": ""]] {
            let error = await #expect(throws: AppSettingError.self) {
                try await AppSetting<String>(name: "/s", driver: InMemorySettingDriver(values)).get()
            }
            #expect(error == .noValue("/s"))
            #expect(error?.message == #"ParameterNotFoundException: Parameter "/s" has no value"#)
        }
    }

    @Test func `a value of another type is corrupt`() async {
        let error = await #expect(throws: AppSettingError.self) {
            try await AppSetting<Int>(name: "/s", driver: InMemorySettingDriver(["/s": #""hidden""#])).get()
        }
        #expect(error?.code == .corrupt)
        #expect(error.map { String(reflecting: $0).contains("hidden") } == false)
    }

    @Test func `four kilobytes are the limit`() async throws {
        let driver = InMemorySettingDriver()
        let setting = AppSetting<String>(name: "/s", driver: driver)
        try await setting.put(String(repeating: "x", count: 4094))
        let error = await #expect(throws: AppSettingError.self) {
            try await setting.put(String(repeating: "x", count: 4095))
        }
        #expect(
            error?.message == "ValidationFailedException: Value size 4097 bytes exceeds the 4 KB (4096 bytes) limit")
        #expect(driver.stored["/s"]?.utf8.count == 4096)
    }
}

@Suite struct SecretSettingTests {
    /// 32 bytes that count up, and so on; the real source is BlocksCrypto's matter.
    private let random = SecureRandom { count throws(CryptoError) in (0..<count).map { UInt8(truncatingIfNeeded: $0) } }

    private func read(_ stored: String?) async throws -> String {
        let driver = InMemorySettingDriver(stored.map { ["/s": $0] } ?? [:])
        return try await SecretSetting(name: "/s", driver: driver).get().withExposed { $0 }
    }

    @Test(arguments: [
        ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"),
        (#""written by put""#, "written by put"),
        ("1234567890", "1234567890"), ("true", "true"), ("null", "null"), (#"{"a":1}"#, #"{"a":1}"#), ("[]", "[]"),
        (#""open"#, #""open"#), (#"" ""#, " "),
    ])
    func `a JSON string stands for its text, anything else for itself`(_ stored: String, _ secret: String) async throws
    {
        try #expect(await read(stored) == secret)
    }

    @Test(arguments: ["", #""""#])
    func `an empty secret is refused`(_ stored: String) async {
        let error = await #expect(throws: AppSettingError.self) { try await read(stored) }
        #expect(
            error?.message
                == "ParameterNotFoundException: Secret parameter \"/s\" has an empty value — secrets must not be empty")
    }

    @Test func `a missing secret is not found under its documented name`() async {
        let error = await #expect(throws: AppSettingError.self) { try await read(nil) }
        #expect(error?.name == "ParameterNotFoundException")
    }

    @Test func `the first need creates it, raw and once`() async throws {
        let driver = InMemorySettingDriver()
        let setting = SecretSetting(name: "/s", driver: driver)
        let first = try await setting.getOrCreate(random: random)
        #expect(driver.stored == ["/s": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"])
        let second = try await setting.getOrCreate(random: .system)
        #expect(first.withExposed { $0 } == second.withExposed { $0 })
    }

    @Test func `of many first callers all get the winner's`() async throws {
        let setting = SecretSetting(name: "/s", driver: SlowFirstRead())
        let secrets = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try await setting.getOrCreate(random: .system).withExposed { $0 } } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(secrets == ["the winner's"])
    }

    @Test func `without random bytes no secret is made`() async {
        let driver = InMemorySettingDriver()
        let broken = SecureRandom { _ throws(CryptoError) in [] }
        let error = await #expect(throws: AppSettingError.self) {
            try await SecretSetting(name: "/s", driver: driver).getOrCreate(random: broken)
        }
        #expect(error?.isRetriable == true)
        #expect(driver.stored.isEmpty)
    }

    /// A driver in which another process always writes between our look and our write.
    private struct SlowFirstRead: SettingDriver {
        private let inner = InMemorySettingDriver()

        func read(_ name: String, secret: Bool) async throws(AppSettingError) -> String? {
            let found = try await inner.read(name, secret: secret)
            _ = try await inner.write(name, value: "the winner's", secret: true, overwrite: false)
            return found
        }

        func write(
            _ name: String, value: String, secret: Bool, overwrite: Bool
        ) async throws(AppSettingError) -> Bool {
            try await inner.write(name, value: value, secret: secret, overwrite: overwrite)
        }
    }
}
