// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// The session format of the blocks that fixtures make, and what it makes of names and keys.
enum Tested {
    @TaskLocal static var format = SessionFormat.sealed

    /// What cookie names begin with off loopback hosts.
    static var prefix: String { format == .sealed ? "__Host-" : "" }

    /// The id of a fixture's first session.
    static var firstID: String { Base64URL.encode(Array(0..<(format == .sealed ? 32 : 24))) }

    /// The row of that session.
    static var firstRow: String { SessionID.rowKey(firstID, format) }
}

/// Runs every test of a suite once with each session format.
struct EachSessionFormat: TestTrait, SuiteTrait, TestScoping {
    var isRecursive: Bool { true }

    func scopeProvider(for test: Test, testCase: Test.Case?) -> EachSessionFormat? {
        testCase == nil ? nil : self
    }

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        for format in SessionFormat.allCases { try await Tested.$format.withValue(format) { try await function() } }
    }
}

extension Trait where Self == EachSessionFormat {
    /// Runs every test of the suite once with each session format.
    static var eachSessionFormat: Self { EachSessionFormat() }
}

extension AuthFixture {
    /// The members of the session in a row, unsealed; `nil` when there is no such row.
    func members(_ row: String = Tested.firstRow) throws -> JSONObject? {
        guard let item = records.stored[row] else { return nil }
        let value = try JSONValue(parsing: Array(item.value.utf8))
        guard let text = value.string else { return value.object }
        let plaintext = try KeyRing(Self.secretText).open(String(text.dropFirst(3)), for: .sessionRecord, at: row)
        return try JSONValue(parsing: try #require(plaintext)).object
    }

    /// Writes a row as another process would.
    func write(_ members: JSONObject, _ row: String = Tested.firstRow) async throws {
        var value = JSONValue.object(members)
        if Tested.format == .sealed {
            let now = JSONNumber(clock.clock.now().milliseconds)
            var members = members
            for name in ["created", "renewed", "version"] where members[name] == nil { members[name] = .number(now) }
            let text = try KeyRing(Self.secretText).seal(
                try JSONCoding.encode(JSONValue.object(members)), for: .sessionRecord, at: row, random: .system)
            value = .string("v1." + text)
        }
        try await records.put(KVItem(key: row, value: try JSONCoding.string(value)), if: nil, now: 0)
    }

    /// The rows that hold sessions; the others are users' indexes and names, and marks of renewals.
    var rows: [String: KVItem] {
        records.stored.filter { item in !["user:", "name-", "renewed-"].contains { item.key.hasPrefix($0) } }
    }

    /// Whether some session's record names that device.
    func hasSession(onDevice key: String) throws -> Bool {
        try rows.keys.contains { try members($0)?["deviceKey"]?.string == key }
    }
}
