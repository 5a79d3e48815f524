// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Chooses what keeps a cookie from other sites and plain connections (spec auth-cookies-and-sessions §1).
///
/// | `crossDomain` | loopback client | security |
/// |---|---|---|
/// | no | no | `SameSite=Lax; Secure` |
/// | no | yes | `SameSite=Lax` |
/// | yes | no | `SameSite=None; Secure; Partitioned` |
/// | yes | yes | `SameSite=None; Secure` |
///
/// The loopback rule believes the request's headers. It only ever weakens the cookie that goes back to the very client that sent them.
enum CookieSecurity {
    /// The row of the table for `request`.
    static func security(crossDomain: Bool, request: BlocksRequest) -> SetCookie.Security {
        switch (crossDomain, isFromLoopback(request)) {
        case (false, false): .lax
        case (false, true): .laxInsecure
        case (true, false): .crossSitePartitioned
        case (true, true): .crossSite
        }
    }

    /// Whether the client is on this machine, as far as its headers tell: `Origin`, or `Host` where that is missing.
    static func isFromLoopback(_ request: BlocksRequest) -> Bool {
        isLoopback(request.header("origin") ?? request.header("host") ?? "")
    }

    /// Whether `text` matches `^(https?:\/\/)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/?$`, which is case-sensitive.
    static func isLoopback(_ text: String) -> Bool {
        var rest = text[...]
        for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            break
        }
        guard let host = ["localhost", "127.0.0.1", "[::1]"].first(where: { rest.hasPrefix($0) }) else { return false }
        rest = rest.dropFirst(host.count)
        if rest.hasPrefix(":") {
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(1 + digits.count)
        }
        return rest.isEmpty || rest == "/"
    }
}
