// SPDX-License-Identifier: Apache-2.0

/// What goes along with a sign-in.
public struct SignInOptions: Sendable, Decodable {
    /// Values for the pool's Lambda triggers; `nil` for none.
    public var clientMetadata: [String: String]?
    /// The first factor to try with `USER_AUTH`; `nil` takes the pool's preference.
    public var preferredChallenge: FirstFactor?

    /// Nothing but what is given.
    public init(clientMetadata: [String: String]? = nil, preferredChallenge: FirstFactor? = nil) {
        self.clientMetadata = clientMetadata
        self.preferredChallenge = preferredChallenge
    }
}
