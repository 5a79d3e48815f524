// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksStore
import TestSupport
import Testing

@Suite struct KVStoreTests {
    struct Note: Codable, Sendable, Equatable {
        var title: String
        var body: String?
        var count = 1
    }

    private static let now: Int64 = 1_800_000_000
    private let driver = InMemoryKVDriver()
    private var store: KVStore<Note> { KVStore(fullID: "notes", driver: driver, clock: Self.clock(0.9)) }

    private static func clock(_ fraction: Double = 0) -> WallClock {
        WallClock { Timestamp(milliseconds: now * 1000 + Int64(fraction * 1000)) }
    }

    @Test func `counters stand beside the values of a store, until their end`() async throws {
        let store = KVStore<Note>(fullID: "e", driver: driver, clock: Self.clock())
        let counters = KVCounters(beside: store)
        let end = Self.clock().now().adding(seconds: 60)
        try #expect(await counters.add("n", end: end) == 1)
        try #expect(await counters.add("n", 2, end: end) == 3)
        #expect(driver.stored["n"] == KVItem(key: "n", value: "3", expires: end.seconds))
        for key in ["", String(repeating: "k", count: 2049)] {
            let error = await #expect(throws: KVStoreError.self) { try await counters.add(key, end: end) }
            #expect(error?.code == .validation)
        }
    }

    @Test func `in-memory driver passes the drivers' suite`() async throws {
        try await KVDriverConformance.check(driver)
    }

    @Test func `a value is kept as JSON text with sorted members`() async throws {
        try await store.put("k", Note(title: "t", body: "b"))
        #expect(driver.stored["k"] == KVItem(key: "k", value: #"{"body":"b","count":1,"title":"t"}"#))
        try #expect(await store.get("k") == Note(title: "t", body: "b"))
        try #expect(await store.get("other") == nil)
    }

    @Test func `a string is kept with its quotes`() async throws {
        let store = KVStore<String>(fullID: "s", driver: driver, clock: Self.clock())
        try await store.put("k", "abc")
        #expect(driver.stored["k"]?.value == #""abc""#)
        try #expect(await store.get("k") == "abc")
    }

    @Test func `an ended entry reads as absent from its last second on`() async throws {
        for (expires, isThere) in [(Self.now - 1, false), (Self.now, false), (Self.now + 1, true)] {
            try await driver.put(
                KVItem(key: "k", value: #"{"title":"t","count":1}"#, expires: expires), if: nil, now: 0)
            try #expect(await (store.get("k") != nil) == isThere)
        }
    }

    @Test(
        arguments: [
            (60, nil, now + 60), (0.1, nil, now + 1), (59.5, nil, now + 60), (1e300, nil, Int64.max),
            (nil, .date(Timestamp(milliseconds: 1_900_000_000_999)), 1_900_000_000),
            (nil, .date(Timestamp(milliseconds: -1)), -1), (nil, .unixSeconds(1_900_000_000.9), 1_900_000_000),
            (nil, .unixSeconds(-1.5), -2), (nil, .unixSeconds(99_999_999_999), 99_999_999_999),
            (nil, .unixSeconds(-1e300), Int64.min), (nil, nil, nil),
        ] as [(Double?, KVExpiry?, Int64?)])
    func `an end is rounded to Unix seconds`(_ ttl: Double?, _ at: KVExpiry?, _ expires: Int64?) async throws {
        try await store.put("k", Note(title: "t"), ttlSeconds: ttl, expiresAt: at)
        #expect(driver.stored["k"]?.expires == expires)
    }

    @Test(
        arguments: [
            (1, .unixSeconds(2), "put: pass either `ttlSeconds` or `expiresAt`, not both"),
            (0, nil, "put: `ttlSeconds` must be a finite number greater than 0 (received 0)"),
            (-0.5, nil, "put: `ttlSeconds` must be a finite number greater than 0 (received -0.5)"),
            (.nan, nil, "put: `ttlSeconds` must be a finite number greater than 0 (received NaN)"),
            (.infinity, nil, "put: `ttlSeconds` must be a finite number greater than 0 (received Infinity)"),
            (nil, .date(Timestamp(milliseconds: .max)), "put: `expiresAt` is an Invalid Date"),
            (nil, .date(Timestamp(milliseconds: -8_640_000_000_000_001)), "put: `expiresAt` is an Invalid Date"),
            (
                nil, .unixSeconds(.nan),
                "put: `expiresAt` must be a Date or a Unix epoch time in seconds (received NaN)"
            ),
            (
                nil, .unixSeconds(-.infinity),
                "put: `expiresAt` must be a Date or a Unix epoch time in seconds (received -Infinity)"
            ),
            (
                nil, .unixSeconds(1e11),
                "put: `expiresAt` looks like epoch milliseconds; DynamoDB TTL expects seconds — pass a Date or divide by 1000"
            ),
        ] as [(Double?, KVExpiry?, String)])
    func `a bad end is refused in the documented words`(_ ttl: Double?, _ at: KVExpiry?, _ text: String) async {
        let error = await #expect(throws: KVStoreError.self) {
            try await store.put("k", Note(title: "t"), ttlSeconds: ttl, expiresAt: at)
        }
        #expect(error?.name == "ValidationFailedException")
        #expect(error?.message == "ValidationFailedException: " + text)
        #expect(driver.stored.isEmpty)
    }

    @Test func `conditions decide; ifNotExists comes before ifValueEquals`() async throws {
        let one = Note(title: "1"), two = Note(title: "2")
        await refused { () throws(KVStoreError) in try await store.put("k", one, ifValueEquals: two) }
        await refused { () throws(KVStoreError) in try await store.delete("k", ifExists: true) }
        try await store.put("k", one, ifNotExists: true, ifValueEquals: two)
        await refused { () throws(KVStoreError) in try await store.put("k", two, ifNotExists: true) }
        await refused { () throws(KVStoreError) in try await store.put("k", two, ifNotExists: true, ifValueEquals: one)
        }
        await refused { () throws(KVStoreError) in try await store.put("k", two, ifValueEquals: two) }
        try await store.put("k", two, ifValueEquals: one)
        await refused { () throws(KVStoreError) in try await store.delete("k", ifValueEquals: one) }
        try await store.delete("k", ifValueEquals: two)
        try await store.delete("k")
        #expect(driver.stored.isEmpty)
    }

    @Test func `an absent expected value is no condition`() async throws {
        try await store.put("k", Note(title: "1"), ifValueEquals: nil)
        try await store.put("k", Note(title: "2"), ifValueEquals: nil)
        try #expect(await store.get("k")?.title == "2")
    }

    @Test func `an equal value in another order of members is equal`() async throws {
        try await driver.put(KVItem(key: "k", value: #"{"title": "1", "count": 1}"#), if: nil, now: 0)
        await refused { () throws(KVStoreError) in
            try await store.put("k", Note(title: "9"), ifValueEquals: Note(title: "1", body: ""))
        }
        try await store.put("k", Note(title: "2"), ifValueEquals: Note(title: "1"))
        try #expect(await store.get("k")?.title == "2")
        try await driver.put(KVItem(key: "k", value: #"{"title":"1","count":1}"#), if: nil, now: 0)
        try await store.delete("k", ifValueEquals: Note(title: "1"))
        #expect(driver.stored.isEmpty)
    }

    @Test func `a value that is none of ours is corrupt, and its text stays out of the error`() async throws {
        for value in [#"{"hidden":1}"#, "hidden", ""] {
            try await driver.put(KVItem(key: "k", value: value), if: nil, now: 0)
            let error = await #expect(throws: KVStoreError.self) { try await store.get("k") }
            #expect(error?.code == .corrupt)
            #expect(error.map { String(reflecting: $0).contains("hidden") } == false)
        }
    }

    @Test func `a value without JSON is refused`() async {
        struct Stubborn: Codable {
            func encode(to encoder: any Encoder) throws {
                throw EncodingError.invalidValue(0, .init(codingPath: [], debugDescription: ""))
            }
        }
        let store = KVStore<Stubborn>(fullID: "s", driver: driver, clock: Self.clock())
        let error = await #expect(throws: KVStoreError.self) { try await store.put("k", Stubborn()) }
        #expect(error?.code == .validation)
    }

    @Test(arguments: ["", String(repeating: "ü", count: 1025)])
    func `a key outside DynamoDB's limits is refused`(_ key: String) async {
        for operation in 0..<3 {
            let error = await #expect(throws: KVStoreError.self) {
                switch operation {
                case 0: _ = try await store.get(key)
                case 1: try await store.put(key, Note(title: "t"))
                default: try await store.delete(key)
                }
            }
            #expect(error?.code == .validation)
        }
    }

    @Test func `a scan reads page by page and skips what has ended`() async throws {
        for number in 0..<10 {
            try await store.put(
                "k\(number)", Note(title: "\(number)"), expiresAt: .unixSeconds(Double(Self.now) + (number < 4 ? 0 : 9))
            )
        }
        var keys: [String] = []
        for try await entry in store.scan() { keys.append(entry.key + "=" + entry.value.title) }
        #expect(keys == (4..<10).map { "k\($0)=\($0)" })
        var count = 0
        for try await _ in store.scan(includeExpired: true) { count += 1 }
        #expect(count == 10)
        let empty = KVStore<Note>(fullID: "e", driver: InMemoryKVDriver(), clock: Self.clock())
        for try await _ in empty.scan() { Issue.record("there is nothing") }
    }

    @Test func `entries and conditions print neither keys nor values`() {
        let item = KVItem(key: "hidden-id", value: "hidden-token", expires: 7)
        #expect("\(item)" == "KVItem(key: 9 bytes, value: 12 bytes, expires: 7)")
        for value in [item, KVPage(items: [item]), KVCondition.valueEquals("hidden-token")] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] { #expect(!text.contains("hidden")) }
        }
    }

    private func refused(_ write: () async throws(KVStoreError) -> Void) async {
        do throws(KVStoreError) {
            try await write()
            Issue.record("the condition does not hold, yet the write happened")
        } catch {
            #expect(error == .conditionalCheckFailed())
        }
    }
}
