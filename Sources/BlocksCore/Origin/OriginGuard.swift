// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Keeps pages of other sites from calling the API through a visitor's browser, signed in or not (known weakness H12).
///
/// A form can post text but no JSON type, and a browser says where a request comes from: in `Sec-Fetch-Site` (Fetch Metadata), older ones
/// in `Origin` alone. Clients that send neither are no browsers and pass; so do origins that the configured patterns allow.
enum OriginGuard {
    /// Why a call is refused.
    enum Refusal: Error, Equatable {
        /// The body is declared as something other than JSON.
        case notJSON
        /// The call comes from another site's page.
        case crossSite
    }

    /// What speaks against the call `request`, whose origin the CORS policy judged as `decision`; `nil` when nothing does.
    static func refusal(of request: BlocksRequest, _ decision: CORSPolicy.Decision) -> Refusal? {
        if let type = request.header("content-type"), !isJSON(type) { return .notJSON }
        return isFromAnotherSite(request, decision) ? .crossSite : nil
    }

    /// Whether `request` must not reach a raw route: a page of another site sends it, it may change something, and it has cookies.
    ///
    /// What it may read is the CORS policy's matter. A form's content type is as good as any other.
    static func refusesRawRoute(to request: BlocksRequest, _ decision: CORSPolicy.Decision) -> Bool {
        switch request.method {
        case .get, .head, .options: false
        default: request.cookieHeader != nil && isFromAnotherSite(request, decision)
        }
    }

    /// Whether `request` must not become a WebSocket: a page of another site wants it, and it has cookies or origins are configured.
    ///
    /// Browsers let every page connect anywhere and read what comes; no CORS policy holds them back (RFC 6455 §10.2).
    static func refusesWebSocket(to request: BlocksRequest, _ decision: CORSPolicy.Decision) -> Bool {
        decision == .refused || request.cookieHeader != nil && isFromAnotherSite(request, decision)
    }

    private static func isFromAnotherSite(_ request: BlocksRequest, _ decision: CORSPolicy.Decision) -> Bool {
        if case .granted = decision { return false }
        if let site = request.header("sec-fetch-site") { return site != "same-origin" && site != "none" }
        // The origin first: a client without one is the common case, and its cookies need not be put together for this.
        guard decision != .noOrigin, request.cookieHeader != nil, let origin = request.header("origin") else {
            return false
        }
        let from = origin.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true).last
            .flatMap { String($0) }
        let here = request.url.authority
        guard let from else { return true }
        return from.lowercased() != here.lowercased() && !(isLoopback(from) && isLoopback(here))
    }

    /// Whether a media type is `application/json`, with or without parameters (RFC 9110 §8.3.1).
    private static func isJSON(_ type: String) -> Bool {
        let essence = type.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        return String(Substring(essence)).lowercased() == "application/json"
    }

    /// Whether the host of `authority` is this machine, on any port.
    private static func isLoopback(_ authority: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains { host in
            authority == host || authority.hasPrefix("\(host):")
        }
    }
}
