// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// What the application changes in tokens, within Cognito's limits.
///
/// Claims that say whose a token is and how long it is good keep their value whatever a handler says: Cognito issues them unchanged.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html>
extension PreTokenGeneration.Response {
    /// The claims of an ID token, changed.
    func changing(idClaims claims: JSONObject) -> JSONObject {
        var claims = withGroups(claims)
        if let groups {
            claims["cognito:roles"] = groups.roles.isEmpty ? nil : .array(groups.roles.map { .string($0) })
            claims["cognito:preferred_role"] = groups.preferredRole.map { .string($0) }
        }
        return idToken.applied(to: claims)
    }

    /// The claims of an access token, changed.
    func changing(accessClaims claims: JSONObject) -> JSONObject {
        var claims = withGroups(claims)
        var scopes = (claims["scope"]?.string ?? "").split(separator: " ").map(String.init)
        // A scope with a space in it would be several.
        scopes += scopesToAdd.filter { !$0.isEmpty && !$0.contains(" ") && !scopes.contains($0) }
        scopes.removeAll { scopesToSuppress.contains($0) }
        claims["scope"] = .string(scopes.joined(separator: " "))
        return accessToken.applied(to: claims)
    }

    private func withGroups(_ claims: JSONObject) -> JSONObject {
        guard let groups else { return claims }
        var claims = claims
        claims["cognito:groups"] = groups.groups.isEmpty ? nil : .array(groups.groups.map { .string($0) })
        return claims
    }
}

extension PreTokenGeneration.ClaimChanges {
    fileprivate func applied(to claims: JSONObject) -> JSONObject {
        var changed = claims
        for (name, value) in self.claims.sorted(by: { $0.key < $1.key }) where !Self.isReserved(name) {
            changed[name] = value
        }
        for name in suppressed where !Self.isReserved(name) || name == "cognito:groups" { changed[name] = nil }
        return changed
    }

    private static func isReserved(_ name: String) -> Bool {
        reserved.contains(name) || name.hasPrefix("cognito:") || name.hasPrefix("dev:")
    }

    /// The claims that keep their value, besides those with Cognito's prefixes.
    private static let reserved: Set<String> = [
        "acr", "amr", "at_hash", "aud", "auth_time", "azp", "client_id", "device_key", "event_id", "exp", "iat",
        "identities", "iss", "jti", "nbf", "nonce", "origin_jti", "scope", "sub", "token_use", "username", "version",
    ]
}
