// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksLambda

/// The pipe between threads of the global executor: its writers, its reader and the clock don't share one.
@Suite struct StreamPipeTests {
    private static let head = BlocksReply(status: 200, headers: [], body: [])
    private static let whole = BlocksReply(status: 504, headers: [], body: Array("late".utf8))

    private func pipe() throws -> StreamPipe {
        guard case .http(let event) = try LambdaEvent(Array(StreamFixture.functionURL("/x").utf8)) else {
            throw LambdaError(.malformedEvent, "no request")
        }
        return StreamPipe(event, HeaderBlocks())
    }

    /// What a reader gets: the bytes behind the head, and how it ended.
    private func read(_ pipe: StreamPipe) async -> (body: [UInt8], failure: LambdaError?) {
        var bytes: [UInt8] = []
        var failure: LambdaError?
        do throws(LambdaError) {
            while let piece = try await pipe.next() { bytes += piece }
        } catch {
            failure = error
        }
        let end = bytes.firstIndex(of: 0).map { $0 + 8 } ?? 0
        return (Array(bytes[end...]), failure)
    }

    @Test func `pieces of 50 tasks on several threads arrive whole, each once`() async throws {
        for _ in 0..<20 {
            let pipe = try pipe()
            async let received = read(pipe)
            try await withThrowingTaskGroup { group in
                for number in 0..<50 {
                    group.addTask { try await pipe.write(Array("<\(number)>".utf8)) { Self.head } }
                }
                try await group.waitForAll()
            }
            pipe.finish(with: Self.whole)
            let (body, failure) = await received
            #expect(failure == nil)
            let numbers = String(decoding: body, as: UTF8.self).split(separator: ">").compactMap { Int($0.dropFirst()) }
            #expect(numbers.sorted() == Array(0..<50))
        }
    }

    @Test func `a reply that expires while its first piece is written is either late as a whole or broken off`()
        async throws
    {
        for _ in 0..<500 {
            let pipe = try pipe()
            async let received = read(pipe)
            async let written: Void = pipe.write(Array("piece".utf8)) { Self.head }
            async let expired: Void = Self.expire(pipe)
            await expired
            let isWritten = (try? await written) != nil
            let (body, failure) = await received
            let text = String(decoding: body, as: UTF8.self)
            if isWritten {
                #expect(text == "piece" && failure == LambdaError(.handlerTimeout, ""))
            } else {
                #expect(text == "late" && failure == nil)
            }
        }
    }

    @Test func `writers behind a reader that has gone are told so`() async throws {
        let pipe = try pipe()
        try await pipe.write([1]) { Self.head }
        let told = await withTaskGroup { group in
            for number in UInt8(2)..<12 {
                group.addTask {
                    do {
                        try await pipe.write([number]) { Self.head }
                        return false
                    } catch {
                        return error is CancellationError
                    }
                }
            }
            pipe.abandon()
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(told == 10)
    }

    private static func expire(_ pipe: StreamPipe) async { pipe.expire { whole } }
}
