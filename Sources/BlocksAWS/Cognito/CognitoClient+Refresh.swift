// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Synchronization

/// Which operation exchanges a refresh token.
///
/// App clients with refresh-token rotation accept only `GetTokensFromRefreshToken`, which works without rotation too. Some endpoints,
/// emulators among them, know only the older flow.
enum RefreshOperation: Sendable {
    /// `GetTokensFromRefreshToken`.
    case getTokens
    /// `InitiateAuth` with the flow `REFRESH_TOKEN_AUTH`.
    case initiateAuth

    /// The other one.
    var other: RefreshOperation { self == .getTokens ? .initiateAuth : .getTokens }

    /// Whether the error is about the operation and not about the token: it is unknown, or not allowed to this client.
    ///
    /// An endpoint that does not know an operation may not even name an error; it is asked the other way only if it did answer, and
    /// a token that a lost rotation has used up is refused then as it would be anyway.
    static func isRefused(_ error: AWSError) -> Bool {
        switch error.name {
        case "UnknownOperationException", "UnsupportedOperationException", "InvalidAction", "InvalidParameterException",
            "NotImplementedException":
            true
        case ErrorResponse.unnamed:
            [404, 405, 500, 501].contains(error.status)
        default:
            false
        }
    }
}

extension CognitoClient {
    /// Exchanges a refresh token for new tokens; the operation that worked last is tried first.
    ///
    /// Never repeated once it may have reached Cognito: with rotation the first exchange uses the token up.
    public func refreshTokens(_ input: RefreshTokensInput) async throws(AWSError) -> AuthOutput {
        let first = refreshOperation.withLock { $0 }
        do {
            return try await refresh(input, by: first)
        } catch {
            guard RefreshOperation.isRefused(error) else { throw error }
            let output: AuthOutput
            do {
                output = try await refresh(input, by: first.other)
            } catch let second {
                // The second way may be the wrong one: then only the first answer says something about the token.
                throw RefreshOperation.isRefused(second) ? error : second
            }
            refreshOperation.withLock { $0 = first.other }
            return output
        }
    }

    private func refresh(
        _ input: RefreshTokensInput, by operation: RefreshOperation
    ) async throws(AWSError) -> AuthOutput {
        switch operation {
        case .getTokens:
            let answer = try await clientSecret.proving { () async throws(AWSError) in
                let secret = try await clientSecret?.value()
                return try await client.call(.once("GetTokensFromRefreshToken")) { writer in
                    writer.member("RefreshToken", input.refreshToken)
                    writer.member("ClientId", pool.clientID)
                    if let secret { writer.member("ClientSecret", secret) }
                    if let device = input.deviceKey { writer.member("DeviceKey", device) }
                    writer.clientMetadata(input.clientMetadata)
                }
            }
            return AuthOutput(answer)
        case .initiateAuth:
            var parameters = ["REFRESH_TOKEN": input.refreshToken]
            if let device = input.deviceKey { parameters["DEVICE_KEY"] = Secret(device) }
            // The hash is over the user's real name: an alias is refused here although it signed in.
            return try await initiateAuth(
                InitiateAuthInput(
                    flow: .refreshTokenAuth, parameters: parameters, clientMetadata: input.clientMetadata),
                provingFor: input.username.map { Secret($0) })
        }
    }
}
