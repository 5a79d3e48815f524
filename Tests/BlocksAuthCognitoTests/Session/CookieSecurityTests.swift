// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import Testing

@testable import BlocksAuthCognito

/// The table of spec auth-cookies-and-sessions §1.
struct CookieSecurityTests {
    private func request(_ headers: [(String, String)]) -> BlocksRequest {
        BlocksRequest(method: .post, path: "/", headerList: headers.map { .init(name: $0.0, value: $0.1) })
    }

    @Test(arguments: [
        (false, "https://app.example.com", SetCookie.Security.lax, "SameSite=Lax; Secure"),
        (false, "http://localhost:3000", .laxInsecure, "SameSite=Lax"),
        (true, "https://app.example.com", .crossSitePartitioned, "SameSite=None; Secure; Partitioned"),
        (true, "http://localhost:3000", .crossSite, "SameSite=None; Secure"),
    ])
    func `each row`(crossDomain: Bool, origin: String, security: SetCookie.Security, text: String) {
        #expect(CookieSecurity.security(crossDomain: crossDomain, request: request([("origin", origin)])) == security)
        #expect(security.rawValue == text)
    }

    @Test(arguments: [
        "localhost", "localhost:3000", "http://localhost", "https://localhost:8443", "http://localhost:3000/",
        "127.0.0.1",
        "http://127.0.0.1:1", "[::1]", "http://[::1]:3000", "https://[::1]/", "localhost/",
    ])
    func `loopback`(text: String) {
        #expect(CookieSecurity.isLoopback(text))
    }

    @Test(arguments: [
        "", "app.example.com", "localhost.example.com", "http://localhost.evil.com", "http://evil.com/localhost",
        "https://localhost@evil.com", "LOCALHOST", "Http://localhost", "ftp://localhost", "localhost:", "localhost:x",
        "localhost:80a", "localhost//", "localhost:80/x", "127.0.0.2", "127.0.0.1.nip.io", "[::1", "::1", "[::2]",
        " localhost", "localhost ", "http://http://localhost", "http://https://localhost", "localhost:\u{0661}", "null",
    ])
    func `not loopback`(text: String) {
        #expect(!CookieSecurity.isLoopback(text))
    }

    @Test func `the Origin header counts before Host, also when it is empty`() {
        let local = ("host", "localhost:3000")
        #expect(CookieSecurity.security(crossDomain: false, request: request([local])) == .laxInsecure)
        #expect(
            CookieSecurity.security(crossDomain: false, request: request([("origin", "https://a.example"), local]))
                == .lax)
        #expect(CookieSecurity.security(crossDomain: false, request: request([("origin", ""), local])) == .lax)
        #expect(CookieSecurity.security(crossDomain: false, request: request([])) == .lax)
    }
}
