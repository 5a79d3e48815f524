// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import Testing

struct RequestURLTests {
    private func url(
        forwarded: String? = nil, proto: String? = nil, host: String? = "api.example.com", query: String = ""
    ) -> RequestURL {
        RequestURL(
            forwardedHost: forwarded, forwardedProto: proto, host: host, path: "/a%20b", stagePrefix: "/prod",
            rawQuery: query)
    }

    @Test(arguments: [
        "localhost", "localhost:3000", "LOCALHOST:3000", "127.0.0.1:5173", "[::1]:80", "[::1]", "localhost:65535",
    ])
    func `a loopback front door is believed and has no stage`(forwarded: String) {
        let url = url(forwarded: forwarded, proto: "https", query: "x=1")
        #expect(url.description == "http://\(forwarded)/a%20b?x=1")
        #expect(url.authoritySource == .forwardedLoopback)
    }

    @Test(arguments: [
        "evil.test", "localhost.evil.test", "localhost:3000/x", "user@localhost", "localhost@evil.test", "localhost:x",
        "localhost:1234567", "localhost:65536", "localhost:+80", "127.0.0.1.evil.test", "127.0.0.2", "[::1].evil.test",
        "", " localhost",
        "localhost, evil.test",
    ])
    func `any other forwarded host is ignored`(forwarded: String) {
        let url = url(forwarded: forwarded)
        #expect(url.description == "https://api.example.com/prod/a%20b")
        #expect(url.authoritySource == .host)
    }

    @Test(arguments: [
        ("http", "http"), ("HTTP", "http"), ("https", "https"), ("javascript", "https"), ("http, https", "https"),
        ("", "https"),
    ])
    func `a scheme is one of two`(proto: String, scheme: String) {
        #expect(url(proto: proto).scheme == scheme)
    }

    @Test(arguments: [nil, "", "a b", "a/b", "a?b", "a#b", "user@a", "a\r\nb", "é.test"] as [String?])
    func `a host that is none counts as localhost`(host: String?) {
        let url = url(host: host)
        #expect(url.description == "https://localhost/prod/a%20b")
        #expect(url.authoritySource == .none)
    }

    @Test func `query items are decoded as a form's, duplicates kept`() {
        let items = url(query: "a=1&b=x+y%2B&a=2&c&&=d&e=f=g&%zz=%C3").queryItems
        #expect(items.map(\.name) == ["a", "b", "a", "c", "", "e", "%zz"])
        #expect(items.map(\.value) == ["1", "x y+", "2", "", "d", "f=g", "\u{FFFD}"])
        #expect(url().queryItems.isEmpty)
    }

    @Test(
        arguments: [
            ([("host", "x.test:8443")], "/dev", "q", "https://x.test:8443/dev/p?q"),
            ([("host", "x.test")], "", "a=1&a=2&b=%20+", "https://x.test/p?a=1&a=2&b=%20+"),
            ([("host", "x.test"), ("x-forwarded-proto", "http")], "/dev", "", "http://x.test/dev/p"),
            ([("host", "x.test"), ("x-forwarded-host", "localhost:3000")], "/dev", "q", "http://localhost:3000/p?q"),
            (
                [("x-forwarded-host", "127.0.0.1:3000"), ("x-forwarded-proto", "https")], "/dev", "",
                "http://127.0.0.1:3000/p"
            ),
            ([("host", "x.test"), ("x-forwarded-host", "evil.test")], "/dev", "", "https://x.test/dev/p"),
            ([], "/dev", "", "https://localhost/dev/p"), ([], "", "", "https://localhost/p"),
        ] as [([(String, String)], String, String, String)])
    func `a request knows its URL`(headers: [(String, String)], stage: String, query: String, url: String) {
        let request = BlocksRequest(
            method: .get, path: "/p", rawQuery: query,
            headerList: headers.map { BlocksRequest.Header(name: $0.0, value: $0.1) }, stagePrefix: stage)
        #expect(request.url.description == url)
    }
}
