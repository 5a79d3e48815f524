// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksStore
import Foundation
import TestSupport
import Testing

@testable import BlocksLocal

/// Processes that write are killed at random moments; what they had acknowledged must be there, whole.
@Suite(.serialized) struct KillTests {
    private static let kills = 60
    private let bed = LocalBed()

    @Test func `sixty kills of a user pool lose nothing that was acknowledged`() async throws {
        var random = SeededRandom(seed: 20_261_124)
        _ = try bed.pool()  // writes the key
        var everything: [String] = []
        for run in 0..<Self.kills {
            var lines = try kill(run, "pool", &random)
            // Whether this token is still good depends on the write that was cut.
            if lines.last?.hasPrefix("in ") == true { lines.removeLast() }
            try await check(users: lines)
            everything += lines
        }
        try await check(users: everything)
        #expect(everything.count > Self.kills)
        #expect(try bed.names("app-auth").filter { $0.contains("corrupt") } == [])
    }

    @Test func `sixty kills of a store and settings lose nothing that was acknowledged`() async throws {
        var random = SeededRandom(seed: 20_261_125)
        var model = Model()
        for run in 0..<Self.kills {
            let acknowledged = try kill(run, "store", &random).dropFirst().count
            // The write after the last acknowledged one may have happened or not, but no other and not by half.
            let operations = Model.operations(run: run, count: acknowledged + 1)
            let before = operations.dropLast().reduce(into: model) { $0.apply($1) }
            let after = operations.reduce(into: model) { $0.apply($1) }
            model = try await found()
            #expect(model == before || model == after, "run \(run) after \(acknowledged) writes")
        }
        #expect(try bed.names("app-items").filter { $0.contains("corrupt") } == [])
        #expect(try bed.names().filter { $0.contains("corrupt") } == [])
    }

    /// Lets a writer run until a random moment; a reader beside it sees whole files only.
    private func kill(_ run: Int, _ kind: String, _ random: inout SeededRandom) throws -> [String] {
        var writer = try Writer(folder: bed.folder, run: run, kind: kind)
        // One in eight is killed while it starts.
        if !Int.random(in: 0..<8, using: &random).isMultiple(of: 8) {
            try writer.wait(forLines: 1 + Int.random(in: 1...10, using: &random))
            for file in ["app-auth/state.json", "app-items/store.json", "settings.json"] {
                guard let data = FileManager.default.contents(atPath: "\(bed.folder)/\(file)") else { continue }
                _ = try JSONSerialization.jsonObject(with: data)
            }
        }
        return writer.kill(after: .microseconds(Int.random(in: 0...3000, using: &random)))
    }

    private func check(users lines: [String]) async throws {
        let (pool, platform) = try bed.pool()
        let revoked = Set(lines.compactMap { $0.hasPrefix("out ") ? String($0.dropFirst(4)) : nil })
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "up":
                await #expect(throws: AWSError(name: "UsernameExistsException")) { try await pool.signUp(words[1]) }
                #expect(platform.outbox.newest(for: words[1]) != nil)
            case "confirmed":
                _ = try await pool.signIn(words[1])
            case "in" where !revoked.contains(words[2]):
                _ = try await pool.refresh(Secret(words[2]))
            case "out":
                await #expect(throws: AWSError(name: "NotAuthorizedException")) {
                    _ = try await pool.refresh(Secret(words[1]))
                }
            default: break
            }
        }
    }

    private func found() async throws -> Model {
        let local = try bed.platform()
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
