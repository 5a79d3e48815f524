// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// Where a request came from, for the threat protection of a user pool (`UserContextDataType`, `ContextDataType`).
///
/// Cognito takes an address from app clients with a secret that have `EnablePropagateAdditionalUserContextData`, and in signed calls.
public struct UserContext: Sendable {
    /// The address of the user, IPv4 or IPv6, from a source that the user can't choose; `nil` when not known.
    public var ipAddress: String?
    /// The fingerprint that Cognito's script made on the user's device; `nil` for none.
    public var encodedData: Secret<String>?
    /// The host and path that were asked for: only signed calls carry them.
    public var endpoint: Endpoint

    /// Which page of the server was asked for.
    public struct Endpoint: Sendable {
        /// The host name.
        public var serverName: String
        /// The path.
        public var serverPath: String

        /// A page of a server.
        public init(serverName: String, serverPath: String) {
            self.serverName = serverName
            self.serverPath = serverPath
        }
    }

    /// What is known of one request.
    public init(ipAddress: String?, encodedData: Secret<String>? = nil, endpoint: Endpoint) {
        self.ipAddress = ipAddress
        self.encodedData = encodedData
        self.endpoint = endpoint
    }
}
