// SPDX-License-Identifier: Apache-2.0

/// Headers that every answer of a kind carries; made once.
enum StandardHeaders {
    static let json = BlocksReply.Header("Content-Type", "application/json")
    static let vary = BlocksReply.Header("Vary", "Origin")

    /// `Content-Type` and `Vary` alone.
    static let plain = [json, vary]

    /// With the headers that keep caches out (RFC 9111 §5.2.2.5).
    static let uncached =
        plain + [
            BlocksReply.Header("Cache-Control", "no-store, no-cache, must-revalidate, proxy-revalidate"),
            BlocksReply.Header("Pragma", "no-cache"),
            BlocksReply.Header("Expires", "0"),
        ]

    /// The answer to a preflight request, without the grant (Fetch Standard, CORS protocol).
    static let preflight = [
        vary,
        BlocksReply.Header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS"),
        BlocksReply.Header("Access-Control-Allow-Headers", "Content-Type, Authorization"),
        BlocksReply.Header("Access-Control-Max-Age", "7200"),
    ]

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
