// SPDX-License-Identifier: Apache-2.0

/// Headers that every answer of a kind carries; made once.
enum StandardHeaders {
    static let json = BlocksReply.Header("Content-Type", "application/json")
    static let vary = BlocksReply.Header("Vary", "Origin")

    /// What browsers are told with every answer: to come by https only for a year (RFC 6797 §6.1; over plain HTTP they ignore it), to take
    /// types as they are said (Fetch Standard, `X-Content-Type-Options`), and to tell other sites nothing of our URLs (Referrer Policy).
    ///
    /// Subdomains are not ours to promise. A handler, or the edge, may send others in their place.
    static let browser = [
        BlocksReply.Header("Strict-Transport-Security", "max-age=31536000"),
        BlocksReply.Header("X-Content-Type-Options", "nosniff"),
        BlocksReply.Header("Referrer-Policy", "same-origin"),
    ]

    /// `Content-Type`, `Vary` and what browsers are told, no more.
    static let plain = [json, vary] + browser

    /// With the headers that keep caches out (RFC 9111 §5.2.2.5).
    static let uncached =
        plain + [
            BlocksReply.Header("Cache-Control", "no-store, no-cache, must-revalidate, proxy-revalidate"),
            BlocksReply.Header("Pragma", "no-cache"),
            BlocksReply.Header("Expires", "0"),
        ]

    /// The answer to a preflight request, without the grant (Fetch Standard, CORS protocol).
    static let preflight =
        [
            vary,
            BlocksReply.Header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS"),
            BlocksReply.Header("Access-Control-Allow-Headers", "Content-Type, Authorization"),
            BlocksReply.Header("Access-Control-Max-Age", "7200"),
        ] + browser

    /// `base` with the headers that let `origin` read the answer; `nil` grants nothing.
    static func granting(_ origin: String?, _ base: [BlocksReply.Header]) -> [BlocksReply.Header] {
        guard let origin else { return base }
        return base + [
            BlocksReply.Header("Access-Control-Allow-Origin", origin),
            BlocksReply.Header("Access-Control-Allow-Credentials", "true"),
        ]
    }
}

extension BlocksReply.Header {
    /// The `Vary` of a handler with `Origin` in it: without, a cache could give one site's grant to another (RFC 9110 §12.5.5).
    static func varyingByOrigin(_ header: BlocksReply.Header) -> BlocksReply.Header {
        let names = header.value.utf8.split(separator: UInt8(ascii: ","))
        let isComplete = names.contains { name in
            let name = name.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            return name == Array("*".utf8) || name.map { $0 | 0x20 } == Array("origin".utf8)
        }
        return isComplete ? header : BlocksReply.Header(header.name, "Origin, " + header.value)
    }
}
