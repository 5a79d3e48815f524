// SPDX-License-Identifier: Apache-2.0

/// Which user pool and app client is meant, and what its tokens name as their issuer.
public struct UserPoolIdentity: Sendable, Hashable {
    /// The pool's id, for example `eu-west-1_AbCdEfGhI`.
    public let userPoolID: String
    /// The app client's id: the audience of ID tokens.
    public let clientID: String
    /// The region that is called.
    public let region: String
    /// The only values of `iss` that tokens of this pool may carry, the usual one first.
    public let issuers: [String]

    /// A pool whose tokens name the given issuers.
    public init(userPoolID: String, clientID: String, region: String, issuers: [String]) {
        self.userPoolID = userPoolID
        self.clientID = clientID
        self.region = region
        self.issuers = issuers
    }

    /// A pool of Amazon Cognito, with the two issuers that AWS uses.
    ///
    /// The issuers name the region in the pool's id; `region` is the one that is called, `nil` for the same.
    public init(userPoolID: String, clientID: String, region: String? = nil) {
        let home = Self.region(of: userPoolID) ?? region ?? "us-east-1"
        let suffix = Partition(region: home).dnsSuffix
        self.init(
            userPoolID: userPoolID, clientID: clientID, region: region ?? home,
            issuers: [
                "https://cognito-idp.\(home).\(suffix)/\(userPoolID)",
                "https://issuer.cognito-idp.\(home).\(suffix)/\(userPoolID)",
            ])
    }

    /// The region that a pool's id begins with; `nil` when it has no `_`, as in ids of emulators.
    public static func region(of userPoolID: String) -> String? {
        guard let underscore = userPoolID.firstIndex(of: "_"), underscore != userPoolID.startIndex else { return nil }
        return String(userPoolID[..<underscore])
    }
}
