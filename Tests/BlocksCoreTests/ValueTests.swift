// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import HTTPTypes
import TestSupport
import Testing

struct SecretTests {
    struct Holder { let password = Secret("hunter2") }

    @Test func `no textual form of a secret shows it`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(Holder(), to: &dumped)
        dump(secret, to: &dumped)
        let texts = ["\(secret)", String(reflecting: secret), "\(Holder())", String(reflecting: Holder()), dumped]
        for text in texts { #expect(!text.contains("hunter2")) }
        #expect(secret.withExposed { $0 } == "hunter2")
    }
}

struct WithheldTests {
    @Test func `nothing of a request, a reply or the environment is printed`() {
        let log = CapturedLog()
        let request = BlocksRequest(
            method: .post, path: "/hunter2", headerList: [.init(name: "cookie", value: "hunter2")],
            cookieHeader: "hunter2", body: Array("hunter2".utf8))
        let reply = BlocksReply(status: 200, headers: [], cookies: ["a=hunter2"], body: Array("hunter2".utf8))
        let platform = Platform(environment: ["KEY": "hunter2"], logger: log.logger, isLocal: true)
        var dumped = ""
        for value in [request, reply, platform] as [Any] {
            dump(value, to: &dumped)
            dumped += "\(value) \(String(reflecting: value))"
        }
        #expect(!dumped.contains("hunter2"))
        #expect(!dumped.contains("104, 117, 110"))
        #expect(dumped.contains("BlocksReply([redacted])"))
    }
}

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z", "19700101T000000Z"),
        (1_795_496_006_123, "2026-11-24T04:53:26.123Z", "20261124T045326Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z", "20000229T000000Z"),
        (-1, "1969-12-31T23:59:59.999Z", "19691231T235959Z"),
        (4_102_444_799_999, "2099-12-31T23:59:59.999Z", "20991231T235959Z"),
    ]) func `an instant is written in both forms`(milliseconds: Int64, extended: String, basic: String) {
        let instant = Timestamp(milliseconds: milliseconds)
        #expect(instant.iso8601 == extended)
        #expect(instant.basicFormat == basic)
    }

    @Test(arguments: [
        (0, "Thu Jan 1 00:00:00 UTC 1970"), (1_795_496_006, "Tue Nov 24 04:53:26 UTC 2026"),
        (951_782_399, "Mon Feb 28 23:59:59 UTC 2000"), (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
        (-1, "Wed Dec 31 23:59:59 UTC 1969"), (4_102_444_799, "Thu Dec 31 23:59:59 UTC 2099"),
    ]) func `an SRP proof's time is English and its day not padded`(seconds: Int64, text: String) {
        #expect(Timestamp(seconds: seconds).srpFormat == text)
    }

    @Test func `every day of a leap year is written as Foundation writes it`() {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "EEE MMM d HH:mm:ss 'UTC' yyyy"
        for day in 0..<366 as Range<Int64> {
            let seconds = 1_830_297_600 + day * 86_400 + day * 239  // from 2028-01-01, at another time each day
            let date = Date(timeIntervalSince1970: Double(seconds))
            #expect(Timestamp(seconds: seconds).srpFormat == formatter.string(from: date))
        }
    }

    @Test func `arithmetic clamps and never traps`() {
        let (first, last) = (Timestamp(milliseconds: .min), Timestamp(milliseconds: .max))
        #expect(last.adding(seconds: .max) == last)
        #expect(first.adding(milliseconds: -1) == first)
        #expect(Timestamp(seconds: .max) == last)
        #expect(last.milliseconds(since: first) == .max)
        #expect(first.milliseconds(since: last) == .min)
        #expect(first.seconds < 0)
        #expect(!first.iso8601.isEmpty && !last.srpFormat.isEmpty && !first.srpFormat.isEmpty)
    }
}

struct SetCookieTests {
    @Test func `the text has exactly the reference's order and spacing`() throws {
        let cookie = try #require(
            SetCookie(name: "auth_my-app-auth", value: "a.b", security: .laxInsecure, maxAge: 34_560_000))
        #expect(cookie.headerValue == "auth_my-app-auth=a.b; HttpOnly; SameSite=Lax; Path=/; Max-Age=34560000")
    }

    @Test(arguments: ["a b", "a;b", "a,b", "a\"b", "a\\b", "a\r\nSet-Cookie: x=y", "é", "\u{0}"])
    func `a value that would end or split the header is refused`(value: String) {
        #expect(SetCookie(name: "n", value: value, security: .lax, maxAge: 1) == nil)
        #expect(SetCookie(name: value, value: "v", security: .lax, maxAge: 1) == nil)
    }

    @Test func `a second cookie of a name replaces the first, others stay`() async throws {
        let harness = try AppHarness { app in
            app.route(
                RawRoute(.get, "/c") { context in
                    for (name, value) in [("a", "1"), ("b", "2"), ("a", "3")] {
                        if let cookie = SetCookie(name: name, value: value, security: .lax, maxAge: 1) {
                            context.response.setCookie(cookie)
                        }
                    }
                })
        }
        let reply = await harness.send(BlocksRequest(method: .get, path: "/c"))
        #expect(reply.cookies.map { $0.prefix(3) } == ["b=2", "a=3"])
    }
}

struct CookieHeaderTests {
    @Test(arguments: [
        ("auth_A=v", ["v"]), ("x=1; auth_A=v1; auth_A=v2", ["v1", "v2"]), ("xauth_A=v", []), ("auth_A=", []),
        ("auth_A=;auth_A=w", ["w"]), ("x=1;auth_A=v", ["v"]), ("x=1;\t auth_A=v", ["v"]), ("AUTH_A=v", []),
        ("auth_A", []),
        ("auth_A =v", []), ("auth_A=a=b%20c\"d", ["a=b%20c\"d"]), (";;;", []), ("", []), ("; auth_A=v;", ["v"]),
    ]) func `a cookie is found by its literal name and taken undecoded`(header: String, values: [String]) {
        let request = BlocksRequest(method: .get, path: "/", cookieHeader: header)
        #expect(request.cookies(named: "auth_A") == values)
    }
}

struct ResponseHeaderTests {
    @Test(arguments: [
        ("X\r\nY", "v"), ("X", "a\r\nSet-Cookie: b=c"), ("X:", "v"), ("X(", "v"), ("", "v"),
        ("X", "a\u{0}"), ("Set-Cookie", "a=b"),
    ])
    func `a header that could break the block is refused`(name: String, value: String) async throws {
        let harness = try AppHarness { app in
            app.route(
                RawRoute(.get, "/h") { context in
                    #expect(throws: ConfigurationError.self) { try context.response.setHeader(name, value) }
                })
        }
        let reply = await harness.send(BlocksRequest(method: .get, path: "/h"))
        #expect(reply.headers.count == 8)
    }
}
