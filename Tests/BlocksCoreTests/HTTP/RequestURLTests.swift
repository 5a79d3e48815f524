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

    @Test(arguments: ["localhost", "localhost:3000", "LOCALHOST:3000", "127.0.0.1:5173", "[::1]:80", "[::1]"])
    func `a loopback front door is believed and has no stage`(forwarded: String) {
        let url = url(forwarded: forwarded, proto: "https", query: "x=1")
        #expect(url.description == "http://\(forwarded)/a%20b?x=1")
        #expect(url.authoritySource == .forwardedLoopback)
    }

    @Test(arguments: [
        "evil.test", "localhost.evil.test", "localhost:3000/x", "user@localhost", "localhost@evil.test", "localhost:x",
        "localhost:1234567", "127.0.0.1.evil.test", "127.0.0.2", "[::1].evil.test", "", " localhost",
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

    @Test func `a request knows its URL`() {
        let headers = [BlocksRequest.Header(name: "host", value: "x.test:8443")]
        let request = BlocksRequest(method: .get, path: "/p", rawQuery: "q", headerList: headers, stagePrefix: "/dev")
        #expect(request.url.description == "https://x.test:8443/dev/p?q")
    }
}
