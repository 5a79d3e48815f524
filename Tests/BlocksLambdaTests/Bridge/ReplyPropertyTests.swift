// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksLambda

/// Whatever an application answers, a front door gets the members it knows or nothing.
@Suite struct ReplyPropertyTests {
    private static let members: [ReplyShape: Set<String>] = [
        .cookies: ["statusCode", "headers", "cookies", "body", "isBase64Encoded"],
        .multiValueHeaders: ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"],
        .singleValues: ["statusCode", "statusDescription", "headers", "body", "isBase64Encoded"],
        .multipleValues: ["statusCode", "statusDescription", "multiValueHeaders", "body", "isBase64Encoded"],
    ]

    @Test(arguments: ReplyShape.allCases, [1, 2, 3] as [UInt64])
    func `random replies are refused, or JSON that says the same`(_ shape: ReplyShape, _ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var refused = 0
        for _ in 0..<1_500 {
            let reply = Self.reply(&random)
            let isHead = Int.random(in: 0..<8, using: &random) == 0
            let bytes: [UInt8]
            do {
                bytes = try reply.encoded(shape, isHead: isHead)
            } catch {
                #expect(error.code == .malformedReply)
                let isGood = (100...599).contains(reply.status) && reply.cookies.allSatisfy(BlocksReply.isOneLine)
                #expect(!isGood)
                refused += 1
                continue
            }
            let value = try JSONValue(parsing: bytes)
            let names = try #require(value.object?.map(\.key))
            #expect(Set(names).count == names.count)
            #expect(try Set(names).isSubset(of: #require(Self.members[shape])))
            #expect(value["statusCode"]?.int == reply.status)
            if let description = value["statusDescription"]?.string {
                #expect(description.hasPrefix("\(reply.status) ") && description.utf8.allSatisfy { $0 >= 0x20 })
            }
            let lines = FrontDoorModel.headerLines(value, shape)
            #expect(lines.filter { $0.name == "set-cookie" }.map(\.value) == reply.cookies)
            #expect(lines.filter { $0.name != "set-cookie" }.map(\.value) == reply.headers.map(\.value))
            #expect(lines.allSatisfy { $0.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } })
            let text = try #require(value["body"]?.string)
            let isBinary = try #require(value["isBase64Encoded"]?.bool as Bool?)
            let body = isBinary ? Base64.decode(Array(text.utf8)) : Array(text.utf8)
            #expect(body == (isHead || [204, 304].contains(reply.status) ? [] : reply.body))
        }
        #expect(refused > 100)
        #expect(refused < 1_400)
    }

    private static func reply(_ random: inout SeededRandom) -> BlocksReply {
        let statuses = [0, 99, 100, 200, 200, 200, 201, 204, 302, 304, 404, 418, 500, 599, 600, -1, Int.max, Int.min]
        let pieces = ["a", "é", ",", "; ", "=", "\"", "\\", "Expires=Wed, 09 Jun", "\t", "😀", " ", "\u{2028}"]
        let breaks = ["\r\nX: y", "\n", "\0", "\u{7F}", "\u{1B}"]
        func text(_ random: inout SeededRandom) -> String {
            var text = ""
            for _ in 0..<Int.random(in: 0...6, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
            if Int.random(in: 0..<30, using: &random) == 0 { text += breaks.randomElement(using: &random) ?? "" }
            return text
        }
        var reply = BlocksReply(status: statuses.randomElement(using: &random) ?? 200, headers: [], body: [])
        for index in 0..<Int.random(in: 0...4, using: &random) {
            if let header = BlocksReply.Header(checking: "X-\(index)", text(&random)) { reply.headers.append(header) }
        }
        for index in 0..<Int.random(in: 0...4, using: &random) { reply.cookies.append("c\(index)=\(text(&random))") }
        if Bool.random(using: &random) {
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                reply.body.append(.random(in: 0...255, using: &random))
            }
        } else {
            reply.body = Array(text(&random).utf8)
        }
        return reply
    }
}
