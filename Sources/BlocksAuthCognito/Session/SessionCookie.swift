// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The cookies of an auth block: the session, the bridge from sign-up to sign-in and the remembered device.
///
/// Off loopback hosts their names begin with `__Host-`, so that no sibling domain and no plain connection can plant one
/// (RFC 6265bis §4.1.3.2). In the reference's layout they don't.
struct SessionCookie: Sendable {
    /// Which cookie.
    enum Kind: Sendable {
        /// The signed session id.
        case session
        /// The sealed bridge.
        case bridge
        /// The sealed device.
        case device
    }

    /// How long browsers keep a device, in seconds: 400 days, the most that they keep anything (RFC 6265bis §5.5).
    static let deviceLifetimeSeconds: Int64 = 34_560_000

    private let fullID: String
    private let crossDomain: Bool
    private let sessionTtlSeconds: Int64
    private let format: SessionFormat

    init(fullID: String, crossDomain: Bool, sessionTtlSeconds: Int64, format: SessionFormat) {
        self.format = format
        self.fullID = fullID
        self.crossDomain = crossDomain
        self.sessionTtlSeconds = sessionTtlSeconds
    }

    /// The cookie's name in answers to `request`, and in the request itself.
    func name(_ kind: Kind, _ request: BlocksRequest) -> String {
        let prefix = format == .sealed && !CookieSecurity.isFromLoopback(request) ? "__Host-" : ""
        return switch kind {
        case .session: "\(prefix)auth_\(fullID)"
        case .bridge: "\(prefix)autosignin_\(fullID)"
        case .device: "\(prefix)device_\(fullID)"
        }
    }

    /// Every value of the cookie in the request; a sibling domain may have put one in front of ours (known weakness S12).
    func values(_ kind: Kind, in context: BlocksContext) -> [String] {
        context.request.cookies(named: name(kind, context.request))
    }

    /// Sends the cookie with its full lifetime.
    func set(_ kind: Kind, _ value: String, in context: BlocksContext) {
        let maxAge =
            switch kind {
            case .session: sessionTtlSeconds
            case .bridge: AutoSignInBridge.lifetimeSeconds
            case .device: Self.deviceLifetimeSeconds
            }
        send(kind, value, maxAge, context)
    }

    /// Makes the client forget the cookie.
    func clear(_ kind: Kind, in context: BlocksContext) {
        send(kind, "", 0, context)
    }

    private func send(_ kind: Kind, _ value: String, _ maxAge: Int64, _ context: BlocksContext) {
        let security = CookieSecurity.security(crossDomain: crossDomain, request: context.request)
        // Names come from checked ids and values are base64url, so the cookie is always well-formed.
        guard
            let cookie = SetCookie(
                name: name(kind, context.request), value: value, security: security, maxAge: maxAge)
        else { return }
        context.response.setCookie(cookie)
    }
}
