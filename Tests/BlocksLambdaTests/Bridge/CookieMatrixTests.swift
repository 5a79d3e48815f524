// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksLambda

/// Every way in which cookies get lost, split, doubled or refused on their way through a front door:
/// five shapes × 0 to 3 cookies × commas in `Expires` × how the reply is delivered.
@Suite struct CookieMatrixTests {
    /// How a reply reaches the front door.
    enum Delivery: CaseIterable {
        /// As one JSON text.
        case buffered
        /// As a head that its body follows, where the front door takes that; as one JSON text elsewhere.
        case streamed

        func head(of reply: BlocksReply, to event: HTTPEvent) throws -> JSONValue {
            switch self {
            case .streamed where [.functionURL, .restAPI].contains(event.frontDoor):
                try JSONValue(parsing: Array(reply.prelude(event.shape, HeaderBlocks()).dropLast(8)))
            case .buffered, .streamed: try JSONValue(parsing: reply.encoded(event.shape))
            }
        }
    }

    struct Row: CustomTestStringConvertible {
        let event: String
        let count: Int
        let hasComma: Bool
        let delivery: Delivery

        static let all = EventSamples.all.flatMap { event in
            (0...3).flatMap { count in
                [false, true].flatMap { hasComma in
                    Delivery.allCases.map { Row(event: event, count: count, hasComma: hasComma, delivery: $0) }
                }
            }
        }

        var cookies: [String] {
            (0..<count).map { "c\($0)=v\($0); Path=/\(hasComma ? "; Expires=Wed, 09 Jun 2027 10:18:14 GMT" : "")" }
        }

        var testDescription: String {
            "\(delivery), \((try? httpEvent(event).shape).map { "\($0)" } ?? ""), \(count) cookies\(hasComma ? " with commas" : "")"
        }
    }

    @Test func `the matrix is whole`() {
        #expect(Row.all.count == 5 * 4 * 2 * Delivery.allCases.count)
    }

    @Test(arguments: Row.all)
    func `each cookie reaches the client once, whole and in order`(_ row: Row) throws {
        let event = try httpEvent(row.event)
        let type = try #require(BlocksReply.Header(checking: "Content-Type", "text/plain"))
        let reply = BlocksReply(status: 200, headers: [type], cookies: row.cookies, body: Array("hi".utf8))
        let head = try row.delivery.head(of: reply, to: event)
        let lines = FrontDoorModel.headerLines(head, event.shape)
        #expect(lines.filter { $0.name == "set-cookie" }.map(\.value) == row.cookies)
        #expect(lines.filter { $0.name == "content-type" }.map(\.value) == ["text/plain"])
    }
}

/// Which header lines a front door makes of a reply, as AWS documents it.
enum FrontDoorModel {
    /// Names in lower case.
    static func headerLines(_ reply: JSONValue, _ shape: ReplyShape) -> [(name: String, value: String)] {
        let single = reply["headers"]?.object?.map { (name: $0.key.lowercased(), value: $0.value.string ?? "") } ?? []
        let multiple =
            reply["multiValueHeaders"]?.object?.flatMap { member in
                (member.value.array ?? []).map { (name: member.key.lowercased(), value: $0.string ?? "") }
            } ?? []
        switch shape {
        case .cookies:  // `multiValueHeaders` is ignored
            return single + (reply["cookies"]?.array ?? []).map { (name: "set-cookie", value: $0.string ?? "") }
        case .multiValueHeaders:  // merged; of a name in both, the lines of `multiValueHeaders` count
            return single.filter { line in !multiple.contains { $0.name == line.name } } + multiple
        case .singleValues: return single
        case .multipleValues: return multiple
        }
    }
}
