// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The tokens of a session as a handler may see them; `{}` on the wire when nobody is signed in.
public struct AuthSession: Sendable, Encodable {
    /// The two tokens that a handler may see; the refresh token never leaves.
    public struct Tokens: Sendable, Encodable {
        /// Who the user is.
        public let idToken: AuthToken
        /// What the user may do at Cognito.
        public let accessToken: AuthToken
    }

    /// The tokens; `nil` when nobody is signed in.
    public let tokens: Tokens?
    /// The permanent id of the user; `nil` when nobody is signed in.
    public let userSub: String?

    static let signedOut = AuthSession(tokens: nil, userSub: nil)

    private init(tokens: Tokens?, userSub: String?) {
        self.tokens = tokens
        self.userSub = userSub
    }

    init(_ session: Session) {
        tokens = Tokens(
            idToken: AuthToken(Secret(session.record.idToken)),
            accessToken: AuthToken(Secret(session.record.accessToken)))
        userSub = session.user.userSub.isEmpty ? nil : session.user.userSub
    }
}

/// One token, taken apart.
public struct AuthToken: Sendable, Encodable {
    /// The token itself; it does not cross the wire with this value.
    public let raw: Secret<String>
    /// Its claims.
    public let payload: JSONValue
    /// When it ends, in milliseconds since 1970 UTC; 0 when it does not say.
    public let expiresAt: Int64

    init(_ raw: Secret<String>) {
        self.raw = raw
        let claims = TokenClaims(unverified: raw)
        payload = .object(claims?.payload ?? [:])
        expiresAt = claims?.expires.milliseconds ?? 0
    }

    private enum CodingKeys: CodingKey { case payload, expiresAt }
}
