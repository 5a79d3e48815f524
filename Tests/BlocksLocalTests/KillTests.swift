// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksStore
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import BlocksLocal

/// Processes that write are killed at random moments; what they had acknowledged must be there, whole.
///
/// A thousand kills in all: 400 of a user pool, 600 of a store and settings. Folders are changed now and then, since a state that grows
/// would make every start slower, and several are at work at once, since a kill is mostly waiting.
@Suite(.serialized) struct KillTests {
    private static let lanes = 4

    /// What the kills of one folder came to.
    private struct Tally: Equatable {
        var kills = 0
        var acknowledged = 0

        static func += (tally: inout Tally, more: Tally) {
            tally.kills += more.kills
            tally.acknowledged += more.acknowledged
        }
    }

    @Test func `four hundred kills of a user pool lose nothing that was acknowledged`() async throws {
        let tally = try await killing(folders: 20, seed: 20_261_124) { folder, random in
            _ = try Writer.starting.withLock { _ in try folder.bed.pool() }  // writes the key
            var everything: [String] = []
            var tally = Tally()
            for run in 0..<20 {
                let lines = try folder.kill(run, "pool", &random)
                tally += Tally(kills: 1, acknowledged: lines.dropFirst().count)
                let settled = KilledFolder.settled(lines)
                try await folder.check(users: settled)
                everything += settled
            }
            try await folder.check(users: everything)
            #expect(try folder.bed.names("app-auth").filter { $0.contains("corrupt") } == [])
            return tally
        }
        print("user pool: \(tally.kills) kills, \(tally.acknowledged) acknowledged writes, none lost")
        #expect(tally.kills == 400 && tally.acknowledged > 2 * tally.kills)
    }

    @Test func `six hundred kills of a store and settings lose nothing that was acknowledged`() async throws {
        let tally = try await killing(folders: 12, seed: 20_261_125) { folder, random in
            var model = Model()
            var tally = Tally()
            for run in 0..<50 {
                let acknowledged = try folder.kill(run, "store", &random).dropFirst().count
                // The write after the last acknowledged one may have happened or not, but no other and not by half.
                let operations = Model.operations(run: run, count: acknowledged + 1)
                let before = operations.dropLast().reduce(into: model) { $0.apply($1) }
                let after = operations.reduce(into: model) { $0.apply($1) }
                model = try await folder.found()
                #expect(model == before || model == after, "run \(run) after \(acknowledged) writes")
                tally += Tally(kills: 1, acknowledged: acknowledged)
            }
            #expect(try folder.bed.names("app-items").filter { $0.contains("corrupt") } == [])
            #expect(try folder.bed.names().filter { $0.contains("corrupt") } == [])
            return tally
        }
        print("store and settings: \(tally.kills) kills, \(tally.acknowledged) acknowledged writes, none lost")
        #expect(tally.kills == 600 && tally.acknowledged > 2 * tally.kills)
    }

    /// Runs `body` on so many folders, a few at a time.
    private func killing(
        folders: Int, seed: UInt64,
        _ body: @escaping @Sendable (KilledFolder, inout SeededRandom) async throws -> Tally
    ) async throws -> Tally {
        try await withThrowingTaskGroup(of: Tally.self) { group in
            var total = Tally()
            for number in 0..<folders {
                if number >= Self.lanes, let tally = try await group.next() { total += tally }
                group.addTask {
                    var random = SeededRandom(seed: seed + UInt64(number))
                    return try await body(KilledFolder(), &random)
                }
            }
            for try await tally in group { total += tally }
            return total
        }
    }
}

/// A folder whose writers are killed.
private struct KilledFolder {
    let bed = LocalBed()

    /// Lets a writer run until a random moment; a reader beside it sees whole files only.
    func kill(_ run: Int, _ kind: String, _ random: inout SeededRandom) throws -> [String] {
        var writer = try Writer(folder: bed.folder, run: run, kind: kind)
        // One in eight is killed while it starts.
        if Int.random(in: 0..<8, using: &random) != 0 {
            try writer.wait(forLines: 1 + Int.random(in: 1...10, using: &random))
            for file in ["app-auth/state.json", "app-items/store.json", "settings.json"] {
                guard let data = FileManager.default.contents(atPath: "\(bed.folder)/\(file)") else { continue }
                _ = try JSONSerialization.jsonObject(with: data)
            }
        }
        return writer.kill(after: .microseconds(Int.random(in: 0...3000, using: &random)))
    }

    /// What was said without the last user's tokens: whether they are still good depends on the write that was cut.
    static func settled(_ lines: [String]) -> [String] {
        guard let last = lines.last?.split(separator: " ").dropFirst().first else { return lines }
        return lines.filter { !$0.hasPrefix("in \(last) ") && !$0.hasPrefix("turn \(last) ") }
    }

    func check(users lines: [String]) async throws {
        let (pool, platform) = try Writer.starting.withLock { _ in try bed.pool() }
        let words = lines.map { $0.split(separator: " ").map(String.init) }
        // What was replaced or revoked later is not good any more.
        let dead = Set(words.compactMap { ["turn", "out"].contains($0.first) ? $0[2] : nil })
        for words in words {
            switch words.first {
            case "up":
                await #expect(throws: AWSError(name: "UsernameExistsException")) { try await pool.signUp(words[1]) }
                #expect(platform.outbox.newest(for: words[1]) != nil)
            case "confirmed":
                _ = try await pool.signIn(words[1])
            case "in" where !dead.contains(words[2]):
                _ = try await pool.refresh(Secret(words[2]))
            case "turn":
                await #expect(throws: AWSError.self) { _ = try await pool.refresh(Secret(words[2])) }
                if !dead.contains(words[3]) { _ = try await pool.refresh(Secret(words[3])) }
            case "attribute":
                let user = try await pool.adminGetUser(username: words[1])
                #expect(user.attributes.contains(.init(name: "nickname", value: words[2])))
            case "out":
                await #expect(throws: AWSError(name: "NotAuthorizedException")) {
                    _ = try await pool.refresh(Secret(words[2]))
                }
            default: break
            }
        }
    }

    func found() async throws -> Model {
        let local = try Writer.starting.withLock { _ in try bed.platform() }
        let store = try local.platform.service(KVDriverProvider.self).make(KVTable(name: "app-items", timeToLive: true))
        let settings = try local.platform.service(SettingDriverProvider.self).make()
        var model = Model()
        var page = try await store.scan(after: nil)
        while true {
            for item in page.items {
                let value = try JSONValue(parsing: Array(item.value.utf8))
                #expect(value["pad"]?.string?.count == 500 && item.expires == 4_000_000_000)
                model.items[item.key] = value["n"]?.int
            }
            guard let next = page.next else { break }
            page = try await store.scan(after: next)
        }
        model.counter = try await settings.read("/app-counter", secret: false)
        return model
    }
}

/// What the writer's store and setting hold after some of its writes.
private struct Model: Equatable {
    enum Operation {
        case put(String, Int)
        case delete(String)
        case set(Int)
    }

    var items: [String: Int] = [:]
    var counter: String?

    mutating func apply(_ operation: Operation) {
        switch operation {
        case .put(let key, let number): items[key] = number
        case .delete(let key): items[key] = nil
        case .set(let number): counter = String(number)
        }
    }

    /// The first writes of a run, as `LocalWriter` does them.
    static func operations(run: Int, count: Int) -> [Operation] {
        var all: [Operation] = []
        var number = 0
        while all.count < count {
            let key = "\(run)-\(number % 4)"
            all.append(.put(key, number))
            if number % 3 == 2 { all.append(.delete(key)) }
            all.append(.set(number))
            number += 1
        }
        return Array(all.prefix(count))
    }
}
