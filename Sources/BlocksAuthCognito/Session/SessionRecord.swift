// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// What the store keeps of a session, whose members are those of the reference's layout.
///
/// Only tokens that were verified, or came together with a verified one, are put here. Members of other backends are kept and written
/// back: a record that lost them would no longer equal the stored one.
struct SessionRecord: Sendable, Equatable {
    /// The ID token as Cognito sent it.
    let idToken: String
    /// The access token as Cognito sent it.
    let accessToken: String
    /// The refresh token; empty when Cognito gave none.
    let refreshToken: String
    /// The members beside the tokens: the device's key, and whatever other backends keep.
    let others: JSONObject

    /// A record of the given members.
    init(idToken: String, accessToken: String, refreshToken: String, others: JSONObject = [:]) {
        self.idToken = idToken
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.others = others
    }

    /// The device that the session was begun on, which Cognito wants named with each refresh; `nil` where devices are not tracked.
    var deviceKey: String? { others["deviceKey"]?.string }

    /// The claims of the ID token; `nil` when it can't be read.
    var identity: TokenClaims? { TokenClaims(unverified: Secret(idToken)) }

    /// When the access token ends; 1970 when it does not say.
    var accessTokenExpires: Timestamp {
        TokenClaims(unverified: Secret(accessToken))?.expires ?? Timestamp(milliseconds: 0)
    }
}

extension SessionRecord {
    private static let tokenNames = ["idToken", "accessToken", "refreshToken"]

    /// The record of stored members; `nil` unless all three tokens are texts.
    init?(members: JSONObject) {
        guard let idToken = members["idToken"]?.string, let accessToken = members["accessToken"]?.string,
            let refreshToken = members["refreshToken"]?.string
        else { return nil }
        var others = members
        for name in Self.tokenNames { others[name] = nil }
        self.init(idToken: idToken, accessToken: accessToken, refreshToken: refreshToken, others: others)
    }

    /// The members to store: ours and the others.
    var members: JSONObject {
        var members = others
        members["idToken"] = .string(idToken)
        members["accessToken"] = .string(accessToken)
        members["refreshToken"] = .string(refreshToken)
        return members
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
