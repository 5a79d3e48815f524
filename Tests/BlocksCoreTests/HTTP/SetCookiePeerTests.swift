// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

/// What we write as `Set-Cookie`, read by Python's http.cookies.
@Suite(.enabled(if: PythonPeer.interpreter != nil, Comment(rawValue: PythonPeer.howToGet)))
struct SetCookiePeerTests {
    private struct Line: Encodable {
        var line: String
    }

    private struct Answer: Decodable {
        struct Cookie: Decodable {
            var name: String
            var value: String
            var attributes: [String: String]
        }
        var cookies: [Cookie]
    }

    /// Names that Python takes for attributes, beside all that begin with `$` (RFC 2109 §4.3.4).
    private static let attributes: Set<String> = [
        "expires", "path", "comment", "domain", "max-age", "secure", "httponly", "version", "samesite", "partitioned",
    ]

    @Test func `a thousand random cookies parse back to what they were made of`() throws {
        var random = SeededRandom(seed: 6265)
        var cookies: [SetCookie] = []
        while cookies.count < 1_000 {
            let name = text(1...12, &random)
            guard !Self.attributes.contains(name.lowercased()), !name.hasPrefix("$") else { continue }
            let security = try #require(SetCookie.Security.allCases.randomElement(using: &random))
            let maxAge = Int64.random(in: 0...34_560_000, using: &random)
            // About half of the names and values hold what no cookie may, and give none.
            guard let cookie = SetCookie(name: name, value: text(0...24, &random), security: security, maxAge: maxAge)
            else { continue }
            cookies.append(cookie)
        }
        let answers = try PythonPeer.answers(
            "http_cookies.py", cookies.map { Line(line: $0.headerValue) }, as: Answer.self)
        for (cookie, answer) in zip(cookies, answers) {
            let read = try #require(answer.cookies.first, "\(cookie.headerValue)")
            #expect(answer.cookies.count == 1)
            #expect(read.name == cookie.name && read.value == cookie.value, "\(cookie.headerValue)")
            var expected = ["path": "/", "max-age": "\(cookie.maxAge)", "httponly": "True"]
            let isCrossSite = [.crossSite, .crossSitePartitioned].contains(cookie.security)
            expected["samesite"] = isCrossSite ? "None" : "Lax"
            if cookie.security != .laxInsecure { expected["secure"] = "True" }
            if cookie.security == .crossSitePartitioned { expected["partitioned"] = "True" }
            #expect(read.attributes == expected, "\(cookie.headerValue)")
        }
    }

    /// Printable ASCII, now and then something else.
    private func text(_ length: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
        let count = Int.random(in: length, using: &random)
        let letters = (0..<count).map { _ in UInt8.random(in: 0x21...0x7E, using: &random) }
        let safe = letters.filter { !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
        let isSafe = Int.random(in: 0..<4, using: &random) > 0
        return String(decoding: isSafe && !safe.isEmpty ? safe : letters, as: UTF8.self)
    }
}
