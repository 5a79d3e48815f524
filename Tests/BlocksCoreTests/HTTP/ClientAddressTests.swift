// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

struct ClientAddressTests {
    private func address(_ forwarded: [String], _ seen: String?, _ proxies: Int) -> String? {
        BlocksRequest(
            method: .post, path: "/", headerList: forwarded.map { .init(name: "x-forwarded-for", value: $0) },
            clientIP: seen
        ).clientAddress(trustedProxies: proxies)?.text
    }

    @Test(
        arguments: [
            ([], "192.0.2.1", 0, "192.0.2.1"),
            (["203.0.113.9"], "192.0.2.1", 0, "192.0.2.1"),
            (["203.0.113.9, 192.0.2.1"], "192.0.2.1", 0, "192.0.2.1"),
            (["203.0.113.9"], nil, 0, nil), ([], nil, 0, nil), ([], nil, 1, nil),
            (["203.0.113.9, 192.0.2.1"], "192.0.2.1", 1, "203.0.113.9"),
            (["203.0.113.9,192.0.2.1"], "192.0.2.1", 1, "203.0.113.9"),
            (["203.0.113.9:4711, 192.0.2.1"], "192.0.2.1", 1, "203.0.113.9"),
            (["[2001:db8::1]:4711, 192.0.2.1"], "192.0.2.1", 1, "2001:db8::1"),
            (["2001:db8::1, 2001:DB8:0::2"], "2001:db8::2", 1, "2001:db8::1"),
            (["203.0.113.9, 198.51.100.1, 192.0.2.1"], "192.0.2.1", 2, "203.0.113.9"),
            (["203.0.113.9", "192.0.2.1"], "192.0.2.1", 1, "203.0.113.9"),
            (["203.0.113.9"], nil, 1, "203.0.113.9"), (["203.0.113.9, 198.51.100.1"], nil, 2, "203.0.113.9"),
        ] as [([String], String?, Int, String?)])
    func `each proxy of one's own takes the address one entry further`(
        forwarded: [String], seen: String?, proxies: Int, expected: String?
    ) {
        #expect(address(forwarded, seen, proxies) == expected)
    }

    /// What a client sends, and what comes of it with 0, 1 and 2 proxies, each of which appends what it saw, as the front door does.
    @Test(arguments: [
        "", "127.0.0.1", "10.0.0.1, 10.0.0.2", "192.0.2.1", "198.51.100.1, 192.0.2.1", "evil", ",,,", "unknown",
        "203.0.113.9, 198.51.100.1, 192.0.2.1", "::1", " ", "127.0.0.1\t", "'; DROP", "\"", "1.2.3.4, , ",
        String(repeating: "1.1.1.1,", count: 5000),
    ])
    func `a client can't choose its address by sending X-Forwarded-For`(sent: String) {
        let client = "203.0.113.9"
        let ways: [(hops: [String], proxies: Int)] = [
            ([client], 0), ([client, "192.0.2.1"], 1), ([client, "198.51.100.1", "192.0.2.1"], 2),
        ]
        for (hops, proxies) in ways {
            for before in [[sent], [sent, sent], []] {
                let header = (before + hops).joined(separator: ", ")
                #expect(address([header], hops.last, proxies) == client, "one line, \(proxies) proxies")
                #expect(address(before + hops, hops.last, proxies) == client, "many lines, \(proxies) proxies")
                // A load balancer's event states no address, and it is a proxy itself.
                #expect(address([header], nil, proxies + 1) == (before + hops).suffix(proxies + 1).first)
            }
        }
        #expect(address([sent], nil, 0) == nil)
    }

    @Test(arguments: [
        // The last entry is not the front door's own: a function URL passes on the first entry alone.
        (["203.0.113.9"], 1), (["203.0.113.9, 198.51.100.7"], 1), ([], 1), ([""], 1), (["192.0.2.1"], 1),
        (["203.0.113.9, 192.0.2.1"], 2), (["203.0.113.9, evil, 192.0.2.1"], 2), (["evil, 198.51.100.1, 192.0.2.1"], 2),
        (["203.0.113.9,, 192.0.2.1"], 1), (["203.0.113.9, 192.0.2.1,"], 1), (["203.0.113.9:x, 192.0.2.1"], 1),
        (["203.0.113.9; 192.0.2.1"], 1), (["[203.0.113.9], 192.0.2.1"], 1), (["127.1, 192.0.2.1"], 1),
        (["203.0.113.9\0, 192.0.2.1"], 1), (["fe80::1%eth0, 192.0.2.1"], 1),
    ])
    func `a header that is not as it must be means what the front door saw`(forwarded: [String], proxies: Int) {
        #expect(address(forwarded, "192.0.2.1", proxies) == "192.0.2.1")
    }

    @Test func `an event with an unreadable address has none, whatever the header says`() {
        for seen in ["test-invoke-source-ip", "", "localhost"] {
            #expect(address(["203.0.113.9"], seen, 0) == nil)
            #expect(address(["203.0.113.9"], seen, 1) == nil)
        }
    }

    @Test(
        arguments: [
            ("192.0.2.1", [192, 0, 2, 1]), ("::ffff:192.0.2.1", [192, 0, 2, 1]), ("::FFFF:c000:201", [192, 0, 2, 1]),
            ("2001:db8::1", [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0]),
            ("[2001:db8::2]:443", [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0]),
            ("2001:db8:0:1::1", [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1]), ("::1", [0, 0, 0, 0, 0, 0, 0, 0]),
        ] as [(String, [UInt8])])
    func `a network is an IPv4 address or the first 64 bits of an IPv6 address`(text: String, network: [UInt8]) throws {
        #expect(try #require(IPAddress(text)).network == network)
    }

    @Test func `an address is the same however it is written`() {
        #expect(IPAddress("2001:db8::1") == IPAddress("2001:0DB8:0:0:0:0:0:1"))
        #expect(Set([IPAddress("192.0.2.1"), IPAddress("::ffff:192.0.2.1"), IPAddress(" 192.0.2.1 ")]).count == 1)
        #expect(IPAddress("192.0.2.1") != IPAddress("192.0.2.2"))
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4:", "1.2.3.4:123456", "[::1", "::1]", "[]",
        "[1.2.3.4]",
        "[::1]x", "[::1]:", ":::", "g::1", "1.2.3.4/24", "0x7f.1.1.1", "1.2.3.4\0", "example.com", "fe80::1%1",
        "-1.2.3.4",
        String(repeating: "1", count: 1000), "١.٢.٣.٤",
    ])
    func `what is no address is none`(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
