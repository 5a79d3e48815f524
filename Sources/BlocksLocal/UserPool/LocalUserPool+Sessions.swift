// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore

extension LocalUserPool {
    /// Issues new ID and access tokens for a refresh token, and a new one in its place where the pool replaces them
    /// (`GetTokensFromRefreshToken`).
    ///
    /// Throws `RefreshTokenReuseException` for a token that was replaced, after the grace period; `NotAuthorizedException` when the token is unknown, revoked or expired, its user gone or disabled, or its device another
    /// one, not confirmed or forgotten.
    public func refreshTokens(_ input: RefreshTokensInput) async throws(AWSError) -> AuthOutput {
        let digest = TokenDigest.of(input.refreshToken)
        guard let record = state.signIns[digest],
            let user = state.users[record.username], user.userSub == record.userSub
        else { throw .invalidRefreshToken }
        guard now.milliseconds < record.expires else { throw .refreshTokenExpired }
        guard !record.isUsedUp(at: now) else { throw .refreshTokenReused }
        guard !user.disabled else { throw .userDisabled }
        guard isOn(record, input.deviceKey, user) else { throw .invalidRefreshToken }
        var tokens = try await changed(
            try issueTokens(for: record, user), of: digest, "RefreshTokens", input.clientMetadata)
        if let rotation = configuration.refreshTokenRotation {
            tokens.refreshToken = try replace(digest, within: rotation.retryGracePeriod)
        }
        return .tokens(tokens)
    }

    /// A refresh token in place of the one with the digest, which works on for some seconds; it ends when that one would have.
    private func replace(_ digest: String, within seconds: Int) throws(AWSError) -> Secret<String> {
        let token = try newToken()
        try commit { next throws(AWSError) in
            // The application may have been asked meanwhile: of two refreshes at the same time, the second is late.
            guard var record = next.signIns[digest] else { throw .invalidRefreshToken }
            guard !record.isUsedUp(at: now) else { throw .refreshTokenReused }
            next.signIns[TokenDigest.of(token)] = record.unreplaced
            record.replaced = record.replaced ?? now.adding(seconds: Int64(seconds)).milliseconds
            next.signIns[digest] = record
        }
        return token
    }

    /// Ends the sign-in of a refresh token: all its refresh and access tokens (`RevokeToken`); an unknown one is already ended (RFC 7009 §2.2).
    public func revokeToken(_ refreshToken: Secret<String>) async throws(AWSError) {
        let digest = TokenDigest.of(refreshToken)
        guard let record = state.signIns[digest] else { return }
        try commit { next in next.signIns = next.signIns.filter { $0.value.originID != record.originID } }
    }

    /// Ends every sign-in of the access token's user (`GlobalSignOut`).
    ///
    /// Throws `NotAuthorizedException` when the token is not a live access token of this pool.
    public func globalSignOut(accessToken: Secret<String>) async throws(AWSError) {
        let record = try authorize(accessToken)
        try commit { next in
            next.signIns = next.signIns.filter { $0.value.userSub != record.userSub }
            next.challenges = next.challenges.filter { $0.value.userSub != record.userSub }
        }
    }

    /// The sign-in behind an access token; throws unless the token is genuine, unexpired and its sign-in not ended.
    func authorize(_ accessToken: Secret<String>) throws(AWSError) -> SignInRecord {
        let issuer = try tokenIssuer()
        let claims = try accessToken.withExposed { token throws(AWSError) in
            guard let claims = issuer.verifiedAccessClaims(token) else { throw .invalidAccessToken }
            return claims
        }
        guard now.seconds < claims.expires else { throw .accessTokenExpired }
        guard let record = state.signIns.values.first(where: { $0.originID == claims.originID }),
            record.userSub == claims.userSub, let user = state.users[record.username], user.userSub == record.userSub
        else { throw .accessTokenRevoked }
        guard !user.disabled else { throw .userDisabled }
        return record
    }
}

extension SignInRecord {
    /// Whether the refresh token was replaced, and the time for a second try is over.
    func isUsedUp(at now: Timestamp) -> Bool { replaced.map { now.milliseconds >= $0 } ?? false }

    /// The same sign-in for another refresh token.
    fileprivate var unreplaced: SignInRecord {
        var record = self
        record.replaced = nil
        return record
    }
}
