// SPDX-License-Identifier: Apache-2.0

public import BlocksStore
import Testing

/// What every ``KVDriver`` must do; each driver's tests run it whole.
public enum KVDriverConformance {
    /// Runs every check against `driver`, which may be shared: keys begin with `prefix`, a text no one else uses.
    public static func check(_ driver: any KVDriver, prefix: String = "") async throws {
        try await readsBackWhatWasWritten(driver, prefix + "roundtrip")
        try await conditions(driver, prefix + "condition")
        try await endedEntriesCountAsAbsent(driver, prefix + "ended")
        try await oneWriterWins(driver, prefix + "race")
        try await countsInOneStep(driver, prefix + "count")
        try await noCountIsLost(driver, prefix + "counts")
        try await pagesCoverEverything(driver, prefix + "page")
        try await refusesWhatIsTooLarge(driver, prefix + "large")
    }

    private static let now: Int64 = 1_800_000_000

    private static func readsBackWhatWasWritten(_ driver: any KVDriver, _ key: String) async throws {
        try #expect(await driver.get(key) == nil)
        try await driver.delete(key, if: nil, now: now)
        for (suffix, value) in [
            ("", #""text""#), (" ünï/\u{1F600}#:\"\\", #"{"a":[1,null,"\u0000é\""]}"#), ("-empty", #""""#),
        ] {
            let item = KVItem(key: key + suffix, value: value, expires: now + 60)
            try await driver.put(item, if: nil, now: now)
            try #expect(await driver.get(key + suffix) == item)
            let forever = KVItem(key: key + suffix, value: "1")
            try await driver.put(forever, if: nil, now: now)
            try #expect(await driver.get(key + suffix) == forever, "an overwrite removes the earlier end")
            try await driver.delete(key + suffix, if: nil, now: now)
            try #expect(await driver.get(key + suffix) == nil)
        }
    }

    private static func conditions(_ driver: any KVDriver, _ key: String) async throws {
        let one = KVItem(key: key, value: #"{"n":1}"#, expires: now + 60)
        let two = KVItem(key: key, value: #"{"n":2}"#)
        await refuses { () throws(KVStoreError) in try await driver.put(two, if: .exists, now: now) }
        await refuses { () throws(KVStoreError) in try await driver.put(two, if: .valueEquals(one.value), now: now) }
        await refuses { () throws(KVStoreError) in try await driver.delete(key, if: .exists, now: now) }
        await refuses { () throws(KVStoreError) in try await driver.delete(key, if: .valueEquals(one.value), now: now) }
        try #expect(await driver.get(key) == nil)

        try await driver.put(one, if: .notExists, now: now)
        await refuses { () throws(KVStoreError) in try await driver.put(two, if: .notExists, now: now) }
        await refuses { () throws(KVStoreError) in try await driver.put(two, if: .valueEquals(two.value), now: now) }
        await refuses { () throws(KVStoreError) in try await driver.put(two, if: .valueEquals(#"{"n": 1}"#), now: now) }
        await refuses { () throws(KVStoreError) in try await driver.delete(key, if: .valueEquals(two.value), now: now) }
        try #expect(await driver.get(key) == one)

        try await driver.put(two, if: .valueEquals(one.value), now: now)
        try #expect(await driver.get(key) == two)
        try await driver.put(one, if: .exists, now: now)
        try await driver.delete(key, if: .valueEquals(one.value), now: now)
        try #expect(await driver.get(key) == nil)
    }

    private static func endedEntriesCountAsAbsent(_ driver: any KVDriver, _ key: String) async throws {
        let ended = KVItem(key: key, value: #""old""#, expires: now)
        let fresh = KVItem(key: key, value: #""new""#)
        try await driver.put(ended, if: nil, now: now)
        await refuses { () throws(KVStoreError) in try await driver.put(fresh, if: .exists, now: now) }
        await refuses { () throws(KVStoreError) in try await driver.put(fresh, if: .valueEquals(ended.value), now: now)
        }
        await refuses { () throws(KVStoreError) in try await driver.delete(key, if: .exists, now: now) }
        await refuses { () throws(KVStoreError) in
            try await driver.delete(key, if: .valueEquals(ended.value), now: now)
        }
        try await driver.put(ended, if: nil, now: now - 1)
        await refuses { () throws(KVStoreError) in try await driver.put(fresh, if: .notExists, now: now - 1) }
        try await driver.put(fresh, if: .notExists, now: now)
        try #expect(await driver.get(key) == fresh)
        try await driver.delete(key, if: nil, now: now)
    }

    private static func oneWriterWins(_ driver: any KVDriver, _ key: String) async throws {
        let winners = await withTaskGroup(of: Bool.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    do throws(KVStoreError) {
                        try await driver.put(KVItem(key: key, value: "\(writer)"), if: .notExists, now: now)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
        try await driver.delete(key, if: .exists, now: now)
    }

    private static func countsInOneStep(_ driver: any KVDriver, _ key: String) async throws {
        for (amount, expected) in [(1, 1), (1, 2), (5, 7), (-1, 6), (0, 6), (-8, -2)] as [(Int64, Int64)] {
            try #expect(await driver.add(key, amount, expires: now + 60, now: now) == expected)
            try #expect(await driver.get(key) == KVItem(key: key, value: "\(expected)", expires: now + 60))
        }
        try #expect(await driver.add(key, 1, expires: now + 90, now: now) == -1)
        try #expect(await driver.get(key)?.expires == now + 90, "the latest end counts")
        try #expect(await driver.add(key + "-other", 1, expires: now + 60, now: now) == 1)
        var after: String?
        var read: [String: String] = [:]
        repeat {
            let page = try await driver.scan(after: after)
            for item in page.items where item.key.hasPrefix(key) { read[item.key] = item.value }
            after = page.next
        } while after != nil
        #expect(read == [key: "-1", key + "-other": "1"], "a scan gets over counters")
        try await driver.put(KVItem(key: key, value: #""text""#), if: nil, now: now)
        try #expect(
            await driver.get(key) == KVItem(key: key, value: #""text""#), "a value takes a counter's place whole")
        for suffix in ["", "-other"] { try await driver.delete(key + suffix, if: nil, now: now) }
    }

    private static func noCountIsLost(_ driver: any KVDriver, _ key: String) async throws {
        let counts = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<40 {
                group.addTask { try await driver.add(key, 1, expires: now + 60, now: now) }
            }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect(counts == Set(1...40))
        try await driver.delete(key, if: nil, now: now)
    }

    private static func pagesCoverEverything(_ driver: any KVDriver, _ key: String) async throws {
        var written: [String: KVItem] = [:]
        for number in 0..<10 {
            let item = KVItem(key: "\(key)-\(number)", value: "\(number)", expires: number < 3 ? now - 1 : nil)
            try await driver.put(item, if: nil, now: now)
            written[item.key] = item
        }
        var read: [String: KVItem] = [:]
        var after: String?
        repeat {
            let page = try await driver.scan(after: after)
            for item in page.items where item.key.hasPrefix(key) {
                #expect(read.updateValue(item, forKey: item.key) == nil, "no entry comes twice")
            }
            after = page.next
        } while after != nil
        #expect(read == written)
        for key in written.keys { try await driver.delete(key, if: nil, now: now) }
    }

    private static func refusesWhatIsTooLarge(_ driver: any KVDriver, _ key: String) async throws {
        let item = KVItem(key: key, value: "\"" + String(repeating: "x", count: 400 * 1024) + "\"")
        let error = await #expect(throws: KVStoreError.self) { try await driver.put(item, if: nil, now: now) }
        #expect(error?.code == .itemTooLarge)
        try #expect(await driver.get(key) == nil)
    }

    private static func refuses(_ write: () async throws(KVStoreError) -> Void) async {
        do {
            try await write()
            Issue.record("the condition does not hold, yet the write happened")
        } catch {
            #expect(error.code == .conditionalCheckFailed)
            #expect(error.name == "ConditionalCheckFailedException")
        }
    }
}

/// What every ``SettingDriver`` must do; each driver's tests run it whole.
public enum SettingDriverConformance {
    /// Runs every check against `driver`; names begin with `/` and `prefix`, a text no one else uses.
    public static func check(_ driver: any SettingDriver, prefix: String = "conformance") async throws {
        for secret in [false, true] {
            let name = "/\(prefix)-\(secret ? "secret" : "plain")"
            try #expect(await driver.read(name, secret: secret) == nil)
            try #expect(await driver.write(name, value: "first", secret: secret, overwrite: false))
            try #expect(await !driver.write(name, value: "second", secret: secret, overwrite: false))
            try #expect(await driver.read(name, secret: secret) == "first", "the loser changed nothing")
            try #expect(await driver.write(name, value: #"{"a":"ünï \" ✓"}"#, secret: secret, overwrite: true))
            try #expect(await driver.read(name, secret: secret) == #"{"a":"ünï \" ✓"}"#)
        }
        let race = "/\(prefix)-race"
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    try await driver.write(race, value: "writer-\(writer)", secret: true, overwrite: false)
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
    }
}
