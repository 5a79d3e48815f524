// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksHTTP

@Suite struct `Request target` {
    @Test(arguments: [
        ("http://localhost", false, "localhost"),
        ("HTTPS://SSM.eu-west-1.AmazonAWS.com/", true, "ssm.eu-west-1.amazonaws.com"),
        ("http://127.0.0.1:8080/a?b=c@d#e", false, "127.0.0.1"),
        ("https://[::1]:8443/x", true, "[::1]"),
        ("https://[::1]", true, "[::1]"),
        ("https://host?query", true, "host"),
        ("https://host#fragment:1", true, "host"),
    ])
    func `scheme and host are found`(url: String, isTLS: Bool, host: String) throws {
        let target = try RequestTarget(url)
        #expect(target.isTLS == isTLS)
        #expect(target.host == host)
    }

    @Test(arguments: [
        "", "/", "localhost", "//localhost", "http:", "http:/localhost", "http://", "http:///path", "https://:443",
        "ftp://host", "file:///etc/passwd", "gopher://host", "unix://x", "h ttp://host", "http://ho st",
        "http://user@host", "http://user:pass@host", "https://host@evil/", "http://host\r\nX: 1", "http://host\u{0}",
        "http://hôst", "http://host\\@evil", "http://host:", "http://host:0", "http://host:65536", "http://host:8x",
        "http://host:-1", "http://[::1", "http://[::1]x", "http://\(String(repeating: "a", count: 256))",
    ])
    func `anything but a plain absolute URL is refused`(url: String) {
        #expect(throws: TransportError(.invalidURL)) { try RequestTarget(url) }
    }
}
