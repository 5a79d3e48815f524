// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore

extension LocalUserPool {
    /// Issues new ID and access tokens for a refresh token, which stays valid (`GetTokensFromRefreshToken` without rotation).
    ///
    /// Throws `NotAuthorizedException` when the token is unknown, revoked or expired, its user gone or disabled, or its device another
    /// one, not confirmed or forgotten.
    public func refreshTokens(_ input: RefreshTokensInput) async throws(AWSError) -> AuthOutput {
        let digest = TokenDigest.of(input.refreshToken)
        guard let record = state.signIns[digest],
            let user = state.users[record.username], user.userSub == record.userSub
        else { throw .invalidRefreshToken }
        guard now.milliseconds < record.expires else { throw .refreshTokenExpired }
        guard !user.disabled else { throw .userDisabled }
        guard isOn(record, input.deviceKey, user) else { throw .invalidRefreshToken }
        return .tokens(
            try await changed(
                try issueTokens(for: record, user), of: digest, "RefreshTokens", input.clientMetadata))
    }

    /// Ends a refresh token and the access tokens made from it (`RevokeToken`); an unknown one is already ended (RFC 7009 §2.2).
    public func revokeToken(_ refreshToken: Secret<String>) async throws(AWSError) {
        let digest = TokenDigest.of(refreshToken)
        guard state.signIns[digest] != nil else { return }
        try commit { $0.signIns[digest] = nil }
    }

    /// Ends every sign-in of the access token's user (`GlobalSignOut`).
    ///
    /// Throws `NotAuthorizedException` when the token is not a live access token of this pool.
    public func globalSignOut(accessToken: Secret<String>) async throws(AWSError) {
        let record = try authorize(accessToken)
        try commit { next in next.signIns = next.signIns.filter { $0.value.userSub != record.userSub } }
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
