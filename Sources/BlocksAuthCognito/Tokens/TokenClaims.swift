// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// The claims of a token, read without asking whether they are true.
///
/// Whoever grants something on them takes a `VerifiedToken`, or a token out of a session record, where only verified ones are put.
struct TokenClaims: Sendable {
    /// Every claim, in the token's order.
    let payload: JSONObject

    /// Reads a JSON object; `nil` when it is none, or when a claim comes twice: readers that disagree on which of them counts could
    /// be played off against each other (RFC 7519 §4).
    init?(payload bytes: [UInt8]) {
        guard let document = try? JSONDocument(bytes), document.root.kind == .object else { return nil }
        var names: Set<String> = []
        for member in document.root.members where !names.insert(member.key).inserted { return nil }
        guard let object = document.root.value.object else { return nil }
        payload = object
    }

    /// Reads the payload of a compact token; `nil` when there is none to read.
    init?(unverified token: Secret<String>) {
        guard let parsed = token.withExposed({ try? UnverifiedJWT($0) }) else { return nil }
        self.init(payload: parsed.payloadBytes)
    }

    /// The claim `name` if it is a string.
    func string(_ name: String) -> String? { payload[name]?.string }

    /// The claim `name` if it is a number, in milliseconds; for `exp`, `nbf` and `iat`, which are seconds.
    func instant(_ name: String) -> Timestamp? {
        guard let seconds = payload[name]?.double, seconds.isFinite else { return nil }
        return Timestamp(milliseconds: Int64(exactly: (seconds * 1000).rounded(.down)) ?? (seconds < 0 ? .min : .max))
    }

    /// When the token ends; 1970 when it does not say, so that it counts as ended.
    var expires: Timestamp { instant("exp") ?? Timestamp(milliseconds: 0) }

    /// The permanent id of the user; `nil` when the token names none.
    var subject: String? { string("sub").flatMap { $0.isEmpty ? nil : $0 } }
}

extension TokenClaims {
    /// The user that an ID token describes (spec auth-cookies-and-sessions §4).
    ///
    /// Attributes are the claims with text. Booleans read `true` or `false`, as `GetUser` gives them: the reference shows
    /// `email_verified` locally and drops it on AWS (decision 0007). Numbers and structures are no attributes.
    var user: CognitoUser {
        let name = string("cognito:username").flatMap { $0.isEmpty ? nil : $0 } ?? string("username") ?? ""
        let groups = payload["cognito:groups"]?.array?.compactMap(\.string) ?? []
        let attributes = payload.compactMap { claim -> (name: String, value: String)? in
            guard !Self.protocolClaims.contains(claim.key), !claim.key.hasPrefix("cognito:") else { return nil }
            if let text = claim.value.string { return (claim.key, text) }
            return claim.value.bool.map { (claim.key, $0 ? "true" : "false") }
        }
        return CognitoUser(
            username: name, userSub: string("sub") ?? "", groups: groups, attributes: UserAttributes(attributes))
    }

    private static let protocolClaims: Set<String> = [
        "sub", "iss", "aud", "iat", "exp", "nbf", "jti", "token_use", "auth_time", "origin_jti", "event_id",
    ]
}
