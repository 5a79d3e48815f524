// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Testing

@Suite struct `Randomness` {
    @Test(arguments: [0, 1, 24, 256, 257, 100_000])
    func `the system gives as many bytes as asked for`(count: Int) throws {
        #expect(try SecureRandom.system.bytes(count).count == count)
    }

    @Test func `the system does not repeat itself`() throws {
        let draws = try Set((0..<1000).map { _ in try SecureRandom.system.bytes(16) })
        #expect(draws.count == 1000)
    }

    @Test func `a negative count is refused`() {
        #expect(throws: CryptoError.self) { try SecureRandom.system.bytes(-1) }
    }

    @Test func `a source that answers short is refused`() {
        let short = SecureRandom { count in [UInt8](repeating: 0, count: count - 1) }
        #expect(throws: CryptoError.self) { try short.bytes(8) }
        #expect(throws: CryptoError.self) { try short.uuid() }
        #expect(throws: CryptoError.self) { try short.uniform(below: 10) }
    }

    @Test func `a UUID has its version and variant`() throws {
        let zeros = SecureRandom { [UInt8](repeating: 0, count: $0) }
        let ones = SecureRandom { [UInt8](repeating: 0xFF, count: $0) }
        #expect(try zeros.uuid() == "00000000-0000-4000-8000-000000000000")
        #expect(try ones.uuid() == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    }

    @Test(arguments: [1, 2, 3, 6, 10, 1_000_000, .max] as [UInt32])
    func `a number stays below its bound`(bound: UInt32) throws {
        let random = SequenceBytes(seed: 3).random
        for _ in 0..<200 { #expect(try random.uniform(below: bound) < bound) }
    }

    @Test func `a bound of zero gives zero`() throws {
        #expect(try SecureRandom.system.uniform(below: 0) == 0)
    }

    @Test func `every number comes up about equally often`() throws {
        let random = SequenceBytes(seed: 5).random
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<6000 { counts[Int(try random.uniform(below: 6))] += 1 }
        #expect(counts.allSatisfy { (850...1150).contains($0) })
    }

    @Test func `a draw that would favour low numbers is refused`() throws {
        let source = SequenceBytes(seed: 1)
        let calls = Counter()
        // 2³² mod 3 is 1: the single draw 0 is thrown away.
        let random = SecureRandom { count in calls.next() == 0 ? [0, 0, 0, 0] : source.bytes(count) }
        _ = try random.uniform(below: 3)
        #expect(calls.next() == 2)
    }
}
