// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// What the store keeps of a session, in the reference's layout; the key is the session id.
///
/// Only tokens that were verified, or came together with a verified one, are put here.
struct SessionRecord: Codable, Sendable, Equatable {
    /// The ID token as Cognito sent it.
    let idToken: String
    /// The access token as Cognito sent it.
    let accessToken: String
    /// The refresh token; empty when Cognito gave none.
    let refreshToken: String

    /// The claims of the ID token; `nil` when it can't be read.
    var identity: TokenClaims? { TokenClaims(unverified: Secret(idToken)) }

    /// When the access token ends; 1970 when it does not say.
    var accessTokenExpires: Timestamp {
        TokenClaims(unverified: Secret(accessToken))?.expires ?? Timestamp(milliseconds: 0)
    }
}

/// Every member is a credential.
extension SessionRecord: Withheld {}

/// A session as one request sees it.
struct Session: Sendable {
    /// The key of its record.
    let id: String
    /// Its record, as read or as just written.
    let record: SessionRecord
    /// The user that the ID token describes.
    let user: CognitoUser

    init(id: String, record: SessionRecord, claims: TokenClaims) {
        self.id = id
        self.record = record
        self.user = claims.user
    }

    /// A session out of the store; `nil` when its ID token can't be read.
    init?(id: String, record: SessionRecord) {
        guard let claims = record.identity else { return nil }
        self.init(id: id, record: record, claims: claims)
    }
}

/// The id is half of the cookie.
extension Session: Withheld {}
