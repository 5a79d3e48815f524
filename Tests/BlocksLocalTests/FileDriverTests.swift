// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksStore
import Foundation
import TestSupport
import Testing

@testable import BlocksLocal

@Suite struct FileDriverTests {
    private let bed = LocalBed()

    @Test func `the file has the documented form`() async throws {
        let store = try bed.platform().store("app-auth-sessions")
        try await store.put(
            KVItem(key: "session-id", value: #"{"idToken":"…"}"#, expires: 1_767_225_600), if: nil, now: 0)
        try await store.put(KVItem(key: "plain-key", value: #""text""#), if: nil, now: 0)
        #expect(
            try bed.text("app-auth-sessions/store.json") == #"""
                {
                  "plain-key": "\"text\"",
                  "session-id": {
                    "value": "{\"idToken\":\"…\"}",
                    "ttl": 1767225600
                  }
                }
                """#)
    }

    @Test func `a restart keeps the entries, and an overwrite without expiry removes it`() async throws {
        let item = KVItem(key: "a", value: "1", expires: 100)
        try await bed.platform().store("t").put(item, if: nil, now: 0)
        let store = try bed.platform().store("t")
        #expect(try await store.get("a") == item)
        try await store.put(KVItem(key: "a", value: "2"), if: nil, now: 0)
        #expect(try await store.get("a") == KVItem(key: "a", value: "2"))
    }

    @Test(
        arguments: [
            (nil, nil, true), (nil, .notExists, true), (nil, .exists, false), (nil, .valueEquals("1"), false),
            (50, nil, true), (50, .notExists, false), (50, .exists, true), (50, .valueEquals("1"), true),
            (50, .valueEquals("2"), false), (50, .valueEquals(""), false), (50, .valueEquals(" 1"), false),
            (10, .notExists, true), (10, .exists, false), (10, .valueEquals("1"), false),
            (9, .notExists, true), (9, .exists, false), (11, .notExists, false), (11, .exists, true),
        ] as [(Int64?, KVCondition?, Bool)])
    func `conditions hold for entries that have not ended at ten`(
        expires: Int64?, condition: KVCondition?, holds: Bool
    ) async throws {
        let store = try bed.platform().store("t")
        for write in ["put", "delete"] {
            try await store.delete("k", if: nil, now: 0)
            if let expires { try await store.put(KVItem(key: "k", value: "1", expires: expires), if: nil, now: 0) }
            let before = try await store.get("k")
            let body = { @Sendable () async throws -> Void in
                if write == "put" {
                    try await store.put(KVItem(key: "k", value: "9"), if: condition, now: 10)
                } else {
                    try await store.delete("k", if: condition, now: 10)
                }
            }
            if holds {
                try await body()
                #expect(try await store.get("k")?.value == (write == "put" ? "9" : nil))
            } else {
                await #expect(throws: KVStoreError.conditionalCheckFailed()) { try await body() }
                #expect(try await store.get("k") == before)
            }
        }
    }

    @Test func `an entry of 400 KB fits, one byte more does not`() async throws {
        let store = try bed.platform().store("t")
        let value = String(repeating: "x", count: 400 * 1024 - 1)
        try await store.put(KVItem(key: "k", value: value), if: nil, now: 0)
        await #expect(throws: KVStoreError.itemTooLarge()) {
            try await store.put(KVItem(key: "kk", value: value), if: nil, now: 0)
        }
        #expect(try await store.scan(after: nil).items.count == 1)
    }

    @Test(arguments: [0, 1, 99, 100, 101, 250])
    func `pages cover every entry once`(count: Int) async throws {
        let store = try bed.platform().store("t")
        for number in 0..<count { try await store.put(KVItem(key: "k\(number)", value: "\(number)"), if: nil, now: 0) }
        var keys: [String] = []
        var after: String?
        repeat {
            let page = try await store.scan(after: after)
            #expect(page.items.count <= 100)
            keys += page.items.map(\.key)
            after = page.next
        } while after != nil
        #expect(keys.count == count && Set(keys).count == count)
    }

    @Test(arguments: ["", "{", "[]", "1", "{\"a\":\"1\"", "\u{0}"])
    func `a corrupt file is moved aside with a warning`(content: String) async throws {
        _ = try DataFolder(bed.folder).folder("t")
        try Data(content.utf8).write(to: URL(fileURLWithPath: bed.folder + "/t/store.json"))
        let store = try bed.platform().store("t")
        #expect(try await store.scan(after: nil).items == [])
        let aside = try #require(try bed.names("t").first { $0.hasPrefix("store.json.corrupt-") })
        #expect(try bed.text("t/" + aside) == content)
        #expect(bed.log.all.contains { $0.hasPrefix("warning:") && $0.contains(aside) })
    }

    @Test func `entries of unknown shape are dropped, the others stay`() async throws {
        _ = try DataFolder(bed.folder).folder("t")
        let text = #"{"a":"1","b":{"value":"2"},"c":{"value":"3","ttl":9.5},"d":7,"e":{"ttl":1},"f":null,"g":["x"]}"#
        try Data(text.utf8).write(to: URL(fileURLWithPath: bed.folder + "/t/store.json"))
        let items = try await bed.platform().store("t").scan(after: nil).items
        #expect(items == [KVItem(key: "a", value: "1"), KVItem(key: "b", value: "2"), KVItem(key: "c", value: "3")])
    }

    @Test func `a write that fails changes nothing and may be tried again`() async throws {
        let store = try bed.platform().store("t")
        try await store.put(KVItem(key: "k", value: "1"), if: nil, now: 0)
        let blocker = bed.folder + "/t/store.json.tmp"
        try FileManager.default.createDirectory(atPath: blocker, withIntermediateDirectories: false)
        let error = await #expect(throws: KVStoreError.self) {
            try await store.put(KVItem(key: "k", value: "2"), if: nil, now: 0)
        }
        #expect(error?.isRetriable == true)
        #expect(try await store.get("k")?.value == "1")
        try FileManager.default.removeItem(atPath: blocker)
        try await store.put(KVItem(key: "k", value: "2"), if: nil, now: 0)
    }

    @Test func `counters go when they have ended`() async throws {
        let store = try bed.platform().store("t")
        _ = try await store.add("old", 1, expires: 10, now: 0)
        try await store.put(KVItem(key: "ended", value: "{}", expires: 10), if: nil, now: 0)
        _ = try await store.add("new", 2, expires: 20, now: 9)
        #expect(try await store.add("new", 1, expires: 20, now: 10) == 3)
        let keys = Set(try await store.scan(after: nil).items.map(\.key))
        #expect(keys == ["ended", "new"], "a driver keeps what is no counter")
        await #expect(throws: KVStoreError.self) { _ = try await store.add("new", .max, expires: 20, now: 10) }
        #expect(try bed.text("t/store.json").contains(#""value": "3""#))
    }

    @Test func `counters go on after a restart`() async throws {
        do { _ = try await bed.platform().store("t").add("k", 2, expires: 20, now: 0) }
        #expect(try await bed.platform().store("t").add("k", 1, expires: 20, now: 1) == 3)
    }

    @Test func `a driver for entries in a file is one like any other`() async throws {
        try await KVDriverConformance.check(bed.platform().store("t"))
    }

    @Test func `one table is opened once`() async throws {
        let platform = try bed.platform()
        try await platform.store("t").put(KVItem(key: "k", value: "1"), if: nil, now: 0)
        #expect(try await platform.store("t").get("k")?.value == "1")
        #expect(try await platform.store("u").get("k") == nil)
    }
}

extension LocalPlatform {
    func store(_ name: String) throws -> any KVDriver {
        try platform.service(KVDriverProvider.self).make(KVTable(name: name, timeToLive: true))
    }

    func settingDriver() throws -> any SettingDriver {
        try platform.service(SettingDriverProvider.self).make()
    }
}
