// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The cookies of an auth block: the session, the bridge from sign-up to sign-in and the remembered device.
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

    init(fullID: String, crossDomain: Bool, sessionTtlSeconds: Int64) {
        self.fullID = fullID
        self.crossDomain = crossDomain
        self.sessionTtlSeconds = sessionTtlSeconds
    }

    /// The cookie's name.
    func name(_ kind: Kind) -> String {
        switch kind {
        case .session: "auth_\(fullID)"
        case .bridge: "autosignin_\(fullID)"
        case .device: "device_\(fullID)"
        }
    }

    /// Every value of the cookie in the request; a sibling domain may have put one in front of ours (known weakness S12).
    func values(_ kind: Kind, in context: BlocksContext) -> [String] {
        context.request.cookies(named: name(kind))
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
        guard let cookie = SetCookie(name: name(kind), value: value, security: security, maxAge: maxAge) else { return }
        context.response.setCookie(cookie)
    }
}
