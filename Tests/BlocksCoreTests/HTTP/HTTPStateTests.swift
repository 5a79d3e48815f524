// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// The cases of abarth/http-state, the suite that RFC 6265 was written beside.
@Suite(.needsVectors("http-state"))
struct HTTPStateTests {
    private struct Case: Decodable {
        struct Pair: Decodable {
            var name: String
            var value: String
        }
        var test: String
        var received: [String]
        var sent: [Pair]
    }

    private func request(cookies: String) -> BlocksRequest {
        BlocksRequest(method: .get, path: "/", cookieHeader: cookies)
    }

    @Test func `every cookie a client would send is found by its name`() throws {
        let cases = try JSONCoding.decode([Case].self, from: Array(Vectors.data("http-state/parser.json")))
        #expect(cases.count == 222)
        var found = 0
        for one in cases {
            let request = request(cookies: one.sent.map { "\($0.name)=\($0.value)" }.joined(separator: "; "))
            for pair in one.sent where !pair.name.isEmpty && !pair.value.isEmpty {
                #expect(request.cookies(named: pair.name).contains(pair.value), "\(one.test)")
                found += 1
            }
        }
        #expect(found > 100)
    }

    /// A line for each case: the values found for every name that a client would send, in the order of the names.
    @Test func `what is read of each case is what the golden file says`() throws {
        let cases = try JSONCoding.decode([Case].self, from: Array(Vectors.data("http-state/parser.json")))
        let lines = cases.map { one in
            let request = request(cookies: one.sent.map { "\($0.name)=\($0.value)" }.joined(separator: "; "))
            let names = one.sent.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            let found = names.map { "\($0.debugDescription): \(request.cookies(named: $0))" }
            return "\(one.test) | " + (found.isEmpty ? "nothing is sent" : found.joined(separator: ", "))
        }
        try Golden("Golden/http-state.txt").check(lines)
    }

    @Test func `text that was meant for a client is no danger in a request`() throws {
        let cases = try JSONCoding.decode([Case].self, from: Array(Vectors.data("http-state/parser.json")))
        for one in cases {
            for text in one.received {
                for name in ["foo", "", "=", "é"] {
                    #expect(request(cookies: text).cookies(named: name).allSatisfy { !$0.isEmpty && !$0.contains(";") })
                }
            }
        }
    }
}
