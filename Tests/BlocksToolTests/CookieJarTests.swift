// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksTool

struct CookieJarTests {
    private func jar(_ lines: String...) -> CookieJar {
        var jar = CookieJar()
        for cookie in lines.compactMap(ReceivedCookie.init) { jar.receive(cookie) }
        return jar
    }

    @Test func `a cookie that is set again keeps its place and takes the new value`() {
        #expect(jar("a=1; Path=/", "b=2", "a=3; HttpOnly").pairs == ["a=3", "b=2"])
    }

    @Test(arguments: ["a=; Max-Age=0", "a=x; Max-Age=-1", "a=; max-age=0; Path=/"])
    func `a cookie whose age is over leaves the jar`(line: String) {
        #expect(jar("a=1", "b=2", line).pairs == ["b=2"])
    }

    @Test func `clearing a cookie that isn't there adds nothing`() {
        #expect(jar("a=; Max-Age=0").pairs.isEmpty)
    }

    @Test func `a value may hold equals signs and an attribute none`() throws {
        let cookie = try #require(ReceivedCookie("a=x=y==; Secure; Max-Age=900;; Path=/"))
        #expect(cookie.value == "x=y==")
        #expect(cookie["secure"] == "")
        #expect(cookie["Max-Age"] == "900")
        #expect(cookie["Domain"] == nil)
    }

    @Test(arguments: ["", "novalue", "=nameless", "; Path=/"])
    func `a line without name or equals sign is no cookie`(line: String) {
        #expect(ReceivedCookie(line) == nil)
    }
}
